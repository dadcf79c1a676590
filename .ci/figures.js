// No two texts of a chart may overlap, and none may leave its picture.
document.fonts.ready.then(() => {
  const wrong = [];
  // The corners of a text, turned as it is, without the empty room above and below the letters.
  const corners = text => {
    const box = text.getBBox(), matrix = text.transform.baseVal.consolidate()?.matrix;
    const [x, y, right, bottom] = [box.x + 0.5, box.y + 2, box.x + box.width - 0.5, box.y + box.height - 2];
    return [[x, y], [right, y], [right, bottom], [x, bottom]].map(([x, y]) =>
      matrix ? [matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f] : [x, y]);
  };
  // Convex shapes are apart if a side of one of them separates them.
  const meet = (a, b) => ![a, b].some(shape => shape.some((p, i) => {
    const q = shape[(i + 1) % 4], axis = [p[1] - q[1], q[0] - p[0]];
    const along = points => points.map(([x, y]) => x * axis[0] + y * axis[1]);
    const [s, t] = [along(a), along(b)];
    return Math.max(...s) <= Math.min(...t) || Math.max(...t) <= Math.min(...s);
  }));
  const charts = [...document.querySelectorAll("svg[role]")].filter(svg => svg.getAttribute("viewBox") && svg.querySelector("desc"));
  charts.forEach((svg, index) => {
    const { width, height } = svg.viewBox.baseVal;
    const name = svg.closest("[id]")?.id || `chart ${index + 1}`;
    const texts = [...svg.querySelectorAll("text")].filter(text => text.textContent.trim());
    const shapes = texts.map(corners);
    texts.forEach((text, i) => {
      if (shapes[i].some(([x, y]) => x < -0.5 || y < -0.5 || x > width + 0.5 || y > height + 0.5)) wrong.push(`${name}: “${text.textContent}” leaves the picture`);
      for (let j = i + 1; j < texts.length; j++)
        if (meet(shapes[i], shapes[j])) wrong.push(`${name}: “${text.textContent}” over “${texts[j].textContent}”`);
    });
  });
  document.body.replaceChildren();
  const result = document.body.appendChild(document.createElement("pre"));
  result.id = "checked";
  result.textContent = `\n${wrong.join("\n")}\n${charts.length} charts, ${wrong.length} wrong\n`;
});
