"""Headless Chromium for the checks of a site: how it is started, what axe-core finds, what a page asked for and showed."""

import importlib.util
import json
import pathlib

from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait


def start(scripts=True):
    options = webdriver.ChromeOptions()
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1280,900", "--hide-scrollbars"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    # The page of all charts has tens of thousands of elements.
    driver.set_script_timeout(600)
    # Where scrolling takes time, a click may come too early.
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]})
    if not scripts:
        driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    return driver


def axe_findings(driver):
    package = pathlib.Path(importlib.util.find_spec("axe_playwright_python").origin).parent
    driver.execute_script(next(package.rglob("axe.min.js")).read_text("utf-8"))
    found = driver.execute_async_script("axe.run({preload: false, resultTypes: ['violations']}).then(result => arguments[0](result.violations))")
    for violation in found:
        places = "; ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:4])
        details = violation["nodes"][0].get("failureSummary", "").split("\n")[-1].strip()
        yield f"{violation['id']}: {violation['help']}: {places}: {details}"


def console(driver):
    return [f"console: {entry['message']}" for entry in driver.get_log("browser")]


def requests(driver):
    """The addresses asked for since this was last called."""
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            yield message["params"]["request"]["url"]


def paint(driver):
    """Milliseconds to the largest contentful paint, the score of layout shifts, and what shifted."""
    return driver.execute_async_script("""
        const done = arguments[0];
        let paint = 0, shift = 0, what = [];
        new PerformanceObserver(list => { for (const entry of list.getEntries()) paint = entry.startTime; })
            .observe({type: "largest-contentful-paint", buffered: true});
        new PerformanceObserver(list => { for (const entry of list.getEntries()) {
            shift += entry.value;
            what.push(...entry.sources.map(source => source.node?.outerHTML?.slice(0, 80) ?? source.node?.nodeName));
        } }).observe({type: "layout-shift", buffered: true});
        setTimeout(() => done([paint, shift, what]), 250);""")


def appears(driver, condition, seconds=5):
    try:
        return WebDriverWait(driver, seconds, poll_frequency=0.05).until(condition)
    except Exception:
        return False
