/* The list of findings: a window of rows that grows at its end while one scrolls, however many there are. */

const STEP = 60;
let found = [];
let first = 0;
let last = 0;

function showFindings() {
  found = ordered(wanted());
  first = last = 0;
  byId("list").replaceChildren();
  grow();
  tellStatus();
}

function grow() {
  const next = Math.min(found.length, last + STEP);
  byId("list").append(...found.slice(last, next).map(row));
  last = next;
  tellEnds();
}

function growBackwards() {
  const next = Math.max(0, first - STEP);
  byId("list").prepend(...found.slice(next, first).map(row));
  first = next;
  tellEnds();
}

function tellEnds() {
  byId("earlier").hidden = first === 0;
  byId("earlier").textContent = `Show ${counted(first, "finding")} before these`;
  byId("later").hidden = last === found.length;
  byId("later").textContent = `Show more of ${counted(found.length, "finding")}`;
  byId("nothing").hidden = found.length > 0;
}

function tellStatus() {
  const all = findings.filter((finding) => state.accepted || !finding.accepted).length;
  const inFiles = new Set(found.map((finding) => finding.file)).size;
  const shown = isFiltered() ? `${figures(found.length)} of ${counted(all, "finding")}` : counted(all, "finding");
  byId("status").textContent = `${shown} in ${counted(inFiles, "file")}`;
}

function row(finding) {
  const { rule, severity, file, line, column, message, accepted, fingerprint } = finding;
  const summary = [
    el("span", { class: "badge" }, el("i", { class: "dot" }), el("span", { class: "unseen" }, `${severity} `), el("span", { class: "code" }, rule.code)),
    el("span", { class: "message" }, message, accepted && el("span", { class: "pill" }, accepted)),
    el("span", { class: "where mono quietly" }, el("b", {}, file.path), `:${line}:${column}`),
  ];
  const details = lazily(summary, () => inside(finding));
  finding.details = details;
  // no id: a browser takes the focus away again from within what its address names
  return el("li", { class: `finding ${severity}`, "data-fingerprint": fingerprint }, details);
}

function inside(finding) {
  const { rule, file, line, column, hint, symbol, source, related, fingerprint, fix } = finding;
  const entries = [
    ["rule", [el("b", {}, `${rule.code} ${rule.name}`), ` ${rule.summary}`]],
    ["where", [place(file, line, column), symbol && el("span", { class: "mono quietly" }, ` ${symbol}`)]],
    hint && ["help", hint],
    fix && ["repair", fix],
    ...related.map(([message, number, at, col]) => [message, place(files[number], at, at && col)]),
  ].filter(Boolean);
  return el(
    "div",
    { class: "inside" },
    source.length > 0 && el("pre", { class: "source" }, el("span", { class: "no" }, line), el("code", {}, source[0], el("mark", {}, source[1] || " "), source[2])),
    el("dl", {}, entries.map(([term, told]) => [el("dt", {}, term), el("dd", {}, told)]).flat()),
    el(
      "p",
      { class: "quietly acts" },
      el("a", { href: `#finding-${fingerprint}` }, "link to this finding"),
      el("button", { type: "button", class: "quiet", onclick: () => setState({ rule: rule.code }) }, `only ${rule.code}`),
      el("button", { type: "button", class: "quiet", onclick: () => setState({ file: file.path }) }, "only this file"),
    ),
  );
}

/* Opens a finding, wherever it stands; false where there is none of that fingerprint. */
function openFinding(fingerprint) {
  const finding = findings.find((each) => each.fingerprint === fingerprint);
  if (!finding) return false;
  if (!found.includes(finding)) {
    state = { ...DEFAULTS, sort: state.sort, accepted: finding.accepted ? "1" : "" };
    for (const watcher of watchers) watcher();
  }
  const number = found.indexOf(finding);
  if (number < first || number >= last) {
    first = last = Math.max(0, number - 2);
    byId("list").replaceChildren();
    grow();
  }
  finding.details.fill();
  finding.details.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
  finding.details.firstElementChild.focus({ preventScroll: true });
  return true;
}

/* The summary of the finding after, or before, that which has the focus. */
function step(by) {
  const rows = [...byId("list").children];
  const at = rows.findIndex((each) => each.contains(document.activeElement));
  const next = rows[at < 0 ? 0 : at + by];
  next?.querySelector("summary").focus();
  if (by > 0 && at > rows.length - 5 && last < found.length) grow();
}

function watchFindings() {
  watchers.push(showFindings);
  byId("later").addEventListener("click", grow);
  byId("earlier").addEventListener("click", growBackwards);
  const ahead = new IntersectionObserver((seen) => seen.some((each) => each.isIntersecting) && last < found.length && grow(), {
    rootMargin: "1500px",
  });
  ahead.observe(byId("later"));
}
