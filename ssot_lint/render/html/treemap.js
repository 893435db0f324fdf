/* The files as areas: folders within folders, each file by its lines, coloured by the findings wanted. */

const GAP = 2;
const HEAD = 18; // pixels of a folder's name
const LEAST = 22; // pixels a side: a smaller folder is drawn as one
const projectFiles = files.filter((file) => file.category);

/* A folder: its path (with a slash at the end, "" for the root), what it holds, its lines. */
function folderTree() {
  const root = { path: "", name: "", lines: 0, children: new Map() };
  for (const file of projectFiles) {
    const steps = file.path.split("/");
    let folder = root;
    steps.slice(0, -1).forEach((name, depth) => {
      if (!folder.children.has(`${name}/`)) {
        const path = `${steps.slice(0, depth + 1).join("/")}/`;
        folder.children.set(`${name}/`, { path, name, lines: 0, children: new Map() });
      }
      folder = folder.children.get(`${name}/`);
    });
    folder.children.set(steps.at(-1), { path: file.path, name: steps.at(-1), lines: Math.max(file.lines, 1), file });
  }
  return settled(root);
}

/* Its lines summed up, what is in it as a list, the largest first; a folder of one folder is one with it. */
function settled(node) {
  if (!node.children) return node;
  node.children = [...node.children.values()].map(settled);
  node.lines = node.children.reduce((sum, child) => sum + child.lines, 0);
  node.children.sort((one, other) => other.lines - one.lines || byText(one.path, other.path));
  const [only] = node.children;
  if (node.children.length === 1 && only.children) {
    return { ...only, name: node.name ? `${node.name}/${only.name}` : only.name };
  }
  return node;
}

/* Areas for nodes in a box, as square as they can be: rows along the shorter side, while that helps. */
function squarified(nodes, x, y, width, height) {
  const areas = [];
  let total = nodes.reduce((sum, node) => sum + node.lines, 0);
  let start = 0;
  while (start < nodes.length) {
    const side = Math.min(width, height);
    const scale = (width * height) / total;
    let sum = 0;
    let worst = Infinity;
    let end = start;
    for (; end < nodes.length; end += 1) {
      const next = sum + nodes[end].lines;
      const thick = (next * scale) / side;
      const longest = (nodes[start].lines * scale) / thick;
      const shortest = (nodes[end].lines * scale) / thick;
      const ratio = Math.max(longest / thick, thick / shortest);
      if (ratio > worst) break;
      [sum, worst] = [next, ratio];
    }
    const thick = (sum * scale) / side;
    let along = 0;
    for (const node of nodes.slice(start, end)) {
      const length = (node.lines * scale) / thick;
      areas.push(
        width >= height
          ? { node, x, y: y + along, width: thick, height: length }
          : { node, x: x + along, y, width: length, height: thick },
      );
      along += length;
    }
    if (width >= height) [x, width] = [x + thick, width - thick];
    else [y, height] = [y + thick, height - thick];
    total -= sum;
    start = end;
  }
  return areas;
}

/* -------------------------------------------------------------------------------------- what is drawn */

const tree = folderTree();
let opened = tree;
let box = { width: 1, height: 1 }; // what all is drawn in, in pixels

const NONE = { error: 0, warning: 0, info: 0 };

/* What is wanted, counted for each file and for each folder. */
function countFindings() {
  const counts = new Map();
  for (const finding of wanted("file")) {
    if (!counts.has(finding.file.path)) counts.set(finding.file.path, { ...NONE });
    counts.get(finding.file.path)[finding.severity] += 1;
  }
  const sum = (node) => {
    if (node.file) return (node.found = counts.get(node.path) ?? NONE);
    node.found = { ...NONE };
    for (const part of node.children.map(sum)) for (const severity of WORST_FIRST) node.found[severity] += part[severity];
    return node.found;
  };
  sum(tree);
}

function toneOf({ found }) {
  const worst = WORST_FIRST.find((severity) => found[severity]);
  if (!worst) return "clean";
  return `${worst} l${found[worst] >= 8 ? 3 : found[worst] >= 3 ? 2 : 1}`;
}

function told({ found, path, lines }) {
  const parts = WORST_FIRST.filter((severity) => found[severity]).map((severity) =>
    severity === "info" ? `${found.info} info` : counted(found[severity], severity));
  return `${path || "all files"}: ${counted(lines, "line")}, ${parts.join(", ") || "no findings"}`;
}

/* An area in the colour of what is wanted; where a file or folder is filtered for, others step back. */
function paint(element) {
  const { node, kind } = element;
  const isAside = state.file && !node.children && !liesIn(node.path, state.file);
  element.className = `${kind} ${toneOf(node)}${isAside ? " aside" : ""}`;
  element.setAttribute("aria-label", told(node));
}

