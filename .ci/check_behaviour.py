"""Uses the site of .ci/course as readers do, from its folder and from a server, under a path of its own: with the pointer,
with the keyboard alone, and with scripts off.

    check_behaviour.py SITE
"""

import functools
import http.server
import pathlib
import sys
import threading
import time

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import browser


def expect(driver, condition, what):
    return [] if browser.appears(driver, lambda _: condition()) else [what]


def find(driver, selector):
    return driver.find_element(By.CSS_SELECTOR, selector)


def press(driver, *keys):
    webdriver.ActionChains(driver).send_keys(*keys).perform()


def point_at(driver, element):
    driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
    webdriver.ActionChains(driver).move_to_element(element).perform()


def search_finds_and_opens(driver, base):
    driver.get(base + "everything.html")
    press(driver, "/")
    press(driver, "quokka")
    found = expect(driver, lambda: len(driver.find_elements(By.CSS_SELECTOR, ".results a")) == 1, "search does not find ‘quokka’ once")
    if found:
        return found
    found += expect(driver, lambda: find(driver, ".results mark").text == "quokka", "what search found is not marked")
    press(driver, Keys.ENTER)
    found += expect(driver, lambda: driver.current_url == base + "other.html", "what search found does not open")
    # What readers see: a reference, a value, a formula.
    for words, page in (("figure 1 of the other", "everything.html"), ("0.204, the kiwi", "everything.html"), ("γx + β", "other.html")):
        driver.get(base + "index.html")
        press(driver, "s", words)
        found += expect(
            driver, lambda: page in (find(driver, ".results a").get_attribute("href") or ""), f"search does not find ‘{words}’")
    return found


def theme_persists(driver, base):
    driver.get(base + "everything.html")
    ground = lambda: driver.execute_script("return getComputedStyle(document.body).backgroundColor")
    before = ground()
    press(driver, "t")
    found = expect(driver, lambda: ground() != before, "the key t does not change the theme")
    driver.refresh()
    found += expect(driver, lambda: ground() != before, "the theme is forgotten on reload")
    driver.get(base + "other.html")
    found += expect(driver, lambda: ground() != before, "the theme is forgotten on the next page")
    driver.execute_script("localStorage.clear()")
    return found


def shows(driver, selector):
    shown = find(driver, "#preview")
    return shown.is_displayed() and bool(shown.find_elements(By.CSS_SELECTOR, selector))


# Links of everything.html, and what their previews hold.
PREVIEWS = [
    ("#fig-line", "figure svg"), ("#fig-gradient", "figure img"), ("#tbl-numbers", "table"), ("#tbl-written", "table"),
    ("#lst-numbers", "pre.code"), ("#eq-softmax", ".katex"), ("#quiz", "h4"), ("#ref-ioffe2015", "cite"), ("#fn-1", "code"),
    ("other.html#fig-other-line", "figure svg"), ("other.html#tbl-other-steps", "table"), ("other.html#eq-other", ".katex"),
    ("other.html#sec-other-end", "h4 + p"), ("other.html#opening", "h4 + p"),
]


def previews_show(driver, base):
    driver.get(base + "everything.html")
    found = []
    for target, content in PREVIEWS:
        link = find(driver, f"article a[href='{target}']:not(.anchor)")
        point_at(driver, link)
        found += expect(driver, lambda: shows(driver, content), f"{target} shows no {content}")
        # The pointer can move onto what is shown without losing it.
        webdriver.ActionChains(driver).move_to_element(find(driver, "#preview")).pause(0.4).perform()
        found += expect(driver, lambda: find(driver, "#preview").is_displayed(), f"what {target} shows cannot be entered")
        press(driver, Keys.ESCAPE)
        found += expect(driver, lambda: not find(driver, "#preview").is_displayed(), f"Escape does not close what {target} shows")
        webdriver.ActionChains(driver).move_to_element(find(driver, "h1")).perform()
    link = find(driver, "article a[href='other.html#fig-other-line']")
    driver.execute_script("arguments[0].focus({focusVisible: true})", link)
    found += expect(driver, lambda: shows(driver, "figure svg"), "a link with the focus shows nothing")
    found += expect(driver, lambda: link.get_attribute("aria-describedby") == "preview", "a preview does not describe its link")
    return found


