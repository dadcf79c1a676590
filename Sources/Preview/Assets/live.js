// Keeps an open page up to date with its lesson: patches what changed in place, and says what runs and what is wrong.
"use strict";
(() => {
  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const path = decodeURI(location.pathname === "/" ? "/index.html" : location.pathname);
  let token = document.currentScript.dataset.token;

  // ---- What is said beside the page.
  const status = make("div");
  const notice = make("div");
  const title = make("summary");
  const list = make("ul");
  const problems = make("details", { open: true, hidden: true }, title, list);
  const panel = make("aside", { id: "lessons-live", hidden: true }, status, notice, problems);
  panel.setAttribute("aria-live", "polite");
  document.body.append(panel);

  function say(state, text) {
    // For whoever looks from outside.
    document.documentElement.dataset.live = state;
    status.textContent = text;
    showPanel();
  }

  function showPanel() {
    problems.hidden = !list.childElementCount;
    panel.hidden = problems.hidden && !status.textContent && !notice.textContent;
  }

  // Opens a place in the reader's editor, through the server if it knows one.
  async function open(place) {
    const answer = await fetch("/.lessons/open", { method: "POST", headers: { "X-Lessons-Token": token }, body: place });
    if (!answer.ok) say(document.documentElement.dataset.live, `${place} could not be opened`);
  }

  let links = new Map();
  function showProblems(all) {
    links = new Map(all.map(({ place, link }) => [place, link]));
    const errors = all.filter(({ severity }) => severity === "error").length;
    const count = (number, word) => number ? [`${number} ${word}${number === 1 ? "" : "s"}`] : [];
    title.textContent = [...count(errors, "error"), ...count(all.length - errors, "warning")].join(", ");
    list.replaceChildren(...all.map(({ severity, place, message, link }) => {
      const anchor = make("a", { href: link, textContent: place });
      return make("li", {}, anchor, ` ${severity}: ${message}`);
    }));
    showPanel();
  }

  document.addEventListener("click", event => {
    const target = event.target.closest?.("#lessons-live li > a, .diagnostic .place");
    if (!target) return;
    const place = target.textContent;
    if (token) {
      event.preventDefault();
      open(place);
    } else if (target.localName !== "a" && links.has(place)) {
      location.href = links.get(place);
    }
  });

  // ---- What runs.
  const runs = new Map();

  function run({ lesson, cell, progress }) {
    unmark();
    if (cell === undefined || cell === null) {
      runs.delete(lesson);
    } else {
      const before = runs.get(lesson);
      const isSame = before?.cell === cell && (before.progress?.fraction ?? 0) <= (progress?.fraction ?? 0);
      const losses = isSame ? before.losses : [];
      if (Number.isFinite(progress?.loss)) losses.push(progress.loss);
      // Every other one of many tells as much.
      if (losses.length > 240) losses.splice(0, losses.length, ...losses.filter((_, index) => index % 2));
      runs.set(lesson, { cell, progress, losses });
    }
    mark();
    const names = [...runs].map(([name, { progress }]) => progress ? `${name}: ${words(progress)}` : name);
    say(document.documentElement.dataset.live, names.length ? `running ${names.join("; ")}` : "");
  }

  function words({ unit, completed, total, loss, secondsLeft }) {
    const parts = [`${unit} ${Math.min(completed + 1, total)} of ${total}`];
    if (Number.isFinite(loss)) parts.push(`loss ${loss.toPrecision(3)}`);
    if (Number.isFinite(secondsLeft)) parts.push(`${secondsLeft < 10 ? secondsLeft.toFixed(1) : Math.round(secondsLeft)} s left`);
    return parts.join(", ");
  }

  function sparkline(losses) {
    const [low, high] = [Math.min(...losses), Math.max(...losses)];
    const points = losses.map((loss, index) =>
      `${(100 * index / (losses.length - 1)).toFixed(1)},${(19 - 18 * (loss - low) / (high - low || 1)).toFixed(1)}`);
    const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    picture.setAttribute("viewBox", "0 0 100 20");
    picture.setAttribute("preserveAspectRatio", "none");
    picture.setAttribute("aria-hidden", "true");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
    line.setAttribute("points", points.join(" "));
    line.setAttribute("vector-effect", "non-scaling-stroke");
    picture.append(line);
    return picture;
  }

  // Marks the cell of this page that runs, and takes the mark away again, so that a page is compared with a page.
  function mark() {
    const own = runs.get(path.slice(1).replace(/\.html$/, ""));
    const cell = own && document.querySelector(`main [data-cell="${own.cell}"]`);
    if (!cell) return;
    cell.dataset.state = "running";
    if (cell.localName !== "div") return;
    const bar = make("progress", { max: 1 });
    if (own.progress) bar.value = own.progress.fraction;
    const block = make("div", { className: "live-progress" }, bar);
    if (own.losses.length > 1) block.append(sparkline(own.losses));
    block.append(make("span", { textContent: own.progress ? words(own.progress) : "running" }));
    // One that was there already need not appear anew.
    if (own.losses.length > 1) block.style.animation = "none";
    cell.append(block);
  }

  function unmark() {
    for (const block of document.querySelectorAll("main .live-progress")) block.remove();
    for (const cell of document.querySelectorAll("main [data-state=running]")) cell.dataset.state = "stale";
  }

  // ---- Patching.

  // The parts of a page that follow its lesson; the rest belongs to the site and its script.
  const parts = ["main", ".contents", ".foot"];

  // The site's script has put a button beside code. So that a page is compared with a page, the new one gets such buttons
  // too. Those that stay in the page are taken out again: the site's script puts its own there, which do something.
  function addButtons(fresh) {
    const buttons = new WeakSet();
    for (const box of fresh.querySelectorAll(".copyable")) {
      const button = make("button", { type: "button", className: "copy", textContent: "Copy" });
      box.append(button);
      buttons.add(button);
    }
    return buttons;
  }

  function removeButtons(part, buttons) {
    for (const button of part.querySelectorAll(".copy")) if (buttons.has(button)) button.remove();
  }

  function patch(fresh) {
    // Of another kind, as the page is that says there is none.
    if (parts.some(name => !document.querySelector(name) !== !fresh.querySelector(name))) return location.reload();
    document.title = fresh.title;
    token = fresh.querySelector("script[data-token]")?.dataset.token;
    unmark();
    for (const name of parts) {
      const [old, now] = [document.querySelector(name), fresh.querySelector(name)];
      if (!old) continue;
      for (const tip of old.querySelectorAll(".chart > output")) tip.remove();
      const buttons = addButtons(now);
      lessonsMorph(old, document.adoptNode(now));
      removeButtons(document.querySelector(name), buttons);
    }
    mark();
    document.dispatchEvent(new Event("lessons:patched"));
  }

  // One at a time, so that an older page cannot come after a newer one.
  let isAsking = false;
  let asksAgain = false;
  async function refresh() {
    if (isAsking) { asksAgain = true; return; }
    isAsking = true;
    do {
      asksAgain = false;
      let text;
      try {
        const answer = await fetch(location.pathname, { cache: "no-store", signal: AbortSignal.timeout(10_000) });
        text = answer.ok || answer.status === 404 ? await answer.text() : undefined;
      } catch {
        setTimeout(refresh, 1000);
      }
      if (text !== undefined) patch(new DOMParser().parseFromString(text, "text/html"));
    } while (asksAgain);
    isAsking = false;
  }

  // ---- The connection.
  function handle(message) {
    switch (message.event) {
      case "pages":
        if (message.pages.some(page => page.endsWith(".css"))) location.reload();
        else if (message.pages.includes(path)) refresh();
        break;
      case "problems": showProblems(message.problems); break;
      case "running": run(message); break;
      case "notice": notice.textContent = message.text; showPanel(); break;
      case "status": say(message.state, message.state === "failed" ? message.text : runs.size ? status.textContent : ""); break;
    }
  }

  let wait = 250;
  function connect() {
    const socket = new WebSocket(`ws://${location.host}/.lessons/socket`);
    setTimeout(() => { if (socket.readyState === WebSocket.CONNECTING) socket.close(); }, 5000);
    // Something may have changed between the page and the connection.
    socket.onopen = () => { wait = 250; runs.clear(); notice.textContent = ""; say("working", ""); refresh(); };
    socket.onmessage = event => handle(JSON.parse(event.data));
    socket.onclose = () => {
      runs.clear();
      unmark();
      say("offline", "waiting for lessons serve …");
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, 4000);
    };
  }
  connect();
})();