function cell({ node, x, y, width, height }, kind, ...inside) {
  const element = el("button", { type: "button", tabindex: "-1" }, ...inside);
  Object.assign(element, { node, kind });
  paint(element);
  // in shares, so that paper gets all of it; set one by one: the page's policy forbids style attributes
  const across = (pixels) => `${(100 * pixels) / box.width}%`;
  const down = (pixels) => `${(100 * pixels) / box.height}%`;
  Object.assign(element.style, { left: across(x), top: down(y), width: across(Math.max(width - GAP, 1)), height: down(Math.max(height - GAP, 1)) });
  return element;
}

function draw(node, area) {
  const { x, y, width, height } = area;
  if (!node.children) {
    const name = width > 40 && height > 18 ? node.name : "";
    return [cell(area, "cell", name)];
  }
  if (width < LEAST || height < LEAST) return [cell(area, "cell many")];
  const head = height > 3 * HEAD && width > 48 ? HEAD : 0;
  const inner = squarified(node.children, x + 2, y + head + (head ? 0 : 2), width - GAP - 4, height - GAP - head - (head ? 2 : 4));
  return [cell(area, "folder", head ? node.name : ""), ...inner.flatMap((each) => draw(each.node, each))];
}

function drawTreemap() {
  const map = byId("treemap");
  const { width, height } = (box = map.getBoundingClientRect());
  const had = map.contains(document.activeElement) ? document.activeElement.node?.path : null;
  const areas = opened.children ? squarified(opened.children, 0, 0, width, height) : [{ node: opened, x: 0, y: 0, width, height }];
  map.replaceChildren(...areas.flatMap((each) => draw(each.node, each)));
  const focused = [...map.children].find((each) => each.node.path === had) ?? map.firstElementChild;
  if (focused) focused.tabIndex = 0;
  if (had != null) focused?.focus();
  drawCrumbs();
}

function drawCrumbs() {
  const steps = opened.path.split("/").filter(Boolean);
  const crumbs = [el("button", { type: "button", class: "quiet", onclick: () => openFolder("") }, tree.path || "all files")];
  const base = tree.path.split("/").filter(Boolean).length;
  steps.slice(base).forEach((name, number) => {
    const path = `${steps.slice(0, base + number + 1).join("/")}/`;
    crumbs.push(" / ", el("button", { type: "button", class: "quiet", onclick: () => openFolder(path) }, name));
  });
  byId("crumbs").replaceChildren(...crumbs);
}

/* The smallest folder that holds all of a path. */
function nodeAt(path) {
  let node = tree;
  for (let next = node; next; next = node.children?.find((child) => child.children && path.startsWith(child.path))) node = next;
  return node;
}

function openFolder(path) {
  opened = nodeAt(path);
  drawTreemap();
}

function goUp() {
  const above = opened.path.slice(0, -1).lastIndexOf("/");
  openFolder(above < 0 ? "" : opened.path.slice(0, above + 1));
}

function choose(node) {
  if (node.children) openFolder(node.path);
  else {
    setState({ file: state.file === node.path ? "" : node.path });
    tell(node);
  }
}

function tell(node) {
  byId("pointed").textContent = told(node);
}

/* The nearest area of a kind in a direction, by the middles. */
function neighbour(from, key, kind) {
  const middle = (each) => {
    const box = each.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  const [x, y] = middle(from);
  const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  let best = null;
  let least = Infinity;
  for (const each of from.parentElement.querySelectorAll(`.${kind}`)) {
    const [otherX, otherY] = middle(each);
    const ahead = (otherX - x) * dx + (otherY - y) * dy;
    const aside = Math.abs((otherX - x) * dy) + Math.abs((otherY - y) * dx);
    if (each !== from && ahead > 1 && ahead + 2 * aside < least) [best, least] = [each, ahead + 2 * aside];
  }
  return best;
}

function watchTreemap() {
  const map = byId("treemap");
  watchers.push(() => {
    countFindings();
    for (const element of map.children) paint(element);
  });
  countFindings();
  new ResizeObserver(drawTreemap).observe(map);
  map.addEventListener("click", (event) => event.target.node && choose(event.target.node));
  map.addEventListener("focusin", (event) => {
    for (const each of map.querySelectorAll("[tabindex='0']")) each.tabIndex = -1;
    event.target.tabIndex = 0;
  });
  for (const seen of ["pointerover", "focusin"]) map.addEventListener(seen, (event) => event.target.node && tell(event.target.node));
  map.addEventListener("keydown", (event) => {
    if (event.key === "Backspace") goUp();
    else if (!event.key.startsWith("Arrow")) return;
    else {
      neighbour(event.target, event.key, event.shiftKey ? "folder" : "cell")?.focus();
    }
    event.preventDefault();
  });
}
