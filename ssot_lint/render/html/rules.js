/* Tables that are sorted by a click on a head: the rules, and the files. */

/* `columns` have a head, the value to sort by and how it is shown; a `figure` stands to the right. */
function sortable(table, columns, rows, by, limit = Infinity) {
  let [column, descending] = by;
  const heads = columns.map((each, number) =>
    el("th", { scope: "col", class: classOf(each) }, el("button", { type: "button", onclick: () => sortBy(number) }, each.head)));
  const body = el("tbody");
  const sortBy = (number) => {
    descending = number === column ? !descending : Boolean(columns[number].figure);
    column = number;
    fill();
  };
  const fill = () => {
    const { value } = columns[column];
    const compare = (one, other) => {
      const [a, b] = [value(one), value(other)];
      return typeof a === "number" ? a - b : byText(a, b);
    };
    const sorted = [...rows].sort((one, other) => (descending ? compare(other, one) : compare(one, other)));
    heads.forEach((head, number) => {
      if (number === column) head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    body.replaceChildren(...sorted.slice(0, limit).map((each) =>
      el("tr", { class: each.tone }, columns.map((one) => el("td", { class: classOf(one) }, one.show ? one.show(each) : String(one.value(each)))))));
    const more = sorted.length - limit;
    if (more > 0) body.append(el("tr", {}, el("td", { colspan: columns.length, class: "quietly" }, `and ${counted(more, "more file")}`)));
  };
  table.replaceChildren(el("thead", {}, el("tr", {}, heads)), body);
  fill();
}

/* On a phone there is no room for what is `wide`. */
const classOf = ({ figure, wide }) => `${figure ? "figure" : ""}${wide ? " wide" : ""}`.trim() || null;

/* What stands: findings that are not accepted, grouped. */
function grouped(key) {
  const groups = new Map();
  for (const finding of findings) {
    if (finding.accepted) continue;
    const each = groups.get(key(finding)) ?? { findings: 0, error: 0, warning: 0, info: 0, files: new Set() };
    each.findings += 1;
    each[finding.severity] += 1;
    each.files.add(finding.file);
    groups.set(key(finding), each);
  }
  return groups;
}

function goToFindings(changes) {
  setState({ ...DEFAULTS, ...changes });
  byId("findings").scrollIntoView({ behavior: "instant" });
}

const figure = (severity) => ({
  head: severity, figure: true, wide: true, value: (each) => each[severity],
  show: (each) => (each[severity] ? el("span", { class: severity }, el("b", { class: "tone" }, figures(each[severity]))) : el("span", { class: "quietly" }, "·")),
});

/* A bar of as many parts as there are severities, as long as the share of the largest. */
function bar(each, most) {
  const drawing = svg("svg", { class: "share-bar", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" });
  let x = 0;
  for (const severity of WORST_FIRST) {
    const width = (100 * each[severity]) / most;
    if (width) drawing.append(svg("rect", { class: severity, x, y: 0, width: Math.max(width, 0.7), height: 8 }));
    x += width;
  }
  return drawing;
}

function showRules() {
  const groups = grouped((finding) => finding.rule);
  const rows = rules.filter((rule) => groups.has(rule)).map((rule) => {
    const each = groups.get(rule);
    return { rule, tone: WORST_FIRST.find((severity) => each[severity]), ...each, files: each.files.size };
  });
  const most = Math.max(...rows.map((each) => each.findings));
  const order = (each) => WORST_FIRST.indexOf(each.tone) * 1e9 - each.findings;
  sortable(byId("rule-table"), [
    { head: "Rule", value: (each) => each.rule.code, show: (each) => el("button", { type: "button", class: "link code", onclick: () => goToFindings({ rule: each.rule.code }) }, each.rule.code) },
    { head: "Severity", wide: true, value: order, show: (each) => el("span", { class: `pill ${each.tone}` }, each.tone) },
    { head: "What it finds", value: (each) => each.rule.name, show: (each) => [el("b", {}, each.rule.name), el("span", { class: "summary quietly" }, each.rule.summary)] },
    ...WORST_FIRST.map(figure),
    { head: "Findings", figure: true, value: (each) => each.findings, show: (each) => figures(each.findings) },
    { head: "Files", figure: true, wide: true, value: (each) => each.files, show: (each) => figures(each.files) },
    { head: "", wide: true, value: (each) => each.findings, show: (each) => bar(each, most) },
  ], rows, [1, false]);
  byId("rule-table").closest(".scroll").hidden = rows.length === 0;
}

function showFiles() {
  const rows = [...grouped((finding) => finding.file)].map(([file, each]) => ({ file, ...each }));
  sortable(byId("file-table"), [
    { head: "File", value: (each) => each.file.path, show: (each) => el("button", { type: "button", class: "link mono", onclick: () => goToFindings({ file: each.file.path }) }, each.file.path) },
    { head: "Category", wide: true, value: (each) => each.file.category },
    { head: "Lines", figure: true, value: (each) => each.file.lines, show: (each) => figures(each.file.lines) },
    ...WORST_FIRST.map(figure),
    { head: "Findings", figure: true, value: (each) => each.findings },
  ], rows, [3, true], 100);
}
