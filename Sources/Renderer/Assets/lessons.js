// What a page can do besides being read: choose a theme, search, show what a reference means, copy code, and follow
// the reading in the contents. Without this script all there is to read is still there.
"use strict";
(() => {
  const root = document.documentElement;
  const home = document.body.dataset.root || "";
  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  // Theme.
  const button = document.querySelector("button.theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const current = () => root.dataset.theme || (system.matches ? "dark" : "light");
  const name = () => {
    button.textContent = current() === "dark" ? "Light" : "Dark";
    button.setAttribute("aria-label", `${button.textContent} theme`);
  };
  const changeTheme = () => {
    root.dataset.theme = current() === "dark" ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* A page from a folder may not store. */ }
    name();
  };
  if (button) {
    button.hidden = false;
    name();
    system.addEventListener("change", name);
    button.addEventListener("click", changeTheme);
  }

  // Copying code.
  for (const code of document.querySelectorAll("pre.code")) {
    const frame = make("div", { className: "copyable" });
    const copy = make("button", { type: "button", className: "copy", textContent: "Copy" });
    const say = text => {
      copy.textContent = text;
      setTimeout(() => { copy.textContent = "Copy"; }, 1500);
    };
    copy.addEventListener("click", () => {
      // Pages from a folder have no clipboard of the newer kind.
      if (navigator.clipboard) {
        navigator.clipboard.writeText(code.textContent).then(() => say("Copied"), () => say("Not allowed"));
      } else {
        getSelection().selectAllChildren(code);
        say(document.execCommand("copy") ? "Copied" : "Not allowed");
      }
    });
    code.replaceWith(frame);
    frame.append(code, copy);
  }

  // What a reference means, shown on hover and on focus.
  const preview = make("div", { className: "preview", id: "preview", hidden: true });
  preview.setAttribute("role", "tooltip");
  document.body.append(preview);
  let shown;
  const hide = () => {
    shown?.removeAttribute("aria-describedby");
    shown = undefined;
    preview.hidden = true;
  };
  const show = link => {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target || target.matches("h1, h2, h3, h4, h5, h6, body, main")) return;
    const copy = target.cloneNode(true);
    copy.removeAttribute("id");
    for (const element of copy.querySelectorAll("[id]")) element.removeAttribute("id");
    for (const extra of copy.querySelectorAll("[role=doc-backlink], .copy, input, script")) extra.remove();
    for (const element of copy.querySelectorAll("[tabindex], a, summary, button")) element.tabIndex = -1;
    preview.replaceChildren(...(copy.matches("li") ? copy.childNodes : [copy]));
    preview.hidden = false;
    const box = link.getBoundingClientRect();
    const width = Math.min(preview.offsetWidth, innerWidth - 16);
    const above = box.top - preview.offsetHeight - 8;
    preview.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8)) + scrollX}px`;
    preview.style.top = `${(above > 0 && box.bottom > innerHeight / 2 ? above : box.bottom + 8) + scrollY}px`;
    link.setAttribute("aria-describedby", "preview");
    shown = link;
  };
  let waiting;
  for (const link of document.querySelectorAll("a.reference[href^='#'], a.citation[href^='#'], a[role=doc-noteref]")) {
    link.addEventListener("mouseenter", () => { waiting = setTimeout(show, 120, link); });
    link.addEventListener("mouseleave", () => { clearTimeout(waiting); waiting = setTimeout(() => preview.matches(":hover") || hide(), 150); });
    link.addEventListener("focus", () => link.matches(":focus-visible") && show(link));
    link.addEventListener("blur", hide);
  }
  preview.addEventListener("mouseleave", hide);

  // Search. The index is a script, which a page from a folder may read, and it is read when it is first needed.
  const opener = document.querySelector("button.search");
  const words = text => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  let sections;
  const read = () => {
    sections = lessonsIndex.flatMap(([title, path, parts]) => parts.map(([id, heading, text]) => ({
      title, heading, text, address: path + (id && `#${id}`), inTitle: words(title), inHeading: words(heading), inText: words(text),
    })));
  };
  // Every word must be found; a beginning of a word counts more than its middle, a heading more than the text.
  const found = query => {
    const terms = words(query).split(/\s+/).filter(Boolean);
    const worth = (text, term) => {
      let best = 0;
      for (let at = text.indexOf(term), left = 20; at >= 0 && left; at = text.indexOf(term, at + 1), left--) {
        const begins = at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]);
        best += begins ? 2 : 0.5;
      }
      return Math.min(best, 8);
    };
    return sections.map(section => {
      let score = 0;
      for (const term of terms) {
        const value = 4 * worth(section.inHeading, term) + 2 * worth(section.inTitle, term) + worth(section.inText, term);
        if (!value) return { score: 0 };
        score += value;
      }
      return { section, score };
    }).filter(result => result.score).sort((a, b) => b.score - a.score).slice(0, 20).map(result => ({ ...result.section, terms }));
  };
  const marked = (text, terms) => {
    const folded = words(text);
    // Letters with accents may have changed the length; then nothing is marked.
    if (folded.length !== text.length) return [text];
    const places = [];
    for (const term of terms) {
      for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + term.length)) places.push([at, at + term.length]);
    }
    const parts = [];
    let end = 0;
    for (const [from, to] of places.sort((a, b) => a[0] - b[0])) {
      if (from < end) continue;
      parts.push(text.slice(end, from), make("mark", { textContent: text.slice(from, to) }));
      end = to;
    }
    return [...parts, text.slice(end)];
  };
  const excerpt = result => {
    const at = Math.min(...result.terms.map(term => result.inText.indexOf(term)).filter(place => place >= 0));
    const start = Number.isFinite(at) && at > 60 ? result.text.lastIndexOf(" ", at - 50) + 1 : 0;
    return marked(`${start ? "… " : ""}${result.text.slice(start, start + 160)}${start + 160 < result.text.length ? " …" : ""}`, result.terms);
  };
  let dialog, field, list, status;
  const build = () => {
    field = make("input", { type: "search", autocomplete: "off", spellcheck: false, placeholder: "Search all lessons" });
    field.setAttribute("aria-label", "Search all lessons");
    list = make("ol", { className: "results" });
    status = make("p", { className: "status" });
    status.setAttribute("role", "status");
    const close = make("button", { type: "button", textContent: "Close" });
    dialog = make("dialog", { className: "search" }, make("div", { className: "field" }, field, close), status, list);
    dialog.setAttribute("aria-label", "Search");
    document.body.append(dialog);
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", event => { if (event.target === dialog || event.target.closest("a")) dialog.close(); });
    field.addEventListener("input", look);
    dialog.addEventListener("keydown", event => {
      const links = [...list.querySelectorAll("a")];
      const at = links.indexOf(document.activeElement);
      if (event.key === "ArrowDown") (links[at + 1] || links[0])?.focus();
      else if (event.key === "ArrowUp") (at > 0 ? links[at - 1] : field).focus();
      else if (event.key === "Escape") dialog.close();
      else if (event.key === "Enter" && document.activeElement === field) links[0]?.click();
      else return;
      event.preventDefault();
    });
    const script = make("script", { src: `${home}assets/search-index.js` });
    script.addEventListener("load", () => { read(); look(); });
    script.addEventListener("error", () => { status.textContent = "The search index could not be read."; });
    document.head.append(script);
  };
  const look = () => {
    if (!sections) return;
    const results = field.value.trim() ? found(field.value) : [];
    list.replaceChildren(...results.map(result => make("li", {}, make("a", { href: home + result.address },
      make("span", { className: "name" }, ...marked(result.heading || result.title, result.terms)),
      ...(result.heading ? [make("span", { className: "lesson", textContent: result.title })] : []),
      make("span", { className: "excerpt" }, ...excerpt(result))))));
    const count = results.length === 1 ? "One section" : `${results.length === 20 ? "The 20 best" : results.length} sections`;
    status.textContent = !field.value.trim() ? "" : results.length ? count : "Nothing found";
  };
  const search = () => {
    if (!dialog) build();
    if (!dialog.open) dialog.showModal();
    field.select();
  };
  if (opener) {
    opener.hidden = false;
    opener.addEventListener("click", search);
  }

  // Keys, where nothing is being written.
  addEventListener("keydown", event => {
    if (event.key === "Escape") hide();
    if (event.ctrlKey || event.metaKey || event.altKey || dialog?.open) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable], pre")) return;
    const go = relation => document.querySelector(`.neighbours [rel=${relation}]`)?.click();
    const keys = { "/": search, s: search, n: () => go("next"), p: () => go("prev"), t: changeTheme };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });

  // On paper everything is open.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => { for (const details of closed) details.open = false; });

  // Contents.
  const contents = document.getElementById("contents");
  if (!contents) return;
  contents.addEventListener("click", event => {
    if (event.target.closest("a") && contents.matches(":popover-open")) contents.hidePopover();
  });
  const links = new Map([...contents.querySelectorAll(".sections a")].map(a => [decodeURIComponent(a.hash.slice(1)), a]));
  const headings = [...links.keys()].map(id => document.getElementById(id)).filter(Boolean);
  let followed;
  const follow = () => {
    const passed = headings.filter(h => h.getBoundingClientRect().top < innerHeight * 0.3).pop();
    const link = passed && links.get(passed.id);
    if (link === followed) return;
    followed?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    followed = link;
  };
  let isWaiting = false;
  addEventListener("scroll", () => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => { isWaiting = false; follow(); });
  }, { passive: true });
  follow();
})();
