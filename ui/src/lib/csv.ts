/** Tables as files (RFC 4180). A cell that a spreadsheet would run as a formula is written as text. */
interface Written<R> {
  label: string;
  value: (row: R) => string | number | null | undefined;
}

export function csv<R>(columns: readonly Written<R>[], rows: readonly R[]): string {
  const cell = (value: string | number | null | undefined): string => {
    const text = typeof value === "number" ? String(value) : (value ?? "");
    const safe = typeof value !== "number" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const lines = [columns.map((column) => cell(column.label)), ...rows.map((row) => columns.map((column) => cell(column.value(row))))];
  return lines.map((line) => `${line.join(",")}\r\n`).join("");
}

export function saveCsv<R>(name: string, columns: readonly Written<R>[], rows: readonly R[]): void {
  saveAs(`${name}.csv`, new Blob([csv(columns, rows)], { type: "text/csv" }));
}

export function saveAs(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
