"""Opens every page of a site in headless Chromium, from its folder, in light and dark: axe-core's findings, messages on
the console, and what search, previews, tabs and the theme do."""

import importlib.util
import pathlib
import sys

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait


def browser():
    options = webdriver.ChromeOptions()
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1280,900", "--hide-scrollbars"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService("/usr/bin/chromedriver")
    driver = webdriver.Chrome(options=options, service=service)
    # The page of all charts has tens of thousands of elements.
    driver.set_script_timeout(600)
    return driver


def axe_findings(driver):
    package = pathlib.Path(importlib.util.find_spec("axe_playwright_python").origin).parent
    driver.execute_script(next(package.rglob("axe.min.js")).read_text("utf-8"))
    found = driver.execute_async_script("axe.run({preload: false, resultTypes: ['violations']}).then(result => arguments[0](result.violations))")
    for violation in found:
        places = "; ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:4])
        details = violation["nodes"][0].get("failureSummary", "").split("\n")[-1].strip()
        yield f"{violation['id']}: {violation['help']}: {places}: {details}"


def check_page(driver, address, name, theme):
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": theme}]})
    driver.get(address)
    findings = [f"{name} ({theme}): console: {entry['message']}" for entry in driver.get_log("browser")]
    # What is closed must be read too.
    driver.execute_script("for (const each of document.querySelectorAll('details')) each.open = true")
    findings += [f"{name} ({theme}): {finding}" for finding in axe_findings(driver)]
    return findings


def check_search(driver, address, name):
    driver.get(address)
    word = max(driver.find_element(By.TAG_NAME, "h1").text.split(), key=len)
    driver.find_element(By.TAG_NAME, "body").send_keys("/")
    field = driver.find_element(By.CSS_SELECTOR, "dialog.search input")
    field.send_keys(word)
    try:
        WebDriverWait(driver, 5).until(lambda d: d.find_elements(By.CSS_SELECTOR, ".results a"))
    except Exception:
        return [f"{name}: search does not find ‘{word}’"]
    findings = [f"{name} (search): {finding}" for finding in axe_findings(driver)]
    field.send_keys(Keys.ESCAPE)
    if driver.find_elements(By.CSS_SELECTOR, "dialog.search[open]"):
        findings.append(f"{name}: search does not close")
    return findings


def check_theme(driver, address, name):
    driver.get(address)
    before = driver.execute_script("return getComputedStyle(document.body).backgroundColor")
    driver.find_element(By.CSS_SELECTOR, "button.theme").click()
    driver.refresh()
    after = driver.execute_script("return getComputedStyle(document.body).backgroundColor")
    driver.execute_script("localStorage.clear()")
    return [] if before != after else [f"{name}: the chosen theme is forgotten"]


def check_tabs(driver, address, name):
    driver.get(address)
    labels = driver.find_elements(By.CSS_SELECTOR, ".tabs > label")
    if len(labels) < 2:
        return []
    driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", labels[1])
    labels[1].click()
    shown = [tab.is_displayed() for tab in driver.find_elements(By.CSS_SELECTOR, ".tabs > .tab")]
    return [] if shown[:2] == [False, True] else [f"{name}: a tab that is chosen is not shown"]


def check_preview(driver, address, name):
    driver.get(address)
    links = driver.find_elements(By.CSS_SELECTOR, "a.reference[href^='#fig'], a.citation, a[role=doc-noteref]")
    if not links:
        return []
    driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", links[0])
    webdriver.ActionChains(driver).move_to_element(links[0]).perform()
    try:
        WebDriverWait(driver, 3).until(lambda d: d.find_element(By.ID, "preview").is_displayed())
    except Exception:
        return [f"{name}: a reference shows no preview"]
    return []


def main():
    site = pathlib.Path(sys.argv[1]).resolve()
    driver = browser()
    findings = []
    try:
        for path in sorted(site.rglob("*.html")):
            # With an address of its own, the page for what is missing has its style from there.
            if path.name == "404.html" and "http" in path.read_text("utf-8").split("stylesheet", 2)[1]:
                continue
            name = str(path.relative_to(site))
            address = path.as_uri()
            for theme in ("light", "dark"):
                findings += check_page(driver, address, name, theme)
            if name not in ("404.html", "index.html", "references.html"):
                for each in (check_search, check_theme, check_tabs, check_preview):
                    findings += each(driver, address, name)
            print("looked at", name)
    finally:
        driver.quit()
    for finding in findings:
        print("error:", finding)
    return 1 if findings else 0


sys.exit(main())
