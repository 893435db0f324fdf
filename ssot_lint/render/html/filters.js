/* Which findings are wanted: the state of the filters, kept in the address as `#rule=SST102&q=engine`. */

const WORST_FIRST = ["error", "warning", "info"];

const files = page.files.map(([path, url, category, service, lines], number) => ({
  number, path, url: url || path.split("/").map(encodeURIComponent).join("/"), category, service, lines,
}));
const rules = page.rules.map(([code, name, summary]) => ({ code, name, summary }));
const findings = page.findings.map(
  ([rule, severity, file, line, column, message, hint, symbol, source, related, fingerprint, accepted, fix], number) => ({
    number, rule: rules[rule], severity, file: files[file], line, column, message, hint, symbol, source, related,
    fingerprint, accepted, fix,
  }),
);
for (const finding of findings) {
  const { rule, file, message, symbol } = finding;
  finding.text = `${rule.code} ${rule.name} ${file.path}:${finding.line} ${message} ${symbol}`.toLowerCase();
}

const DEFAULTS = { q: "", severity: "", rule: "", category: "", service: "", file: "", sort: "severity", accepted: "" };
let state = { ...DEFAULTS };
const watchers = [];

function setState(changes) {
  state = { ...state, ...changes };
  writeAddress();
  for (const watcher of watchers) watcher();
}

function isFiltered() {
  return Object.keys(DEFAULTS).some((key) => key !== "sort" && state[key] !== DEFAULTS[key]);
}

/* Whether a path is a file, or lies in a folder, which ends with a slash. */
function liesIn(path, place) {
  return place.endsWith("/") ? path.startsWith(place) : path === place;
}

/* The findings that are wanted; `without` names a filter that is left aside. */
function wanted(without) {
  const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
  const severities = state.severity ? state.severity.split(",") : WORST_FIRST;
  const place = without === "file" ? "" : state.file;
  return findings.filter(
    (finding) =>
      (state.accepted || !finding.accepted) &&
      severities.includes(finding.severity) &&
      (!state.rule || finding.rule.code.startsWith(state.rule)) &&
      (!state.category || finding.file.category === state.category) &&
      (!state.service || finding.file.service === state.service) &&
      (!place || liesIn(finding.file.path, place)) &&
      words.every((word) => finding.text.includes(word)),
  );
}

const byText = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
const isAside = (finding) => finding.file.category !== "real" && finding.file.category !== "";
const ORDERS = {
  severity: (one, other) =>
    WORST_FIRST.indexOf(one.severity) - WORST_FIRST.indexOf(other.severity) ||
    isAside(one) - isAside(other) ||
    byText(one.rule.code, other.rule.code) ||
    one.number - other.number,
  file: (one, other) => one.number - other.number,
  rule: (one, other) => byText(one.rule.code, other.rule.code) || one.number - other.number,
};

function ordered(found) {
  return found.sort(ORDERS[state.sort] ?? ORDERS.severity);
}

/* ------------------------------------------------------------------------------------- the address */

function writeAddress() {
  const given = Object.entries(state).filter(([key, value]) => value !== DEFAULTS[key]);
  const hash = new URLSearchParams(given).toString().replaceAll("%2F", "/").replaceAll("%2C", ",");
  history.replaceState(null, "", hash ? `#${hash}` : "#findings");
}

/* What the address asks for: filters, a finding, or neither. */
function readAddress() {
  const hash = location.hash.slice(1);
  if (hash.startsWith("finding-")) return { finding: hash.slice("finding-".length) };
  if (!hash.includes("=")) return {};
  const given = [...new URLSearchParams(hash)].filter(([key]) => key in DEFAULTS);
  return { filters: { ...DEFAULTS, ...Object.fromEntries(given) } };
}

/* ------------------------------------------------------------------------------------- the source */

/* The address of a line of a source, null where no template was given. */
function sourceLink(file, line, column) {
  if (!page.link) return null;
  const fields = { path: file.url, line: line || 1, column: column || 1 };
  return page.link.replace(/\{(path|line|column)\}/g, (_, field) => fields[field]);
}

/* A place as it is told, a link where there is a source to go to. */
function place(file, line, column) {
  const at = line ? `:${line}${column ? `:${column}` : ""}` : "";
  const shown = [el("b", {}, file.path), el("span", { class: "at" }, at)];
  const href = sourceLink(file, line, column);
  return href
    ? el("a", { class: "mono place", href, rel: "noopener noreferrer", target: href.startsWith("http") ? "_blank" : null }, shown)
    : el("span", { class: "mono place" }, shown);
}
