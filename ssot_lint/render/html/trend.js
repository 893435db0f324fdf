/* The trend: the score of every category over the revisions, and the findings of each rule beside it. */

const CHART = { width: 1000, height: 260, left: 48, right: 16, top: 14, bottom: 28 };

function showTrend() {
  const chart = byId("trend-chart");
  const points = page.trend;
  if (!chart) return;
  if (!points.length) {
    chart.append(el("p", { class: "quietly" }, "The file has no revisions."));
    return;
  }
  const names = [...new Set(points.flatMap((point) => Object.keys(point.score)))].sort((one, other) => rank(one) - rank(other) || byText(one, other));
  const legend = el("p", { class: "facts" }, names.map((name, number) => {
    const scores = points.map((point) => point.score[name]).filter((score) => score != null);
    return el("span", { class: `pill series s${number % 5}` }, el("i", { class: "dot" }), ` ${name} ${scores.length ? `${percent(scores[0])} → ${percent(scores.at(-1))}` : "n/a"}`);
  }));
  chart.append(legend, el("div", { class: "scroll" }, scores(points, names)), trendTable(points));
}

const rank = (name) => ["overall", "real", "test"].indexOf(name) >>> 0;

/* A score as it is told everywhere: one decimal, never rounded up. */
const percent = (score) => (score == null ? "n/a" : `${(Math.floor(Number((score * 10).toFixed(6))) / 10).toFixed(1)}%`);

function scores(points, names) {
  const { width, height, left, right, top, bottom } = CHART;
  const values = points.flatMap((point) => Object.values(point.score)).filter((score) => score != null);
  const least = Math.min(...values, 99);
  const unit = [1, 2, 5, 10, 20].find((each) => (100 - least) / each <= 5) ?? 25;
  const low = Math.floor(least / unit) * unit;
  const x = (number) => left + ((width - left - right) * number) / Math.max(points.length - 1, 1);
  const y = (score) => top + ((height - top - bottom) * (100 - score)) / (100 - low);
  const drawing = svg("svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": "The score over the revisions; the table below has the figures" });
  for (let score = 100; score >= low; score -= unit) {
    drawing.append(svg("line", { class: "grid", x1: left, x2: width - right, y1: y(score), y2: y(score) }), svg("text", { x: left - 8, y: y(score) + 4, class: "end" }, String(score)));
  }
  const every = Math.ceil(points.length / 8);
  points.forEach((point, number) => {
    if (number % every === 0) drawing.append(svg("text", { x: x(number), y: height - 8, class: number === 0 ? null : number === points.length - 1 ? "end" : "middle" }, point.date));
  });
  names.forEach((name, series) => {
    const known = points.map((point, number) => [number, point.score[name], point]).filter(([, score]) => score != null);
    drawing.append(svg("path", { class: `series s${series % 5}`, d: known.map(([number, score], at) => `${at ? "L" : "M"}${x(number).toFixed(1)},${y(score).toFixed(1)}`).join("") }));
    for (const [number, score, point] of known) {
      drawing.append(svg("circle", { class: `series s${series % 5}`, cx: x(number), cy: y(score), r: 3.5 }, svg("title", {}, `${point.revision} ${point.date}: ${name} ${percent(score)}`)));
    }
  });
  return drawing;
}

function sparkline(figures) {
  const most = Math.max(...figures, 1);
  const d = figures.map((figure, number) => `${number ? "L" : "M"}${((100 * number) / Math.max(figures.length - 1, 1)).toFixed(1)},${(19 - (18 * figure) / most).toFixed(1)}`).join("");
  return svg("svg", { class: "spark", viewBox: "0 0 100 20", preserveAspectRatio: "none", "aria-hidden": "true" }, svg("path", { d }));
}

function trendTable(points) {
  const codes = [...new Set(points.flatMap((point) => Object.keys(point.findings ?? {})))].sort();
  const line = (code) => {
    const figures = points.map((point) => point.findings?.[code] ?? 0);
    const change = figures.at(-1) - figures[0];
    return el("tr", {}, el("td", { class: "code" }, code), el("td", {}, sparkline(figures)), el("td", { class: "figure" }, figures[0]), el("td", { class: "figure" }, figures.at(-1)),
      el("td", { class: `figure ${change > 0 ? "error" : change < 0 ? "good" : ""}` }, el("span", { class: "tone" }, change > 0 ? `+${change}` : change < 0 ? `−${-change}` : "0")));
  };
  const heads = ["Rule", "Findings", points[0].revision, points.at(-1).revision, "Change"];
  return el("details", { class: "fold", open: true }, el("summary", {}, "Findings by rule"),
    el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, heads.map((head, number) => el("th", { scope: "col", class: number > 1 ? "figure" : null }, head)))), el("tbody", {}, codes.map(line)))));
}
