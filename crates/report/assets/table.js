// Tables that sort, show their first rows only until asked, and save all rows as CSV.
const FIRST_ROWS = 12;

// A column is { name, number, value: row => exact value, cell: row => node or text }.
function table(caption, columns, rows, file) {
  let order = rows;
  let sorted = { column: -1, up: false };
  let shown = FIRST_ROWS;
  const body = h("tbody");
  const heads = columns.map((column, i) =>
    h("th", { scope: "col", class: column.number ? "n" : null },
      column.plain ? column.name : h("button", { type: "button", class: "sort", "aria-label": t("sort", { column: column.name }), onclick: () => sort(i) }, column.name)));
  const more = h("button", { type: "button", class: "quiet", onclick: () => { shown = Infinity; draw(); } }, t("table.all", { n: count(rows.length) }));
  const save = h("button", { type: "button", class: "quiet", onclick: () => saveCsv(file, columns.filter((c) => c.value), order) }, t("export"));

  function sort(i) {
    const { value, number } = columns[i];
    sorted = { column: i, up: sorted.column === i ? !sorted.up : !number };
    const sign = sorted.up ? 1 : -1;
    order = [...rows].sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      return sign * (number ? (x ?? -1) - (y ?? -1) : String(x).localeCompare(String(y)));
    });
    heads.forEach((head, k) => (k === i ? head.setAttribute("aria-sort", sorted.up ? "ascending" : "descending") : head.removeAttribute("aria-sort")));
    draw();
  }

  function draw() {
    body.replaceChildren(...order.slice(0, shown).map((row) =>
      h("tr", {}, ...columns.map((column, i) =>
        h(i ? "td" : "th", { class: column.number ? "n" : null, scope: i ? null : "row" }, column.cell(row))))));
    more.hidden = order.length <= shown;
  }

  draw();
  return h("div", { class: "sheet" },
    h("div", { class: "wide", tabindex: "0", role: "region", "aria-label": caption.split(".")[0] },
      h("table", {}, h("caption", {}, h("span", {}, caption)), h("thead", {}, h("tr", {}, ...heads)), body)),
    h("p", { class: "tools" }, more, save));
}

// As in the files beside this page: an apostrophe before what a spreadsheet would run, unless it is a plain number.
function csvCell(value) {
  let text = value === null || value === undefined ? "" : String(value);
  const risky = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/u.test(text);
  if (typeof value === "string" && risky && !/^[+-]?\d+(\.\d+)?$/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function saveCsv(file, columns, rows) {
  const lines = [columns.map((c) => csvCell(c.id ?? c.name)), ...rows.map((row) => columns.map((c) => csvCell(c.value(row))))];
  const blob = new Blob([lines.map((line) => line.join(",") + "\r\n").join("")], { type: "text/csv;charset=utf-8" });
  const link = h("a", { href: URL.createObjectURL(blob), download: file });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
