/* Import paths: every way to a symbol flows into the symbol, as wide as files take it. */

const ROW = 52; // pixels of a path
const THIN = 2;
const THICK = 30;

function fragmentsItem([symbol, file, line, paths]) {
  const taken = paths.filter(([, , , imports]) => imports.length).length;
  const astray = paths.filter(([, , isAstray]) => isAstray).reduce((sum, [, , , imports]) => sum + imports.length, 0);
  const summary = [
    el("span", { class: "mono" }, el("b", {}, symbol)),
    el("span", { class: "figure quietly" }, counted(taken, "path")),
    el("span", { class: "figure" }, el("span", { class: "pill info" }, `${counted(astray, "file")} astray`)),
  ];
  return el("li", {}, lazily(summary, () => el("div", { class: "inside" }, flow(symbol, files[file], line, paths), takers(paths))));
}

function flow(symbol, file, line, paths) {
  const height = ROW * paths.length;
  const total = paths.reduce((sum, [, , , imports]) => sum + imports.length, 0) || 1;
  const scale = Math.min(THICK / Math.max(...paths.map(([, , , imports]) => imports.length), 1), (height * 0.8) / total);
  const width = (imports) => (imports.length ? Math.max(THIN, imports.length * scale) : 1);
  const all = paths.reduce((sum, [, , , imports]) => sum + width(imports), 0);
  const drawing = svg("svg", { class: "streams", viewBox: `0 0 100 ${height}`, preserveAspectRatio: "none", height, "aria-hidden": "true" });
  let end = (height - all) / 2;
  paths.forEach(([, , isAstray, imports], number) => {
    const wide = width(imports);
    const from = ROW * number + ROW / 2;
    const to = end + wide / 2;
    end += wide;
    drawing.append(
      svg("path", { class: isAstray ? "astray" : imports.length ? "straight" : "untaken", d: `M0,${from} C55,${from} 45,${to} 100,${to}`, "stroke-width": wide }));
  });
  const label = ([name, isHome, isAstray, imports]) =>
    el("li", { class: isAstray ? "info" : "good" }, el("span", { class: "mono" }, name), el("span", { class: "quietly" },
      `${counted(imports.length, "file")}${isHome ? ", where it is defined" : ""}`, isAstray && el("b", { class: "tone" }, " astray")));
  return el("div", { class: "flow" }, el("ul", { class: "paths" }, paths.map(label)), drawing,
    el("div", { class: "target" }, el("span", { class: "mono" }, el("b", {}, symbol.split(":")[1] || symbol)), el("span", {}, place(file, line))));
}

/* Who takes each path. */
function takers(paths) {
  return paths.filter(([, , , imports]) => imports.length).map(([name, , isAstray, imports]) =>
    lazily([counted(imports.length, "file"), imports.length === 1 ? " imports " : " import ", el("span", { class: "mono" }, name)], () => {
      const list = el("ul", { class: "takers" }, imports.slice(0, 200).map(([file, line]) => el("li", {}, place(files[file], line))));
      if (imports.length > 200) list.append(el("li", { class: "quietly" }, `and ${imports.length - 200} more`));
      return list;
    }, { class: "fold" }));
}

function showImports() {
  const list = byId("fragments");
  if (list) paged(list, page.imports, fragmentsItem, 25);
}
