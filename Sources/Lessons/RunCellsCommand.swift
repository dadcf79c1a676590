import ArgumentParser
import Kernel
import Lab

/// What `build` starts this program as to run cells in: they find the library in it.
struct RunCellsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "run-cells", shouldDisplay: false)

    @Argument var socket: String

    func run() { CellHost.run(socket: socket) }
}
