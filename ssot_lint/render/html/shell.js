"use strict";
/* What every page needs: its data, elements that are never made of markup, the theme. */

const page = JSON.parse(document.getElementById("data").textContent);

const byId = (id) => document.getElementById(id);

/* An element: `on…` are listeners, `class` and all else attributes, false and null leave one out. */
function el(name, properties = {}, ...children) {
  return filled(document.createElement(name), properties, children);
}

function svg(name, properties = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", name), properties, children);
}

function filled(element, properties, children) {
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
}

const numbers = new Intl.NumberFormat("en");
const figures = (number) => numbers.format(number);

function counted(number, noun) {
  return `${figures(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/* A details element whose inside is made when it is first opened. */
function lazily(summary, inside, properties = {}) {
  const details = el("details", properties, el("summary", {}, summary));
  const fill = () => {
    if (!details.open) return;
    details.removeEventListener("toggle", fill);
    details.append(inside());
  };
  details.addEventListener("toggle", fill);
  details.fill = () => {
    details.open = true;
    fill();
    return details;
  };
  return details;
}

/* So many items of a list are printed; a page with more says so. */
const PRINTED = 1000;

/* Items of a list, so many at a time, with a button for the next; the first of these gets the focus. */
function paged(list, items, make, size) {
  let shown = 0;
  const more = el("button", { type: "button", class: "more" });
  const add = () => {
    const added = items.slice(shown, shown + size).map(make);
    list.append(...added);
    shown += added.length;
    more.textContent = `Show ${Math.min(size, items.length - shown)} more of ${items.length}`;
    more.hidden = shown === items.length;
    return added;
  };
  more.addEventListener("click", () => add()[0].querySelector("summary")?.focus());
  addEventListener("beforeprint", () => {
    while (shown < Math.min(items.length, PRINTED)) add();
  });
  list.after(more);
  add();
}

const themes = ["auto", "light", "dark"];
const themeNames = { auto: "as the system has them", light: "light", dark: "dark" };

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  byId("theme").textContent = { auto: "◐", light: "☀", dark: "☾" }[theme];
  byId("theme").setAttribute("aria-label", `Colours: ${themeNames[theme]}`);
  byId("theme").title = `Colours: ${themeNames[theme]}`;
}

/* A page that is opened as a file may have no storage. */
function stored(name, value) {
  try {
    if (value !== undefined) localStorage.setItem(name, value);
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

setTheme(themes.includes(stored("ssot-lint-theme")) ? stored("ssot-lint-theme") : "auto");
byId("theme").addEventListener("click", () => {
  const next = themes[(themes.indexOf(document.documentElement.dataset.theme) + 1) % themes.length];
  stored("ssot-lint-theme", next);
  setTheme(next);
});