def formulas_have_their_style(driver, base):
    driver.get(base + "plain.html")
    point_at(driver, find(driver, "a[href='other.html#eq-other']"))
    found = expect(driver, lambda: shows(driver, ".katex"), "a page without formulas shows none of another")
    styled = "return getComputedStyle(document.querySelector('#preview .katex-mathml')).position"
    return found + expect(driver, lambda: driver.execute_script(styled) == "absolute", "a formula shown there has no style")


def pictures_of_other_lessons_load(driver, base):
    driver.get(base + "plain.html")
    point_at(driver, find(driver, "a[href='everything.html#fig-gradient']"))
    loaded = "return document.querySelector('#preview img')?.naturalWidth"
    return expect(driver, lambda: driver.execute_script(loaded) == 320, "the picture of another lesson is not shown")


def quiz_answers(driver, base):
    driver.get(base + "everything.html")
    found = []
    for place, verdict in ((0, "Not quite."), (1, "Right.")):
        answer = driver.find_elements(By.CSS_SELECTOR, ".choices summary")[place]
        driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", answer)
        answer.click()
        shown = driver.find_elements(By.CSS_SELECTOR, ".choices .verdict")[place]
        if not shown.is_displayed() or shown.text != verdict:
            found.append(f"answer {place + 1} of the quiz does not say ‘{verdict}’")
    solution = find(driver, ".callout-solution summary")
    driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", solution)
    solution.click()
    if not find(driver, ".callout-solution p").is_displayed():
        found.append("the solution does not open")
    labels = driver.find_elements(By.CSS_SELECTOR, ".tabs > label")
    driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", labels[1])
    labels[1].click()
    if [tab.is_displayed() for tab in driver.find_elements(By.CSS_SELECTOR, ".tabs > .tab")] != [False, True]:
        found.append("the second tab does not show")
    return found


def keyboard_reaches_everything(driver, base):
    driver.get(base + "everything.html")
    found, places = [], set()
    focused = """
        const it = document.activeElement, style = getComputedStyle(it.matches(".tabs > input") ? it.nextElementSibling : it), box = it.getBoundingClientRect();
        return [it === document.body ? "" : it.outerHTML.slice(0, 100), style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1, box.right > 0,
            it.className, [...document.querySelectorAll("*")].indexOf(it)]"""
    for step in range(400):
        press(driver, Keys.TAB)
        html, outlined, on_page, name, place = driver.execute_script(focused)
        if step == 0 and (name != "skip" or not on_page):
            found.append(f"the first Tab does not show the skip link but {html}")
        if not html or place in places:
            break
        places.add(place)
        if not outlined:
            found.append(f"the focus cannot be seen on {html}")
    wanted = "a[href], button:not([hidden]), summary, input:not([disabled]), [tabindex='0']"
    reachable = driver.execute_script(
        "return [...document.querySelectorAll(arguments[0])].filter(each => each.checkVisibility({visibilityProperty: true})"
        " && !(each.type === 'radio' && !each.checked) && each.tabIndex >= 0).length", wanted)
    if len(places) < reachable:
        found.append(f"Tab reaches {len(places)} of {reachable} places")
    driver.get(base + "everything.html")
    press(driver, Keys.TAB, Keys.ENTER)
    return found + expect(driver, lambda: driver.execute_script("return document.activeElement.id") == "main", "the skip link does not lead to the text")


