"use strict";
// Adds filters, sorting, keys and a switch of light and dark. Without it the record is complete and in its own order.
document.documentElement.classList.add("scripted");

for (const table of document.querySelectorAll("table.filterable")) {
  const bodies = [...table.tBodies];
  const cells = new Map(bodies.map((body) => [body, body.textContent.toLowerCase()]));
  const least = [];
  const reaches = (body) =>
    least.every(({ column, field }) => {
      const wanted = Number.parseFloat(field.value);
      const value = Number.parseFloat(body.rows[0].cells[column].textContent.replace(/,/g, ""));
      return Number.isNaN(wanted) || value >= wanted;
    });
  if (bodies.length > 8) {
    const finder = document.createElement("input");
    finder.type = "search";
    finder.className = "finder";
    finder.placeholder = table.dataset.filter;
    finder.setAttribute("aria-label", table.dataset.filter);
    const filter = () => {
      const wanted = finder.value.trim().toLowerCase();
      for (const body of bodies) body.hidden = !cells.get(body).includes(wanted) || !reaches(body);
    };
    finder.addEventListener("input", filter);
    table.before(finder);
    for (const head of table.tHead.rows[0].querySelectorAll("[data-least]")) {
      const field = document.createElement("input");
      field.type = "number";
      field.step = "any";
      field.min = "0";
      field.className = "finder least";
      field.placeholder = head.dataset.least;
      field.setAttribute("aria-label", head.dataset.least);
      field.addEventListener("input", filter);
      least.push({ column: head.cellIndex, field });
      table.before(" ", field);
    }
    addEventListener("hashchange", () => {
      const target = document.getElementById(location.hash.slice(1));
      if (!target || !table.contains(target) || target.checkVisibility()) return;
      finder.value = "";
      for (const { field } of least) field.value = "";
      filter();
      target.scrollIntoView();
    });
  }
  const key = (body, column) => {
    const cell = body.rows[0].cells[column];
    const text = (cell?.querySelector(":scope > div") ?? cell)?.textContent.trim() ?? "";
    const number = Number.parseFloat(text.replace(/[,<]|[^\d.]+ /g, ""));
    const size = { kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 }[text.split(" ").at(-1)] ?? 1;
    return Number.isNaN(number) ? text : number * size;
  };
  for (const [column, head] of [...table.tHead.rows[0].cells].entries()) {
    head.classList.add("sorts");
    head.tabIndex = 0;
    const sort = () => {
      const down = head.getAttribute("aria-sort") !== "descending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const sign = down ? -1 : 1;
      const keyed = bodies.map((body, index) => [key(body, column), index, body]);
      keyed.sort(([a, i], [b, j]) => {
        if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
        return sign * (a < b ? -1 : a > b ? 1 : 0) || i - j;
      });
      table.append(...keyed.map(([, , body]) => body));
    };
    head.addEventListener("click", sort);
    head.addEventListener("keydown", (event) => {
      if (event.key === "Enter") sort();
    });
  }
}

// A link into a folded list opens it.
const unfold = () => {
  const target = document.getElementById(location.hash.slice(1));
  for (let outer = target?.parentElement; outer; outer = outer.parentElement) {
    if (outer instanceof HTMLDetailsElement) outer.open = true;
  }
  target?.scrollIntoView();
};
addEventListener("hashchange", unfold);

const exhibits = [...document.querySelectorAll("article.exhibit")];
const step = (forward) => {
  const places = exhibits.map((exhibit) => exhibit.getBoundingClientRect().top);
  const edge = Number.parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
  const next = forward ? places.findIndex((top) => top > edge + 8) : places.findLastIndex((top) => top < edge - 8);
  exhibits[next]?.scrollIntoView();
};
const go = (selector) => document.querySelector(selector)?.scrollIntoView();
const find = () => {
  const finders = [...document.querySelectorAll("input.finder")].filter((finder) => finder.checkVisibility());
  const below = finders.find((finder) => finder.getBoundingClientRect().top >= 0) ?? finders.at(-1);
  below?.focus();
};
const dark = () =>
  (document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) ===
  "dark";
const turn = () => {
  document.documentElement.dataset.theme = dark() ? "light" : "dark";
};
const keys = {
  "/": find, j: () => step(true), k: () => step(false), t: () => go("table.regions:not(.residual)"), c: () => go("nav"), d: turn,
};
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.documentElement.classList.contains("viewing")) return;
  if (event.target instanceof HTMLInputElement) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const act = keys[event.key];
  if (act) {
    act();
    event.preventDefault();
  }
});
document.querySelector(".tools button")?.addEventListener("click", turn);

// Folded lists are printed in full.
const folded = [];
addEventListener("beforeprint", () => {
  for (const list of document.querySelectorAll("details:not([open])")) {
    folded.push(list);
    list.open = true;
  }
});
addEventListener("afterprint", () => {
  for (const list of folded.splice(0)) list.open = false;
});
