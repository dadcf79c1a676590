"""What the scripts that try the preview share: a small course, a running `lessons serve`, and a browser that looks at it."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time

from selenium import webdriver

PROGRAM = pathlib.Path(os.environ.get("LESSONS", ".build/debug/lessons")).resolve()

ONE = """---
title: One
order: 1
---

Prose at the head, marked p0.

[A link to the section](#section).

```swift
//| label: slow
import Foundation
let start = Date()
while Date().timeIntervalSince(start) < SECONDS {}
let base = 40
print("slow ends")
```

> [!TABS]
> #### First
> Shown at first.
> #### Second
> Shown when chosen.

<!-- filler -->

## Section

More prose, marked p1.

```swift
//| label: cheap
print("cheap", base + 2)
```

```swift
//| label: late
//| echo: fold
print("late", base * 2)
```

A value: `{swift} base + 1`.

Prose at the foot, marked p2.
"""

TWO = """# Two

```swift
print("two", 2)
```
"""


def lesson_one(seconds=1.0):
    filler = "\n\n".join(f"Paragraph {n} makes the page longer than the window." for n in range(30))
    return ONE.replace("SECONDS", str(seconds)).replace("<!-- filler -->", filler)


class Course:
    """A course in a temporary folder."""

    def __init__(self, seconds=1.0):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="lessons-preview-"))
        self.lessons = self.root / "lessons"
        (self.lessons / "data").mkdir(parents=True)
        (self.lessons / "data" / "numbers.csv").write_text("1,2,3\n")
        self.write("one", lesson_one(seconds))
        self.write("two", TWO)

    def write(self, name, text):
        (self.lessons / f"{name}.md").write_text(text, encoding="utf-8")

    def read(self, name):
        return (self.lessons / f"{name}.md").read_text(encoding="utf-8")

    def edit(self, name, old, new):
        text = self.read(name)
        assert old in text, f"{old!r} is not in {name}"
        self.write(name, text.replace(old, new))

    def remove(self):
        shutil.rmtree(self.root)


class Server:
    """A running `lessons serve`."""

    def __init__(self, course, port=18600):
        self.course = course
        self.log = open(course.root / "serve.log", "w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--course", course.root, "--port", str(port)], stderr=self.log, stdin=subprocess.DEVNULL)
        self.address = None
        wait_for(self.find_address, 60, "the server does not begin")

    def find_address(self):
        match = re.search(r"Serving (http://\S+/)", (self.course.root / "serve.log").read_text("utf-8"))
        self.address = match and match[1]
        return self.address

    def processes(self):
        """All processes that belong to it, itself first."""
        found, waiting = [], [self.process.pid]
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            try:
                for task in os.listdir(f"/proc/{pid}/task"):
                    waiting += map(int, pathlib.Path(f"/proc/{pid}/task/{task}/children").read_text().split())
            except (FileNotFoundError, ProcessLookupError):
                continue
        return found

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(20)
        self.log.close()


def wait_for(condition, seconds, complaint):
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        result = condition()
        if result:
            return result
        time.sleep(0.02)
    raise AssertionError(complaint)


def browser():
    options = webdriver.ChromeOptions()
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1100,700", "--hide-scrollbars"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    driver.set_script_timeout(120)
    return driver


def build_from_nothing(course):
    """The pages that a build of the course as it is now gives, by name."""
    with tempfile.TemporaryDirectory(prefix="lessons-preview-") as folder:
        shutil.copytree(course.lessons, pathlib.Path(folder) / "lessons")
        subprocess.run([PROGRAM, "build", "--course", folder], stderr=subprocess.DEVNULL, check=False)
        site = pathlib.Path(folder) / "output"
        return {page.name: page.read_text("utf-8") for page in site.glob("*.html")}


# What the preview adds to a page, and what the site's own script does to one.
NORMAL = """
const [text] = arguments;
const page = text === null ? document.cloneNode(true) : new DOMParser().parseFromString(text, "text/html");
for (const each of page.querySelectorAll(".before, .live-progress, .chart > output")) each.remove();
for (const each of page.querySelectorAll(".copy")) each.remove();
for (const each of page.querySelectorAll("[data-cell]")) {
  each.removeAttribute("data-cell");
  // A cell without code and output is not on a page at all.
  if (each.matches("div.cell:empty") || !each.childElementCount && each.matches("div.cell")) each.remove();
}
for (const each of page.querySelectorAll("[aria-current], [aria-describedby], [open]"))
  for (const name of ["aria-current", "aria-describedby", "open"]) each.removeAttribute(name);
return [page.title, ...["main", ".contents", ".foot"].map(name => page.querySelector(name)?.outerHTML ?? "")].join("\\n")
  .replace(/\\n+/g, "\\n");
"""


def shown(driver):
    """The page that the browser shows, as a build would have written it."""
    return driver.execute_script(NORMAL, None)


def normal(driver, text):
    return driver.execute_script(NORMAL, text)
