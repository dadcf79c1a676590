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
  const addCopyButtons = () => {
    for (const frame of document.querySelectorAll(".copyable:not(:has(> .copy))")) {
      const code = frame.firstElementChild;
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
      frame.append(copy);
    }
  };
  addCopyButtons();
  // The preview puts new code into an open page.
  document.addEventListener("lessons:patched", addCopyButtons);

  // What a link leads to, shown on hover and on focus: a piece of this page, or of another lesson. Those of other lessons
  // come as a script for each, since a page in a folder may not fetch, and only when they are first needed.
  const preview = make("div", { className: "preview", id: "preview", hidden: true });
  preview.setAttribute("role", "tooltip");
  (document.querySelector("main") ?? document.body).append(preview);
  const site = new URL(home || ".", location.href).href;
  globalThis.lessonsPieces = {};
  const loading = new Map();
  const load = path => {
    if (!loading.has(path)) loading.set(path, new Promise(resolve => {
      const script = make("script", { src: `${home}assets/pieces/${path.replace(/html$/, "js")}` });
      for (const end of ["load", "error"]) script.addEventListener(end, () => resolve(lessonsPieces[decodeURI(path)] ?? {}));
      document.head.append(script);
    }));
    return loading.get(path);
  };
  const ownPiece = id => {
    const target = document.getElementById(id);
    if (!target || target.matches("body, main, h1")) return [];
    if (!target.matches("h2, h3, h4, h5, h6")) {
      const copy = target.cloneNode(true);
      return copy.matches("li") ? [...copy.childNodes] : [copy];
    }
    const title = make("h4", {}, ...target.cloneNode(true).childNodes);
    let next = target.nextElementSibling;
    while (next && !next.matches("p, h1, h2, h3, h4, h5, h6")) next = next.nextElementSibling;
    return next?.matches("p") ? [title, next.cloneNode(true)] : [title];
  };
  const foreignPiece = async (link, id) => {
    const path = link.href.slice(site.length).split(/[?#]/)[0];
    if (!link.href.startsWith(site) || !path.endsWith(".html")) return [];
    const holder = make("template", { innerHTML: (await load(path))[id] ?? "" }).content;
    // Addresses are relative to the page that a piece comes from.
    for (const [selector, name] of [["[src]", "src"], ["[href]", "href"]]) {
      for (const each of holder.querySelectorAll(selector)) each.setAttribute(name, new URL(each.getAttribute(name), link.href).href);
    }
    // A page without formulas of its own has not read their style.
    if (holder.querySelector(".katex") && !document.querySelector("link[href*='katex']")) {
      document.head.append(make("link", { rel: "stylesheet", href: `${home}assets/katex/katex.min.css` }));
    }
    return [...holder.childNodes];
  };
  let aimed, shown;
  const hide = () => {
    shown?.removeAttribute("aria-describedby");
    aimed = shown = undefined;
    preview.hidden = true;
  };
  const show = async link => {
    aimed = link;
    const id = decodeURIComponent(link.hash.slice(1));
    const isOwn = link.href.split("#")[0] === location.href.split("#")[0];
    const piece = isOwn ? ownPiece(id) : await foreignPiece(link, id);
    if (aimed !== link || !piece.length) return;
    preview.replaceChildren(...piece);
    for (const extra of preview.querySelectorAll("[role=doc-backlink], .anchor, .copy, input, script, details.data, p.data")) extra.remove();
    for (const element of preview.querySelectorAll("[id]")) if (isOwn || !element.closest("svg")) element.removeAttribute("id");
    for (const element of preview.querySelectorAll("[tabindex], a, summary, button")) element.tabIndex = -1;
    preview.hidden = false;
    preview.scrollTop = 0;
    const box = link.getBoundingClientRect();
    const width = Math.min(preview.offsetWidth, innerWidth - 16);
    const above = box.top - preview.offsetHeight - 8;
    preview.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8)) + scrollX}px`;
    preview.style.top = `${(above > 0 && box.bottom > innerHeight / 2 ? above : box.bottom + 8) + scrollY}px`;
    // The browser would show the title over it, and it says no more.
    link.removeAttribute("title");
    shown?.removeAttribute("aria-describedby");
    link.setAttribute("aria-describedby", "preview");
    shown = link;
  };
  let waiting;
  const later = (delay, action) => { clearTimeout(waiting); waiting = setTimeout(action, delay); };
  const linkOf = target => target?.closest?.("article a[href*='#']:not(.anchor, [role=doc-backlink])");
  // On the document, because the preview of the course puts new links into an open page.
  document.addEventListener("mouseover", event => {
    const link = linkOf(event.target);
    if (link) later(120, () => link === shown || show(link));
  });
  document.addEventListener("mouseout", event => {
    const link = linkOf(event.target);
    if (link && linkOf(event.relatedTarget) !== link) later(150, () => preview.matches(":hover") || hide());
  });
  preview.addEventListener("mouseleave", event => { if (linkOf(event.relatedTarget) !== shown) hide(); });
  document.addEventListener("focusin", event => {
    const link = linkOf(event.target);
    if (link?.matches(":focus-visible")) show(link);
  });
  document.addEventListener("focusout", event => { if (linkOf(event.target)) hide(); });

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
    // Letter by letter, since folding one with an accent may change its length.
    let folded = "";
    const origin = [];
    for (let at = 0; at < text.length; at++) {
      const letter = words(text[at]);
      for (let each = 0; each < letter.length; each++) origin.push(at);
      folded += letter;
    }
    origin.push(text.length);
    const places = [];
    for (const term of terms) {
      for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + term.length)) places.push([at, at + term.length]);
    }
    const parts = [];
    let end = 0;
    for (const [from, to] of places.sort((a, b) => a[0] - b[0])) {
      if (origin[from] < end) continue;
      parts.push(text.slice(end, origin[from]), make("mark", { textContent: text.slice(origin[from], origin[to]) }));
      end = origin[to];
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

  // On paper all is open but the code that is folded away and is no listing.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open], :not(.listing) > .code)")];
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

// Charts: the value nearest to the pointer, or the next one by an arrow key; and one series at a time from its name.
(() => {
  // The strokes of a path, as lists of corners in the picture's units. Charts write few commands.
  const strokesOf = path => {
    const strokes = [];
    let x = 0, y = 0;
    for (const [, command, rest] of path.getAttribute("d").matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
      const values = (rest.match(/-?(?:\d+\.?\d*|\.\d+)/g) || []).map(Number);
      if (command === "M") strokes.push([]);
      for (let i = 0; i < values.length; i += 2) {
        if (command === "M") [x, y] = values;
        else if (command === "l") { x += values[i]; y += values[i + 1]; }
        else if (command === "H") x = values[0];
        else if (command === "V") y = values[0];
        else break;
        strokes.at(-1).push({ x, y });
      }
    }
    return strokes;
  };
  // A number with the digits that a place in the picture can tell.
  const written = (value, step) => {
    const size = Math.abs(value);
    if (size < step) return "0";
    const digits = step ? Math.max(1, Math.min(7, Math.floor(Math.log10(size)) - Math.ceil(Math.log10(step)) + 1)) : 3;
    const text = size < 1e-3 || size >= 1e6 ? value.toExponential(Math.min(digits, 3) - 1) : String(Number(value.toPrecision(digits)));
    return text.replace("-", "−").replace(/e\+?/, " × 10^");
  };
  // What is known of a scale: its label, and how a place turns into a number or a name.
  const scaleOf = (text, start, length) => {
    if (!text) return { text: () => "" };
    const [kind, ...words] = text.split(" ");
    if (kind === "names") {
      const [label, ...names] = text.slice(6).split("␟");
      const text_ = place => names[Math.min(names.length - 1, Math.max(0, Math.floor((place - start) / length * names.length)))];
      return { label, text: text_ };
    }
    const count = kind === "symlog" ? 3 : 2;
    const [low, high, threshold] = words.slice(0, count).map(Number);
    const fold = value => kind === "log" ? Math.log(value) : kind === "symlog" ? Math.sign(value) * Math.log1p(Math.abs(value) / threshold) : value;
    const open = value => kind === "log" ? Math.exp(value) : kind === "symlog" ? Math.sign(value) * threshold * Math.expm1(Math.abs(value)) : value;
    const step = kind === "linear" ? Math.abs((high - low) / length) * 0.15 : 0;
    const value = place => open(fold(low) + (place - start) / length * (fold(high) - fold(low)));
    return { label: words.slice(count).join(" "), value, step, isLinear: kind === "linear", text: place => written(value(place), step) };
  };
  const middleOf = (from, to) => ({ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 });
  // How far a place is from a mark, squared: nothing within a bar or a cell.
  const distanceTo = ({ x, y, area }, place) => {
    if (!area) return (x - place.x) ** 2 + (y - place.y) ** 2;
    const beyond = (value, a, b) => Math.max(Math.min(a, b) - value, 0, value - Math.max(a, b));
    const [from, to] = area;
    return beyond(place.x, from.x, to.x) ** 2 + beyond(place.y, from.y, to.y) ** 2;
  };
  // The values that the marks of one kind show, each with its place and its words.
  const values = {
    line: (path, x, y) => strokesOf(path).flat().map(at => ({ ...at, words: [x.text(at.x), y.text(at.y)] })),
    point: (path, x, y) => {
      const [right, down] = (path.closest("[data-at]")?.dataset.at || "0 0").split(" ").map(Number);
      return strokesOf(path).map(([at]) => ({ x: at.x + right, y: at.y + down })).map(at => ({ ...at, words: [x.text(at.x), y.text(at.y)] }));
    },
    // A bin is a bar over an interval.
    bin: (path, x, y) => values.bar(path, { ...x, isBin: true }, y),
    bar: (path, x, y) => strokesOf(path).map(([from, , to]) => {
      const middle = middleOf(from, to), area = [from, to];
      // A bar that hangs from zero is negative, one that does not touch it lies between two values.
      const along = (scale, low, high) => {
        const [a, b] = [scale.value(low), scale.value(high)];
        if (!scale.isLinear) return scale.text(high);
        const near = value => Math.abs(value) < 4 * scale.step;
        return near(a) || near(b) ? written(near(a) ? b : a, scale.step) : `${written(b - a, scale.step)} (${scale.text(low)} to ${scale.text(high)})`;
      };
      if (y.value) return { x: middle.x, y: from.y, area, words: [x.isBin ? `${x.text(from.x)} to ${x.text(to.x)}` : x.text(middle.x), along(y, to.y, from.y)] };
      return { x: to.x, y: middle.y, area, words: [x.value && along(x, from.x, to.x), y.text(middle.y)] };
    }),
    rectangle: (path, x, y) => strokesOf(path).map(([from, , to]) => {
      const middle = middleOf(from, to);
      return { ...middle, area: [from, to], words: [x.text(middle.x), y.text(middle.y)], more: path.closest("[data-value]")?.dataset.value };
    }),
    tick: (path, x, y) => x.value && y.value ? [] : strokesOf(path).map(([from, to]) => {
      const middle = middleOf(from, to);
      return { ...middle, words: [x.text(middle.x), y.text(middle.y)] };
    }),
    vector: (path, x, y) => path.getAttribute("fill") !== "none" ? [] : strokesOf(path).map(([from]) => ({ ...from, words: [x.text(from.x), y.text(from.y)] })),
    // Each bar is followed by its two caps.
    errorBar: (path, x, y) => strokesOf(path).filter((_, index) => index % 3 === 0).map(([from, to]) => {
      const middle = middleOf(from, to);
      const [a, b] = [x, y].map((scale, index) => {
        const [low, high] = index ? [from.y, to.y] : [from.x, to.x];
        return Math.abs(low - high) < 0.2 ? scale.text(low) : `${scale.text(low)} to ${scale.text(high)}`;
      });
      return { ...middle, words: [a, b] };
    }),
    // Of a box, the quartiles.
    box: (path, x, y) => path.getAttribute("fill") === "none" || !/z/.test(path.getAttribute("d")) ? [] : strokesOf(path).map(([from, , to]) => {
      const middle = middleOf(from, to);
      const quartiles = scale => scale === x ? `${x.text(from.x)} to ${x.text(to.x)}` : `${y.text(to.y)} to ${y.text(from.y)}`;
      return { ...middle, area: [from, to], words: y.value ? [x.text(middle.x), quartiles(y)] : [quartiles(x), y.text(middle.y)], more: "quartiles" };
    }),
  };
  const pointsOf = svg => [...svg.querySelectorAll("[data-panel]")].flatMap(panel => {
    const [left, top, width, height] = panel.dataset.panel.split(" ").map(Number);
    const isNamed = panel.dataset.y?.startsWith("names ");
    const x = scaleOf(panel.dataset.x, left, width);
    // Numbers run upwards, names downwards.
    const y = isNamed ? scaleOf(panel.dataset.y, top, height) : scaleOf(panel.dataset.y, top + height, -height);
    return [...panel.querySelectorAll("[data-mark] path")].flatMap(path => {
      const { mark, series } = path.closest("[data-mark]").dataset;
      return (values[mark]?.(path, x, y) || []).map(({ words, more, ...at }) => {
        // A number without a label is a place that means nothing.
        const named = [x, y].map((scale, index) => words[index] && (scale.label || !scale.value) && [scale.label, words[index]].filter(Boolean).join(" "));
        return { ...at, series, text: [series, ...named, more].filter(Boolean).join(" · ") };
      });
    });
  }).filter(point => point.text);

  const attend = chart => {
    const svg = chart.querySelector("svg");
    if (!svg) return;
    let points, current = -1, tip, dot;
    const show = index => {
      current = index;
      const point = points[index], scale = svg.clientWidth / svg.viewBox.baseVal.width;
      if (!tip) {
        dot = chart.appendChild(document.createElement("span"));
        dot.className = "chart-dot";
        tip = chart.appendChild(document.createElement("output"));
        tip.className = "chart-tip";
      }
      tip.hidden = dot.hidden = false;
      tip.textContent = point.text;
      dot.style.left = `${point.x * scale}px`;
      dot.style.top = `${point.y * scale}px`;
      const x = Math.min(Math.max(point.x * scale - tip.offsetWidth / 2, 0), svg.clientWidth - tip.offsetWidth);
      const above = point.y * scale - tip.offsetHeight - 12;
      tip.style.left = `${Math.max(0, x)}px`;
      tip.style.top = `${above >= 0 ? above : point.y * scale + 12}px`;
    };
    const hide = () => { if (tip) tip.hidden = dot.hidden = true; };
    const point = event => {
      points ??= pointsOf(svg);
      const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      let best = -1, distance = 40 * 40;
      points.forEach((point, index) => {
        const d = distanceTo(point, place);
        if (d < distance) { distance = d; best = index; }
      });
      if (best < 0) hide(); else show(best);
    };
    svg.addEventListener("pointermove", point);
    svg.addEventListener("pointerdown", point);
    svg.addEventListener("pointerleave", event => { if (event.pointerType !== "touch") hide(); });
    chart.addEventListener("blur", hide);
    chart.addEventListener("keydown", event => {
      if (event.target !== chart) return;
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (event.key === "Escape") hide();
      // Where the chart is wider than the screen, the arrows scroll it.
      if (!step || event.ctrlKey || event.metaKey || event.altKey || chart.scrollWidth > chart.clientWidth) return;
      points ??= pointsOf(svg);
      if (!points.length) return;
      event.preventDefault();
      show(current < 0 && step < 0 ? points.length - 1 : (current + step + points.length) % points.length);
    });

    const keys = [...svg.querySelectorAll("[data-key]")];
    let chosen = null;
    const highlight = name => {
      for (const part of svg.querySelectorAll("[data-series]")) part.classList.toggle("faint", name !== null && part.dataset.series !== name);
      for (const key of keys) key.classList.toggle("faint", name !== null && key.dataset.key !== name);
    };
    for (const key of keys) {
      const choose = () => {
        chosen = chosen === key.dataset.key ? null : key.dataset.key;
        highlight(chosen);
        for (const other of keys) if (other.localName === "text") other.setAttribute("aria-pressed", String(other.dataset.key === chosen));
      };
      key.addEventListener("pointerenter", () => highlight(key.dataset.key));
      key.addEventListener("pointerleave", () => highlight(chosen));
      key.addEventListener("click", choose);
      if (key.localName !== "text") continue;
      key.setAttribute("tabindex", "0");
      // The children of an image cannot be reached; those of a group can.
      svg.setAttribute("role", "group");
      key.setAttribute("role", "button");
      key.setAttribute("aria-pressed", "false");
      key.addEventListener("keydown", event => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        choose();
      });
    }
  };
  // The preview puts new charts into an open page.
  const attended = new WeakSet();
  const attendAll = () => {
    for (const chart of document.querySelectorAll(".chart:not(figure)")) {
      const svg = chart.querySelector("svg");
      if (!svg || attended.has(svg)) continue;
      attended.add(svg);
      attend(chart);
    }
  };
  attendAll();
  document.addEventListener("lessons:patched", attendAll);
})();