def keys_lead_on(driver, base):
    driver.get(base + "everything.html")
    press(driver, "n")
    found = expect(driver, lambda: driver.current_url == base + "other.html", "the key n does not lead to the next lesson")
    press(driver, "p")
    found += expect(driver, lambda: driver.current_url == base + "everything.html", "the key p does not lead back")
    press(driver, "s")
    found += expect(driver, lambda: find(driver, "dialog.search").is_displayed(), "the key s does not open the search")
    press(driver, "n", Keys.ESCAPE)
    found += expect(driver, lambda: not find(driver, "dialog.search").is_displayed(), "Escape does not close the search")
    return found + expect(driver, lambda: driver.current_url == base + "everything.html", "keys work while something is written")


def works_without_scripts(driver, base):
    driver.get(base + "everything.html")
    found = [f"without scripts ‘{text}’ is missing" for text in (
        "A paragraph with emphasis", "line 200", "The first tab.", "Which estimate", "Ioffe, S.", "Deep Learning"
    ) if text not in find(driver, "main").text]
    for selector in ("figure svg", ".katex-html", ".table table", "nav.contents .sections a", ".neighbours a"):
        if not find(driver, selector).is_displayed():
            found.append(f"without scripts {selector} is not shown")
    for selector in ("button.search", "button.theme"):
        if find(driver, selector).is_displayed():
            found.append(f"without scripts {selector} can do nothing and yet is shown")
    found += quiz_answers_without_scripts(driver)
    driver.get(base + "everything.html#quiz")
    return found


def quiz_answers_without_scripts(driver):
    found = []
    for selector, content in ((".choices summary", ".choices .verdict"), (".callout-hint summary", ".callout-hint p")):
        find(driver, selector).click()
        if not find(driver, content).is_displayed():
            found.append(f"without scripts {selector} does not open")
    driver.find_elements(By.CSS_SELECTOR, ".tabs > label")[1].click()
    if not driver.find_elements(By.CSS_SELECTOR, ".tabs > .tab")[1].is_displayed():
        found.append("without scripts tabs do not change")
    return found


WITH_SCRIPTS = [
    search_finds_and_opens, theme_persists, previews_show, formulas_have_their_style, pictures_of_other_lessons_load,
    quiz_answers, keyboard_reaches_everything, keys_lead_on,
]


def use(base, place, scripts, checks):
    driver = browser.start(scripts)
    findings = []
    try:
        for check in checks:
            found = check(driver, base)
            found += browser.console(driver)
            found += [f"asks for {each}" for each in browser.requests(driver) if not each.startswith((base, "data:"))]
            findings += [f"{place}, {check.__name__.replace('_', ' ')}: {each}" for each in found]
            print(f"{place}: {check.__name__.replace('_', ' ')}: {'no' if found else 'yes'}")
    finally:
        driver.quit()
    return findings


def stands_still_while_it_is_read(driver, base):
    found = []
    for page in ("index.html", "everything.html"):
        driver.get(f"{base}{page}?slowly")
        _, shift, what = browser.paint(driver)
        if shift:
            found.append(f"{page} shifts by {shift:.4f} while it is read: {what}")
    return found


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        """A page that is asked for slowly comes in pieces, each of which ends before a button at its head, and is shown."""
        if not self.path.endswith("?slowly"):
            return super().do_GET()
        page = pathlib.Path(self.translate_path(self.path)).read_bytes()
        head, rest = page.split(b"<main", 1)
        pieces = head.replace(b"<button", b"\0<button").split(b"\0")
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        for piece in [*pieces, b"<main" + rest]:
            self.wfile.write(piece)
            self.wfile.flush()
            time.sleep(0.2)


def main():
    site = pathlib.Path(sys.argv[1]).resolve()
    # The site is a folder of what is served, so it stands under a path.
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(QuietHandler, directory=site.parent))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    served = f"http://127.0.0.1:{server.server_port}/{site.name}/"
    findings = []
    for base, place in ((site.as_uri() + "/", "folder"), (served, "server")):
        findings += use(base, place, True, WITH_SCRIPTS)
        findings += use(base, f"{place} without scripts", False, [works_without_scripts])
    findings += use(served, "slow server", True, [stands_still_while_it_is_read])
    server.shutdown()
    for finding in findings:
        print("error:", finding)
    return 1 if findings else 0


sys.exit(main())
