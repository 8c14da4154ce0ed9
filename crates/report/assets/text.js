// Texts and figures. The rules for figures are those of the page's static half, so that both read the same.
const texts = JSON.parse(document.getElementById("texts").textContent);
const about = JSON.parse(document.getElementById("about").textContent);
const plural = new Intl.PluralRules(about.language);
const whole = new Intl.NumberFormat("en");

function t(key, values = {}) {
  const text = texts[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));
}

// A count with its noun: `key.one` for exactly one.
function counted(key, n, values = {}) {
  const one = plural.select(n) === "one" && texts[`${key}.one`];
  return t(one ? `${key}.one` : key, { n: whole.format(n), ...values });
}

function count(n) {
  return whole.format(n);
}

function decimal(x) {
  if (!Number.isFinite(x)) return "–";
  return Math.abs(x) >= 100 ? whole.format(Math.round(x)) : String(Number(x.toFixed(1)));
}

function probability(p) {
  if (p === null || Number.isNaN(p)) return "–";
  if (p >= 0.001) return String(Number(p.toFixed(3)));
  if (p <= 0) return "<\u00a010⁻³⁰⁰";
  const [mantissa, exponent] = p.toExponential(1).split("e");
  const raised = [...exponent.replace("+", "")].map((c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c])).join("");
  return `${mantissa}\u00a0×\u00a010${raised}`;
}

function duration(ms) {
  const s = Math.floor(Math.abs(ms) / 1000);
  const two = (a, unit, b, small) => (b ? `${a} ${unit} ${b} ${small}` : `${a} ${unit}`);
  if (s === 0 && ms !== 0) return `${Math.abs(ms)} ms`;
  if (s < 60) return `${s} s`;
  if (s < 3600) return two(Math.floor(s / 60), "min", s % 60, "s");
  if (s < 86400) return two(Math.floor(s / 3600), "h", Math.floor(s / 60) % 60, "min");
  return two(Math.floor(s / 86400), "d", Math.floor(s / 3600) % 24, "h");
}

// ISO 8601 in UTC; empty for no time and for those beyond what the browser can hold.
function iso(ms) {
  return ms === null || ms === undefined || Math.abs(ms) > 8.64e15 ? "" : new Date(ms).toISOString();
}

// UTC, to the precision that the source has.
function utc(ms) {
  const [date, clock] = new Date(ms).toISOString().split("T");
  switch (about.precision) {
    case "day": return date;
    case "hour": return `${date} ${clock.slice(0, 2)} h UTC`;
    case "minute": return `${date} ${clock.slice(0, 5)} UTC`;
    default: return `${date} ${clock.slice(0, 8)} UTC`;
  }
}

// The viewer's own zone, on hover and on focus.
function inZone(ms) {
  const time = new Date(ms).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "long" });
  return t("zone", { time });
}

function signalName(signal) {
  return t(`signal.${signal}`);
}
