"""Edits a small course as people do while `lessons serve` shows it in headless Chromium, and compares what the page is in
the end with what a build from nothing gives. The page is never loaded again, and keeps its place, focus and choices.

    check_preview.py [SESSIONS] [SEED]"""

import os
import random
import signal
import sys
import time

from preview_session import Course, Server, browser, build_from_nothing, normal, shown, wait_for


class Session:
    """A person at an editor and a browser."""

    def __init__(self, driver, number, seed):
        self.driver = driver
        self.random = random.Random(seed)
        self.course = Course(seconds=0.3)
        self.server = Server(self.course, port=18600 + number % 100)
        self.done = []

    # ---- What people do.

    def save_prose(self):
        self.course.edit("one", self.marked("p0"), f"marked p0 {self.word()}.")

    def save_cheap_cell(self):
        self.replace_cell("cheap", f'print("cheap", base + {self.random.randrange(100)})')

    def save_early_cell(self):
        text = self.course.read("one")
        number = self.random.randrange(100)
        before = text.split("let base = ")[1].split("\n")[0]
        self.course.write("one", text.replace(f"let base = {before}", f"let base = {number}"))

    def save_in_bursts(self):
        for _ in range(self.random.randrange(5, 15)):
            self.save_cheap_cell()
            time.sleep(self.random.random() * 0.05)

    def break_code(self):
        self.replace_cell("late", self.random.choice(['print("late", missing)', 'print("late"', "let x: Int = nil!", "print([1][base])"]))

    def mend_code(self):
        self.replace_cell("late", f'print("late", base * {self.random.randrange(2, 9)})')

    def break_markdown(self):
        self.course.edit("one", self.marked("p2"), f"marked p2 $$ \\frac{{ [^gone] @fig-none {self.word()}.")

    def undo(self):
        before = self.course.read("one")
        self.save_cheap_cell()
        time.sleep(self.random.random())
        self.course.write("one", before)

    def save_by_rename(self):
        text = self.course.read("one").replace(self.marked("p1"), f"marked p1 {self.word()}.")
        other = self.course.lessons / ".one.md.new"
        other.write_text(text, encoding="utf-8")
        os.replace(other, self.course.lessons / "one.md")

    def add_and_delete_lessons(self):
        name = f"new-{self.random.randrange(5)}"
        path = self.course.lessons / f"{name}.md"
        if path.exists():
            path.unlink()
        else:
            self.course.write(name, f"# {name}\n\n```swift\nprint({self.random.randrange(100)})\n```\n")

    def rename_lesson(self):
        for old, new in (("two", "zwei"), ("zwei", "two")):
            path = self.course.lessons / f"{old}.md"
            if path.exists():
                return path.rename(self.course.lessons / f"{new}.md")

    def paste_much(self):
        text = "\n\n".join(f"Pasted paragraph {n} with *emphasis* and `code` {self.word()}." for n in range(400))
        self.course.edit("one", "## Section", f"{text}\n\n## Section")
        time.sleep(self.random.random() * 0.5)
        self.course.edit("one", f"{text}\n\n", "")

    def add_cell_above(self):
        mark = "More prose, marked p1"
        text = self.course.read("one")
        if mark in text:
            self.course.write("one", text.replace(mark, f"```swift\nprint(\"above\", {self.random.randrange(9)})\n```\n\n{mark}", 1))

    def edit_while_running(self):
        self.save_early_cell()
        time.sleep(self.random.random() * 0.8)
        self.random.choice([self.save_prose, self.save_cheap_cell, self.save_early_cell])()

    def kill_a_process(self):
        self.save_early_cell()
        time.sleep(self.random.random() * 0.8)
        others = self.server.processes()[1:]
        if others:
            try:
                os.kill(self.random.choice(others), signal.SIGKILL)
            except ProcessLookupError:
                pass

    def suspend_and_resume(self):
        self.server.process.send_signal(signal.SIGSTOP)
        self.random.choice([self.save_prose, self.save_cheap_cell, self.rename_lesson])()
        time.sleep(self.random.random())
        self.server.process.send_signal(signal.SIGCONT)

    def change_course(self):
        (self.course.lessons / "course.yml").write_text(f"title: Course {self.word()}\n", encoding="utf-8")

    def change_data(self):
        (self.course.lessons / "data" / "numbers.csv").write_text(f"{self.random.randrange(100)},2,3\n", encoding="utf-8")
        text = self.course.read("one")
        if "numbers.csv" not in text:
            self.course.write("one", text + "\n```swift\nimport Foundation\nprint(try String(contentsOfFile: \"data/numbers.csv\", encoding: .utf8))\n```\n")

    ACTIONS = [
        save_prose, save_cheap_cell, save_early_cell, save_in_bursts, break_code, mend_code, break_markdown, undo,
        save_by_rename, add_and_delete_lessons, rename_lesson, paste_much, add_cell_above, edit_while_running,
        kill_a_process, suspend_and_resume, change_course, change_data,
    ]

    def word(self):
        return "".join(self.random.choice("abcdefgh") for _ in range(8))

    def marked(self, name):
        """The end of the paragraph that is marked so, from its mark on."""
        return f"marked {name}" + self.course.read("one").split(f"marked {name}", 1)[1].split("\n")[0]

    def replace_cell(self, label, code):
        text = self.course.read("one")
        head, rest = text.split(f"//| label: {label}\n", 1)
        options = "//| echo: fold\n" if rest.startswith("//| echo: fold\n") else ""
        self.course.write("one", f"{head}//| label: {label}\n{options}{code}\n```{rest.split('```', 1)[1]}")

    # ---- What the page must keep.

    def open_page(self):
        self.driver.get(self.server.address + "one.html")
        # The first page may say that there is none yet; it is loaded again then.
        try:
            wait_for(lambda: "late 80" in self.driver.page_source, 60, "")
        except AssertionError:
            state = self.driver.execute_script("return document.documentElement.dataset.live + ' ' + document.body.innerText")
            raise AssertionError(f"the page does not come: {state!r}") from None
        self.wait_until_idle()
        self.driver.get_log("browser")
        self.driver.execute_script("""
            window.isTheSamePage = true;
            const heading = document.getElementById("section");
            heading.scrollIntoView({block: "start", behavior: "instant"});
            document.querySelector("main details").open = true;
            document.querySelectorAll(".tabs input")[1].checked = true;
            document.querySelector("main a[href='#section']").focus({preventScroll: true});
            document.documentElement.dataset.theme = "dark";
        """)

    def kept(self):
        """What the page has lost of what its reader did; the heading may move with what comes above it, not on the screen."""
        return self.driver.execute_script("""
            const lost = [];
            if (!window.isTheSamePage) return ["the page was loaded again"];
            const top = document.getElementById("section")?.getBoundingClientRect().top;
            if (!(Math.abs(top) < 60)) lost.push(`the heading is at ${top}`);
            if (!document.querySelectorAll(".tabs input")[1]?.checked) lost.push("the chosen tab");
            if (document.activeElement?.getAttribute("href") !== "#section") lost.push("the focus");
            if (document.documentElement.dataset.theme !== "dark") lost.push("the theme");
            return lost;
        """)

    def wait_until_idle(self, seconds=60):
        wait_for(lambda: self.driver.execute_script("return document.documentElement.dataset.live") == "idle", seconds,
                 "the preview does not come to rest")

    # ---- A session.

    def run(self):
        self.open_page()
        for _ in range(self.random.randrange(4, 9)):
            action = self.random.choice(self.ACTIONS)
            self.done.append(action.__name__)
            action(self)
            time.sleep(self.random.choice([0, 0.05, 0.3, 1]))
        # A cell that somebody killed runs again with the next save.
        self.save_prose()
        self.save_cheap_cell()
        self.save_early_cell()
        expected = normal(self.driver, build_from_nothing(self.course)["one.html"])
        try:
            wait_for(lambda: shown(self.driver) == expected, 60, "")
        except AssertionError:
            return difference(shown(self.driver), expected)
        # Marks of what is out of date are gone too.
        if self.driver.execute_script("return document.querySelectorAll('[data-state]').length"):
            return ["something is still marked as out of date"]
        return [f"lost: {each}" for each in self.kept()] + self.console()

    def console(self):
        """What the browser complained of; that a connection was refused while the server stood still is no fault."""
        return [entry["message"] for entry in self.driver.get_log("browser") if "WebSocket" not in entry["message"] and "favicon" not in entry["message"]]

    def end(self):
        self.server.process.send_signal(signal.SIGCONT)
        self.server.stop()
        self.course.remove()


def difference(one, other):
    """Where two pages begin to differ."""
    place = next((i for i, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))
    return [f"the page differs: …{one[max(0, place - 100):place + 200]!r}… is to be …{other[max(0, place - 100):place + 200]!r}…"]


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    driver = browser()
    failed = 0
    try:
        for number in range(count):
            session = Session(driver, number, seed + number)
            try:
                findings = session.run()
            except AssertionError as error:
                findings = [str(error)]
            finally:
                session.end()
            print(f"session {seed + number}: {'ok' if not findings else 'FAILED'}: {', '.join(session.done)}", flush=True)
            for finding in findings:
                print("  error:", finding, flush=True)
            failed += bool(findings)
    finally:
        driver.quit()
    print(f"{count - failed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
