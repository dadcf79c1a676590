"""Opens every page of a site in headless Chromium, from its folder, in light and dark: axe-core's findings, messages on
the console, requests to elsewhere, shifts of the layout, and what search, the theme, tabs and previews do."""

import pathlib
import sys

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import browser


def check_page(driver, address, name, theme):
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": theme}]})
    driver.get(address)
    findings = browser.console(driver)
    findings += [f"asks for {each}" for each in browser.requests(driver) if not each.startswith(("file:", "data:"))]
    milliseconds, shift, what = browser.paint(driver)
    if shift:
        findings.append(f"the layout shifts by {shift:.4f}: {what}")
    # What is closed must be read too.
    driver.execute_script("for (const each of document.querySelectorAll('details')) each.open = true")
    findings += browser.axe_findings(driver)
    return milliseconds, [f"{name} ({theme}): {finding}" for finding in findings]


def check_search(driver, address, name):
    driver.get(address)
    word = max(driver.find_element(By.TAG_NAME, "h1").text.split(), key=len)
    driver.find_element(By.TAG_NAME, "body").send_keys("/")
    field = driver.find_element(By.CSS_SELECTOR, "dialog.search input")
    field.send_keys(word)
    if not browser.appears(driver, lambda d: d.find_elements(By.CSS_SELECTOR, ".results a")):
        return [f"{name}: search does not find ‘{word}’"]
    findings = [f"{name} (search): {finding}" for finding in browser.axe_findings(driver)]
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
    links = driver.find_elements(By.CSS_SELECTOR, "a.reference, a.citation, a[role=doc-noteref]")
    if not links:
        return []
    driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", links[0])
    webdriver.ActionChains(driver).move_to_element(links[0]).perform()
    if not browser.appears(driver, lambda d: d.find_element(By.ID, "preview").is_displayed()):
        return [f"{name}: a reference shows no preview"]
    return [f"{name} (preview): {finding}" for finding in list(browser.axe_findings(driver)) + browser.console(driver)]


def main():
    site = pathlib.Path(sys.argv[1]).resolve()
    driver = browser.start()
    findings = []
    try:
        for path in sorted(site.rglob("*.html")):
            # With an address of its own, the page for what is missing has its style from there.
            if path.name == "404.html" and "http" in path.read_text("utf-8").split("stylesheet", 2)[1]:
                continue
            name = str(path.relative_to(site))
            address = path.as_uri()
            for theme in ("light", "dark"):
                milliseconds, found = check_page(driver, address, name, theme)
                findings += found
            if name not in ("404.html", "index.html", "references.html"):
                for each in (check_search, check_theme, check_tabs, check_preview):
                    findings += each(driver, address, name)
            print(f"looked at {name}: painted after {milliseconds:.0f} ms")
    finally:
        driver.quit()
    for finding in findings:
        print("error:", finding)
    return 1 if findings else 0


sys.exit(main())
