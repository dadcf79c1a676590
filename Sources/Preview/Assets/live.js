// Keeps an open page up to date with its lesson: patches what changed in place, and says what runs and what is wrong.
(() => {
  const panel = document.createElement("aside");
  panel.id = "lessons-live";
  panel.setAttribute("aria-live", "polite");
  panel.style.cssText = "position:fixed;right:1rem;bottom:1rem;max-width:34rem;max-height:50vh;overflow:auto;" +
    "padding:.5rem .8rem;border-radius:6px;font:13px/1.45 var(--sans,sans-serif);color:var(--text,#222);" +
    "background:var(--surface,#eee);border:1px solid var(--rule,#ccc);z-index:99;display:none";
  const status = panel.appendChild(document.createElement("div"));
  const list = panel.appendChild(document.createElement("ul"));
  list.style.cssText = "margin:0;padding:0;list-style:none";
  document.body.append(panel);

  const show = () => { panel.style.display = status.textContent || list.childElementCount ? "" : "none"; };

  // What the reader did to the page is not the page's to undo.
  const ownAttributes = new Set(["open", "data-theme", "aria-current"]);
  // The parts of a page that follow its lesson; the rest belongs to the site and its script.
  const parts = ["main", ".contents", ".foot"];

  function morph(old, fresh) {
    if (old.isEqualNode(fresh)) return;
    if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName) return old.replaceWith(fresh);
    if (old.nodeType !== Node.ELEMENT_NODE) { old.nodeValue = fresh.nodeValue; return; }
    for (const { name } of [...old.attributes])
      if (!fresh.hasAttribute(name) && !ownAttributes.has(name)) old.removeAttribute(name);
    for (const { name, value } of [...fresh.attributes])
      if (!ownAttributes.has(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
    morphChildren(old, fresh);
  }

  const isAlike = (a, b) => a.nodeName === b.nodeName && a.id === b.id && a.className === b.className;

  function morphChildren(old, fresh) {
    const before = [...old.childNodes];
    const after = [...fresh.childNodes];
    let end = null;
    while (before.length && after.length && before[0].isEqualNode(after[0])) { before.shift(); after.shift(); }
    while (before.length && after.length && before.at(-1).isEqualNode(after.at(-1))) { end = before.pop(); after.pop(); }
    // What is equal stays; between that, what is alike is changed in place, and the rest comes and goes.
    let place = 0;
    after.forEach((node, index) => {
      const same = before.findIndex((old, i) => i >= place && old.isEqualNode(node));
      if (same >= 0) {
        for (; place < same; place++) before[place].remove();
        place = same + 1;
        return;
      }
      const isFreeToChange = place < before.length && isAlike(before[place], node) &&
        !after.slice(index + 1).some((later) => later.isEqualNode(before[place]));
      if (isFreeToChange) morph(before[place++], node);
      else old.insertBefore(node, before[place] ?? end);
    });
    for (; place < before.length; place++) before[place].remove();
  }

  // Takes away what the site's script has added, so that a page is compared with a page.
  function unwrap(part) {
    for (const frame of part.querySelectorAll(".copyable")) frame.replaceWith(frame.querySelector("pre"));
    for (const tip of part.querySelectorAll(".chart > output")) tip.remove();
  }

  async function refresh() {
    const answer = await fetch(location.pathname, { cache: "no-store" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.title = fresh.title;
    for (const name of parts) {
      const [old, now] = [document.querySelector(name), fresh.querySelector(name)];
      if (!old || !now) continue;
      unwrap(old);
      morph(old, document.adoptNode(now));
    }
    document.dispatchEvent(new Event("lessons:patched"));
  }

  function handle(message) {
    if (message.event === "pages") {
      const own = location.pathname === "/" ? "/index.html" : location.pathname;
      if (message.pages.some((page) => page.endsWith(".css"))) location.reload();
      else if (message.pages.includes(own)) refresh();
    } else if (message.event === "problems") {
      list.replaceChildren(...message.problems.map((problem) => {
        const item = document.createElement("li");
        const link = item.appendChild(document.createElement("a"));
        link.href = problem.link;
        link.textContent = problem.place;
        item.append(` ${problem.severity}: ${problem.message}`);
        return item;
      }));
      show();
    } else {
      status.textContent = message.event === "idle" ? "" : `${message.event} ${message.text}`;
      show();
    }
  }

  let wait = 250;
  let isFirst = true;
  function connect() {
    const socket = new WebSocket(`ws://${location.host}/.lessons/socket`);
    socket.onopen = () => { wait = 250; if (!isFirst) refresh(); isFirst = false; };
    socket.onmessage = (event) => handle(JSON.parse(event.data));
    socket.onclose = () => {
      status.textContent = "waiting for lessons serve …";
      show();
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, 4000);
    };
  }
  connect();
})();
