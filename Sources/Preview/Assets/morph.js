// Changes a part of the page in place into a newer one, so that what the reader did to it stays.
"use strict";
const lessonsMorph = (() => {
  // What the reader, or the site's script for the reader, did to the page is not the preview's to undo.
  const ownAttributes = new Set(["open", "aria-current", "aria-describedby"]);

  const ownSelector = [...ownAttributes].map(name => `[${name}]`).join();

  // A node as its lesson wrote it.
  function writing(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) return `${node.nodeType} ${node.nodeValue}`;
    if (!node.matches(ownSelector) && !node.querySelector(ownSelector)) return node.outerHTML;
    const copy = node.cloneNode(true);
    for (const element of [copy, ...copy.querySelectorAll(ownSelector)])
      for (const name of ownAttributes) element.removeAttribute(name);
    return copy.outerHTML;
  }

  // Whether two nodes say the same, whatever the reader did.
  const isSame = (a, b) => a.isEqualNode(b) ||
    a.nodeName === b.nodeName && a.textContent === b.textContent && writing(a) === writing(b);

  function morph(old, fresh) {
    if (isSame(old, fresh)) return;
    if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName) return old.replaceWith(fresh);
    if (old.nodeType !== Node.ELEMENT_NODE) { old.nodeValue = fresh.nodeValue; return; }
    for (const { name } of [...old.attributes])
      if (!fresh.hasAttribute(name) && !ownAttributes.has(name)) old.removeAttribute(name);
    for (const { name, value } of [...fresh.attributes])
      if (!ownAttributes.has(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
    morphChildren(old, fresh);
  }

  // What can be changed in place into another. Names that are counted through change with what comes before them.
  const isAlike = (a, b) => a.nodeName === b.nodeName && a.className === b.className &&
    (a.id === b.id || a.localName === "input" && a.type === b.type);

  const isSpace = node => node.nodeType === Node.TEXT_NODE && !node.data.trim();

  // Pairs of equal nodes, in order: a longest common subsequence. White space is left out, since it is equal everywhere.
  function equalPairs(before, after) {
    const numbers = new Map();
    const numbered = nodes => nodes.map(node => {
      const text = isSpace(node) ? null : writing(node);
      if (text === null) return -1;
      if (!numbers.has(text)) numbers.set(text, numbers.size);
      return numbers.get(text);
    });
    const [a, b] = [numbered(before), numbered(after)];
    const width = b.length + 1;
    const pairs = [];
    // Beyond this, the next equal one has to do.
    if (a.length * width > 4e6) {
      for (let i = 0, j = 0; j < b.length; j++) {
        const found = b[j] < 0 ? -1 : a.indexOf(b[j], i);
        if (found >= 0) { pairs.push([found, j]); i = found + 1; }
      }
      return pairs;
    }
    const longest = new Uint16Array((a.length + 1) * width);
    for (let i = a.length - 1; i >= 0; i--) {
      for (let j = b.length - 1; j >= 0; j--) {
        longest[i * width + j] = a[i] >= 0 && a[i] === b[j] ? longest[(i + 1) * width + j + 1] + 1
          : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
      }
    }
    for (let i = 0, j = 0; i < a.length && j < b.length;) {
      if (a[i] >= 0 && a[i] === b[j]) pairs.push([i++, j++]);
      else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1]) i++;
      else j++;
    }
    return pairs;
  }

  function morphChildren(old, fresh) {
    const before = [...old.childNodes];
    const after = [...fresh.childNodes];
    let end = null;
    while (before.length && after.length && isSame(before[0], after[0])) { before.shift(); after.shift(); }
    while (before.length && after.length && isSame(before.at(-1), after.at(-1))) { end = before.pop(); after.pop(); }
    // What is equal stays; between that, what is alike is changed in place, and the rest comes and goes.
    let [i, j] = [0, 0];
    for (const [nextOld, nextFresh] of [...equalPairs(before, after), [before.length, after.length]]) {
      for (; j < nextFresh; j++) {
        const alike = before.findIndex((node, place) => place >= i && place < nextOld && isAlike(node, after[j]));
        if (alike < 0) {
          old.insertBefore(after[j], before[i] ?? end);
          continue;
        }
        for (; i < alike; i++) before[i].remove();
        morph(before[i++], after[j]);
      }
      for (; i < nextOld; i++) before[i].remove();
      [i, j] = [nextOld + 1, nextFresh + 1];
    }
  }

  return morph;
})();
