"""Reads every page of a site: links, anchors, ids, alternative texts, requests to elsewhere, and weight."""

import gzip
import pathlib
import struct
import sys
import urllib.parse
from html.parser import HTMLParser

LIMIT = 60 * 1024  # The compressed bytes of a page with its style and scripts; fonts and photographs apart.
# Pages with many more charts than is typical: nothing else, and seven, of which two are eight panels of contours.
LIMITS = {"gallery.html": 160 * 1024, "adaptive-optimizers.html": 68 * 1024}


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.ids, self.links, self.assets, self.pictures, self.findings = [], [], [], [], []
        self.base = self.card = None
        self.heading = 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a" and values.get("href"):
            self.links.append(values["href"])
        if tag in ("img", "script", "source", "iframe") and values.get("src"):
            (self.pictures if tag == "img" else self.assets).append(values["src"])
        if tag == "link" and values.get("rel") == "canonical":
            self.base = values["href"].rsplit("/", 1)[0] + "/"
        if tag == "meta" and values.get("property") == "og:image":
            self.card = values["content"]
        if tag == "link" and values.get("rel") == "stylesheet":
            self.assets.append(values["href"])
        if tag == "img" and not (values.get("alt") or "").strip():
            self.findings.append(f"an image without a text: {values.get('src', '')[:60]}")
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            if int(tag[1]) > self.heading + 1:
                self.findings.append(f"a heading of level {tag[1]} after one of level {self.heading}")
            self.heading = int(tag[1])


def is_elsewhere(address):
    return urllib.parse.urlsplit(address).scheme not in ("", "data") or address.startswith("//")


def picture_size(path):
    """The width and height of a PNG file."""
    head = path.read_bytes()[:24] if path.exists() else b""
    return struct.unpack(">II", head[16:24]) if head.startswith(b"\x89PNG") and len(head) == 24 else None


def check(site):
    pages = {path: Page(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}
    findings = []
    for path, page in pages.items():
        name = path.relative_to(site)
        findings += [f"{name}: {finding}" for finding in page.findings]
        findings += [f"{name}: the id ‘{each}’ is there twice" for each in sorted({i for i in page.ids if page.ids.count(i) > 1})]
        # The page for what is missing is shown at any depth, so it may name the site's own address.
        if path.name != "404.html":
            findings += [f"{name}: asks {each} of another host" for each in page.assets + page.pictures if is_elsewhere(each)]
        if page.card:
            size = picture_size(path.parent / urllib.parse.unquote(page.card.removeprefix(page.base or "")))
            if size is None or size[0] < 300:
                findings.append(f"{name}: the card {page.card} is no picture of the site, or a small one: {size}")
        for each in page.pictures:
            if not is_elsewhere(each) and not each.startswith("data:") and not (path.parent / urllib.parse.unquote(each)).exists():
                findings.append(f"{name}: the image {each} is missing")
        for link in page.links:
            if is_elsewhere(link) or link.startswith("data:") or path.name == "404.html":
                continue
            parts = urllib.parse.urlsplit(link)
            target = (path.parent / urllib.parse.unquote(parts.path)).resolve() if parts.path else path
            if not target.exists():
                findings.append(f"{name}: {link} leads to no file")
            elif parts.fragment and urllib.parse.unquote(parts.fragment) not in pages[target].ids:
                findings.append(f"{name}: {link} leads to no place on that page")
    return pages, findings


def is_font(path):
    return path.stem == "fonts" or path.parent.name == "fonts"


def weight(path, page):
    files = {path} | {(path.parent / each).resolve() for each in page.assets if not is_elsewhere(each)}
    return sum(len(gzip.compress(each.read_bytes(), 9)) for each in files if each.exists() and not is_font(each))


def main():
    site = pathlib.Path(sys.argv[1]).resolve()
    pages, findings = check(site)
    for path, page in pages.items():
        size = weight(path, page)
        print(f"{size / 1024:7.1f} KB  {path.relative_to(site)}")
        limit = LIMITS.get(path.name, LIMIT)
        if size > limit:
            findings.append(f"{path.relative_to(site)} weighs {size / 1024:.1f} KB compressed, more than {limit // 1024}")
    for finding in findings:
        print("error:", finding)
    return 1 if findings else 0


sys.exit(main())
