"use strict";
// Adds a filter and sorting to long tables. Without it the record is complete and in its own order.
for (const table of document.querySelectorAll("table.filterable")) {
  const bodies = [...table.tBodies];
  const cells = new Map(bodies.map((body) => [body, body.textContent.toLowerCase()]));
  if (bodies.length > 8) {
    const finder = document.createElement("input");
    finder.type = "search";
    finder.className = "finder";
    finder.placeholder = table.dataset.filter;
    finder.setAttribute("aria-label", table.dataset.filter);
    finder.addEventListener("input", () => {
      const wanted = finder.value.trim().toLowerCase();
      for (const body of bodies) body.hidden = !cells.get(body).includes(wanted);
    });
    table.before(finder);
  }
  const key = (body, column) => {
    const text = body.rows[0].cells[column]?.textContent.trim() ?? "";
    const number = Number.parseFloat(text.replace(/[,<]|[^\d.]+ /g, ""));
    return Number.isNaN(number) ? text : number;
  };
  for (const [column, head] of [...table.tHead.rows[0].cells].entries()) {
    head.classList.add("sorts");
    head.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") !== "descending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const sign = down ? -1 : 1;
      const keyed = bodies.map((body, index) => [key(body, column), index, body]);
      keyed.sort(([a, i], [b, j]) => {
        const order = typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : typeof a === "number" ? -1 : 1;
        return sign * order || i - j;
      });
      table.append(...keyed.map(([, , body]) => body));
    });
  }
}
