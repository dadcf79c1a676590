import Foundation
import Testing

@testable import Kernel

struct SubprocessTests {
    private func shell(_ script: String, in folder: String = "/") throws -> Subprocess {
        try Subprocess.run("/bin/sh", ["-c", script], in: folder)
    }

    @Test func outputAndErrorsComeInOrder() throws {
        let run = try shell("echo one; echo two >&2; echo three; exit 3")
        #expect(run.output == "one\ntwo\nthree\n")
        #expect(run.status == 3)
    }

    @Test func onlyWhatIsPrintedIsAsked() {
        #expect(Subprocess.output(of: "/bin/sh", ["-c", "echo one; echo two >&2"], in: "/") == "one\n")
        #expect(Subprocess.output(of: "/bin/sh", ["-c", "echo one; exit 1"], in: "/") == "")
        #expect(Subprocess.output(of: "/no/such/program", [], in: "/") == "")
    }

    @Test func itRunsInItsFolderWithNothingToRead() throws {
        #expect(try shell("pwd; cat", in: "/usr").output == "/usr\n")
    }

    @Test func aSignalIsTold() throws {
        #expect(try shell("kill -9 $$").status == 128 + 9)
    }

    @Test func moreThanAPipeHoldsIsRead() throws {
        #expect(try shell("head -c 1000000 /dev/zero | tr '\\0' a").output.utf8.count == 1_000_000)
    }

    @Test func whatCannotBeStartedIsNamed() {
        #expect {
            try Subprocess.run("/no/such/program", [], in: "/")
        } throws: {
            "\($0)" == "/no/such/program cannot be started: No such file or directory"
        }
    }

    /// A descriptor that stays open in a program would keep whoever reads from it waiting for that program's end.
    @Test func noOtherDescriptorIsInherited() throws {
        let pipe = Pipe()
        let other = dup(pipe.fileHandleForWriting.fileDescriptor)
        defer { close(other) }
        #expect(try shell("ls /proc/self/fd | wc -l").output == "4\n", "standard ones, and the one that ls reads")
    }
}
