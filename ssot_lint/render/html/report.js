/* The page put together: what the reader does, and what the address asks for, become filters. */

function options(select, all, values) {
  select.replaceChildren(el("option", { value: "" }, all), ...values.map(([value, text]) => el("option", { value }, text)));
  select.closest("label").hidden = values.length < 2;
  select.addEventListener("change", () => setState({ [select.id]: select.value }));
}

function choices(key) {
  return [...new Set(findings.map((finding) => finding.file[key]).filter(Boolean))].sort().map((value) => [value, value]);
}

/* The controls as the state has them. */
function showState() {
  if (byId("query").value.trim() !== state.q) byId("query").value = state.q;
  for (const key of ["rule", "category", "service", "sort"]) byId(key).value = state[key];
  const severities = state.severity.split(",");
  for (const button of document.querySelectorAll("[data-severity]")) {
    button.setAttribute("aria-pressed", severities.includes(button.dataset.severity));
  }
  if (byId("accepted")) byId("accepted").checked = Boolean(state.accepted);
  byId("clear").hidden = !isFiltered();
  const chips = state.file ? [el("button", { type: "button", class: "chip", "aria-label": `No longer only ${state.file}`, onclick: () => setState({ file: "" }) }, `${state.file} ✕`)] : [];
  byId("chips").replaceChildren(...chips);
}

function toggleSeverity(severity) {
  const given = new Set(state.severity.split(",").filter(Boolean));
  if (!given.delete(severity)) given.add(severity);
  setState({ severity: WORST_FIRST.filter((each) => given.has(each)).join(",") });
}

function clearFilters() {
  setState({ ...DEFAULTS, sort: state.sort });
}

function watchControls() {
  options(byId("rule"), "all rules", rules.map((rule) => [rule.code, `${rule.code} ${rule.name}`]));
  options(byId("category"), "all categories", choices("category"));
  options(byId("service"), "all services", choices("service"));
  byId("sort").addEventListener("change", () => setState({ sort: byId("sort").value }));
  byId("accepted")?.addEventListener("change", (event) => setState({ accepted: event.target.checked ? "1" : "" }));
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  for (const button of document.querySelectorAll("[data-severity]")) button.addEventListener("click", () => toggleSeverity(button.dataset.severity));
  for (const id of ["clear", "clear-all"]) byId(id).addEventListener("click", clearFilters);
  let waiting = 0;
  byId("query").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => setState({ q: byId("query").value.trim() }), 80);
  });
}

function watchKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isTyping = event.target.matches("input, select, textarea");
    if (event.key === "Escape" && (isTyping || isFiltered())) {
      clearFilters();
      event.target.blur();
    }
    if (isTyping) return;
    const act = { "/": () => byId("query").focus(), j: () => step(1), k: () => step(-1) }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

/* A deep link that leads nowhere says so: the page may be newer than the link. */
function follow() {
  const { finding, filters } = readAddress();
  if (filters) {
    state = filters;
    for (const watcher of watchers) watcher();
    byId("findings").scrollIntoView({ behavior: "instant" });
  } else if (finding && !openFinding(finding)) {
    byId("status").textContent = `There is no finding ${finding} in this report any more.`;
    byId("findings").scrollIntoView({ behavior: "instant" });
  }
}

/* On paper there is no scrolling: all that is filtered, up to what makes a book. */
function prepareToPrint() {
  while (last < Math.min(found.length, PRINTED)) grow();
  if (found.length > PRINTED) byId("status").textContent += `; the first ${PRINTED} are printed, filter to print others`;
}

watchControls();
watchKeys();
watchTreemap();
watchFindings();
watchers.push(showState);
showRules();
showFiles();
showCopies();
showImports();
showTrend();
for (const watcher of watchers) watcher();
addEventListener("hashchange", follow);
addEventListener("beforeprint", prepareToPrint);
follow();
