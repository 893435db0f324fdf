/* Duplicates: each group with the member to keep, and the copies beside it. */

const filesByPath = new Map(files.map((file) => [file.path, file]));

const asLocation = ([path, line, endLine, name]) => ({ path, line, endLine, name });

function location_(location) {
  const { path, line, endLine, name } = asLocation(location);
  const file = filesByPath.get(path);
  return [file ? place(file, line) : el("span", { class: "mono" }, el("b", {}, path), `:${line}`), el("span", { class: "mono quietly" }, `–${endLine} ${name}`)];
}

function copiesGroup(group) {
  const [code, kind, severity, alike, saved, reason, home, copies, more, remark] = group;
  const number = copies.length + more.length;
  const { path, line, name } = asLocation(home);
  const summary = [
    el("span", { class: "figure" }, el("b", {}, figures(saved)), el("span", { class: "quietly" }, saved === 1 ? " line" : " lines")),
    el("span", {}, el("span", { class: "code" }, code), el("span", { class: "quietly" }, ` ${kind}`)),
    el("span", { class: "figure quietly" }, `${alike} alike`),
    el("span", { class: "home" }, el("span", { class: "mono" }, el("b", {}, path), `:${line} `), el("span", { class: "mono quietly" }, name)),
    el("span", { class: "figure quietly" }, number === 1 ? "1 copy" : `${number} copies`),
  ];
  const inside = () =>
    el(
      "div",
      { class: "inside" },
      el("p", {}, el("b", {}, "Why keep this one: "), reason),
      copies.map((copy) => beside(home, copy)),
      more.length > 0 && [el("p", {}, remark || "More copies:"), el("ul", {}, more.map((each) => el("li", {}, location_(each))))],
    );
  return el("li", { class: severity }, lazily(summary, inside));
}

/* The copy beside the member to keep; a row is an array of kind, left, right and what a gap leaves out. */
function beside(home, [location, rows, remark]) {
  const head = (word, where) => el("th", { scope: "colgroup", colspan: 2 }, el("b", {}, word), location_(where));
  const body = rows.map(([kind, left, right, gap]) =>
    gap
      ? el("tr", { class: "gap" }, el("td", { colspan: 4 }, gap))
      : el("tr", { class: kind }, side(left, kind === "equal" ? null : "left"), side(right, kind === "equal" ? null : "right")));
  return el(
    "div",
    { class: "beside" },
    el(
      "table",
      {},
      el("colgroup", {}, el("col", { class: "no" }), el("col"), el("col", { class: "no" }), el("col")),
      el("thead", {}, el("tr", {}, head("keep", home), head("copy", location))),
      el("tbody", {}, body),
    ),
    remark && el("p", { class: "remark" }, remark),
  );
}

function side(cell, kind) {
  if (!cell) return [el("td", { class: "no none" }), el("td", { class: "none" }, el("span", { class: "unseen" }, "not here"))];
  const [number, pieces] = cell;
  const shown = pieces.map(([text, style, differs]) => (differs || style ? el(differs ? "mark" : "span", { class: style || null }, text) : text));
  return [el("td", { class: "no" }, number), el("td", { class: kind }, el("code", {}, shown))];
}

function showCopies() {
  const list = byId("groups");
  if (list) paged(list, page.duplicates, copiesGroup, 25);
}
