"""Measures `lessons serve` with a small course.

    measure_preview.py latency [EDITS]       from save to patched page in headless Chromium: prose, a cheap cell, and a late
                                             cell behind one that takes three seconds
    measure_preview.py endurance [EDITS]     memory, processes, descriptors and temporary files over many edits"""

import glob
import os
import pathlib
import statistics
import sys
import time
import urllib.error
import urllib.request

from preview_session import Course, Server, browser, wait_for

# Notes when a text first stands on the page.
WATCH = """
window.times = {};
new MutationObserver(() => {
  const text = document.querySelector("main").textContent;
  if (window.wanted && !(window.wanted in window.times) && text.includes(window.wanted))
    window.times[window.wanted] = performance.timeOrigin + performance.now();
}).observe(document.querySelector("main"), { childList: true, subtree: true, characterData: true });
"""


class Editing:
    """Edits whose effect can be told from that of any other."""

    def __init__(self, course):
        self.course = course
        self.number = 100

    def prose(self):
        self.number += 1
        return self.replaced("marked p0", f"marked p0 as {self.number}.", f"marked p0 as {self.number}.")

    def cheap(self):
        self.number += 1
        return self.replaced('print("cheap", base +', f'print("cheap", base + {self.number})', f"cheap {40 + self.number}\n")

    def late(self):
        self.number += 1
        return self.replaced('print("late", base *', f'print("late", base * {self.number})', f"late {40 * self.number}\n")

    def replaced(self, beginning, line, effect):
        lines = self.course.read("one").split("\n")
        text = "\n".join(old[:old.index(beginning)] + line if beginning in old else old for old in lines)
        return text, effect.strip()


def page(server):
    """The page as it is served; nothing as long as there is none."""
    try:
        return urllib.request.urlopen(server.address + "one.html").read().decode()
    except urllib.error.HTTPError:
        return ""


def latency(count):
    course = Course(seconds=3)
    server = Server(course)
    driver = browser()
    try:
        wait_for(lambda: "late 80" in page(server), 120, "nothing runs")
        driver.get(server.address + "one.html")
        driver.execute_script(WATCH)
        editing = Editing(course)
        for kind in ("prose", "cheap", "late"):
            times = [one_latency(driver, course, *getattr(editing, kind)()) for _ in range(count)]
            times.sort()
            middle, high = statistics.median(times), times[int(0.95 * (len(times) - 1))]
            print(f"{kind}: {count} edits, p50 {middle:.0f} ms, p95 {high:.0f} ms, least {times[0]:.0f} ms, most {times[-1]:.0f} ms",
                  flush=True)
    finally:
        driver.quit()
        server.stop()
        course.remove()


def one_latency(driver, course, text, effect):
    driver.execute_script("window.wanted = arguments[0]", effect)
    course.write("one", text)
    start = time.time() * 1000
    end = wait_for(lambda: driver.execute_script("return window.times[arguments[0]]", effect), 60, f"{effect!r} does not come")
    return end - start


def endurance(count):
    course = Course(seconds=0.2)
    server = Server(course)
    editing = Editing(course)
    try:
        wait_for(lambda: "late 80" in page(server), 120, "nothing runs")
        print("edits  memory(MB)  processes  descriptors  temporary files  seconds", flush=True)
        start = time.monotonic()
        for edit in range(count + 1):
            if edit % max(1, count // 20) == 0:
                time.sleep(1)
                print(f"{edit:5}  {sample(server)}  {time.monotonic() - start:7.0f}", flush=True)
            # Mostly text, as people write.
            kind = ("prose", "prose", "prose", "cheap", "prose", "prose", "late", "prose")[edit % 8]
            text, effect = getattr(editing, kind)()
            course.write("one", text)
            wait_for(lambda: effect in page(server), 60, f"{effect!r} does not come")
    finally:
        server.stop()
        left = glob.glob(f"/tmp/lessons-host-{server.process.pid}-*")
        print("left behind:", left or "nothing")
        course.remove()


def sample(server):
    processes = server.processes()
    memory = int(pathlib.Path(f"/proc/{server.process.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    descriptors = len(os.listdir(f"/proc/{server.process.pid}/fd"))
    files = sum(len(names) for folder in glob.glob(f"/tmp/lessons-host-{server.process.pid}-*") for _, _, names in os.walk(folder))
    return f"{memory / 1e6:10.0f}  {len(processes):9}  {descriptors:11}  {files:15}"


if len(sys.argv) < 2 or sys.argv[1] not in ("latency", "endurance"):
    sys.exit(__doc__)
{"latency": latency, "endurance": endurance}[sys.argv[1]](int(sys.argv[2]) if len(sys.argv) > 2 else 200)
