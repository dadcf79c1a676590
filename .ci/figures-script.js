// What the site's script adds to charts: the value nearest to the pointer, the next value by an arrow key, and one series
// at a time from its name. The numbers below are those of lessons/gallery.md.
addEventListener("load", () => {
  const wrong = [];
  const name = chart => chart.closest("[id]")?.id || "a chart";
  const expect = (holds, chart, message) => { if (!holds) wrong.push(`${name(chart)}: ${message}`); };
  const tipOf = chart => [...chart.children].find(child => child.matches("output.chart-tip") && !child.hidden);
  const press = (target, key) => target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  const move = (svg, x, y) => {
    const place = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM());
    svg.dispatchEvent(new PointerEvent("pointermove", { clientX: place.x, clientY: place.y, bubbles: true, pointerType: "mouse" }));
  };
  const isInside = (inner, outer) => inner.left >= outer.left - 1 && inner.right <= outer.right + 1;
  const charts = [...document.querySelectorAll("div.chart")].filter(chart => chart.querySelector("svg [data-mark]"));

  // Values by arrow keys: a chart is reached with the Tab key, and each value has words, a place in the picture and a dot.
  const told = ["line", "point", "bar", "bin", "rectangle", "vector", "errorBar", "box"].map(mark => `[data-mark=${mark}]`).join();
  for (const chart of charts) {
    const svg = chart.querySelector("svg");
    expect(chart.tabIndex === 0, chart, "the Tab key does not reach it");
    if (!svg.querySelector(told)) continue;
    chart.focus();
    expect(document.activeElement === chart, chart, "it cannot have the focus");
    const seen = [];
    for (let i = 0; i < 3; i++) {
      press(chart, "ArrowRight");
      const tip = tipOf(chart);
      if (!tip) { expect(false, chart, "an arrow key shows no value"); break; }
      seen.push(tip.textContent);
      expect(tip.textContent.trim() && !/NaN|undefined|null|Infinity/.test(tip.textContent), chart, `“${tip.textContent}” is no value`);
      expect(isInside(tip.getBoundingClientRect(), chart.getBoundingClientRect()), chart, `“${tip.textContent}” leaves the chart`);
    }
    press(chart, "ArrowLeft");
    expect(seen.length < 3 || tipOf(chart)?.textContent === seen[1], chart, "the left arrow does not go back");
    press(chart, "Escape");
    expect(!tipOf(chart), chart, "the Escape key leaves the value");
    press(chart, "ArrowRight");
    chart.blur();
    expect(!tipOf(chart), chart, "the value stays when the focus has gone");
  }

  // Values under the pointer, as they are in the lesson.
  const tell = (id, message, find) => {
    const chart = document.getElementById(id)?.querySelector("div.chart");
    if (!chart) { wrong.push(`${id} is not on the page`); return; }
    const svg = chart.querySelector("svg"), texts = new Set();
    const { width, height } = svg.viewBox.baseVal;
    for (let x = 2; x < width; x += 4) for (let y = 2; y < height; y += 4) {
      move(svg, x, y);
      texts.add(tipOf(chart)?.textContent);
    }
    expect(texts.has(undefined), chart, "a value is shown far from every mark");
    texts.delete(undefined);
    expect(find(texts), chart, `${message}; it tells ${[...texts].slice(0, 12).join(" | ")}`);
    svg.dispatchEvent(new PointerEvent("pointerleave", { pointerType: "mouse" }));
    expect(!tipOf(chart), chart, "the value stays when the pointer has gone");
  };
  const inside = document.querySelector("#fig-gallery-bars div.chart");
  const bars = inside.querySelector("[data-mark=bar] path").getAttribute("d").match(/^M([\d.]+) ([\d.]+)H([\d.]+)V([\d.]+)/).slice(1).map(Number);
  move(inside.querySelector("svg"), (bars[0] + bars[2]) / 2, (bars[1] + bars[3]) / 2);
  expect(tipOf(inside)?.textContent === "Optimizer SGD · Accuracy 0.88", inside, "the middle of a bar does not tell its value");
  const all = (...wanted) => texts => wanted.every(text => texts.has(text));
  tell("fig-gallery-bars", "its bars are told by name and value", all("Optimizer SGD · Accuracy 0.88", "Optimizer Adam · Accuracy 0.94"));
  tell("fig-gallery-bars-negative", "bars below zero are negative", all("Shift −4 · Gain −6.4", "Shift 3 · Gain 2.7"));
  tell("fig-gallery-bars-horizontal", "lying bars have a sign and a name", all("Weight −0.31 · Feature Non-flavanoid phenols", "Weight 0.64 · Feature Alcohol"));
  tell("fig-gallery-bars-interval", "bars between two values tell both", all("Run batch 8 · Accuracy, % 12 (71 to 83)"));
  tell("fig-gallery-heat-map", "cells are told by their names and their value", all("Predicted class 2 · True class 3 · Images 7"));
  tell("fig-gallery-symbols", "symbols of all shapes are told by their middle", texts => [1, 2, 3, 4, 5, 6].every(number => [...texts].some(text => text.startsWith(`Number ${number} `) || text === `Number ${number}`)));
  tell("fig-gallery-one-point", "its value is told", all("Step 3 · Loss 0.25"));
  tell("fig-gallery-log", "logarithmic scales are read as such", texts => [...texts].some(text => /^Learning rate 0\.01(00)? · Steps 4,?0\d\d$/.test(text) || text === "Learning rate 0.01 · Steps 4000"));

  // One series at a time, from its name.
  for (const chart of charts) {
    const svg = chart.querySelector("svg");
    const keys = [...svg.querySelectorAll("text[data-key]")];
    for (const key of keys) {
      const series = [...svg.querySelectorAll("[data-series]")];
      const own = series.filter(part => part.dataset.series === key.dataset.key);
      const others = series.filter(part => part.dataset.series !== key.dataset.key);
      key.focus();
      expect(key.tabIndex === 0 && document.activeElement === key && key.getAttribute("role") === "button", chart, `the Tab key does not reach “${key.textContent}”`);
      expect(own.length > 0, chart, `“${key.dataset.key}” names no marks`);
      press(key, "Enter");
      expect(key.getAttribute("aria-pressed") === "true", chart, `“${key.textContent}” cannot be chosen`);
      expect(own.every(part => !part.classList.contains("faint")) && others.every(part => part.classList.contains("faint")), chart, `“${key.textContent}” does not stand out`);
      press(key, " ");
      expect(key.getAttribute("aria-pressed") === "false" && !svg.querySelector(".faint"), chart, `“${key.textContent}” cannot be let go`);
      key.dispatchEvent(new PointerEvent("pointerenter"));
      expect(others.every(part => part.classList.contains("faint")), chart, `the pointer over “${key.textContent}” does nothing`);
      key.dispatchEvent(new PointerEvent("pointerleave"));
      expect(!svg.querySelector(".faint"), chart, `the pointer that left “${key.textContent}” still does something`);
    }
  }
  document.body.replaceChildren();
  const result = document.body.appendChild(document.createElement("pre"));
  result.id = "checked";
  result.textContent = `\n${wrong.join("\n")}\n${charts.length} charts, ${wrong.length} wrong\n`;
});
