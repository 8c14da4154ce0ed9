// Posts by account and time: coordination shows as columns, everyday life as noise.
const SPANS = [0, 86_400_000, 3_600_000, 300_000];

// Drawn for the width at hand, so that its letters are as large as those around it.
function raster(group, binMs, across) {
  const points = group.raster;
  if (!points.length) return null;
  const rows = [...new Set(points.map((p) => p[0]))].sort((a, b) => a - b).slice(0, DRAWN);
  const rowOf = new Map(rows.map((account, i) => [account, i]));
  const drawn = points.filter((p) => rowOf.has(p[0]));
  let [first, last] = [Infinity, -Infinity];
  for (const p of drawn) {
    first = Math.min(first, p[1]);
    last = Math.max(last, p[1] + binMs);
  }
  const everything = Math.max(1000, last - first);
  const row = Math.max(4, Math.min(14, Math.floor(360 / rows.length)));
  const [top, bottom] = [44, 22];
  const height = top + rows.length * row + bottom;
  let span = 0;
  let start = first;
  const picture = h("div");
  const bins = Math.floor(across / 8);
  const said = h("figcaption");

  const length = () => (SPANS[span] ? Math.min(everything, SPANS[span]) : everything);

  // Start of the window of that length with the most shared posts.
  function busiest(width) {
    const times = drawn.filter((p) => p[3]).flatMap((p) => new Array(Math.min(p[2], 20)).fill(p[1])).sort((a, b) => a - b);
    let [best, most] = [first, 0];
    for (let i = 0, j = 0; j < times.length; j++) {
      while (times[j] - times[i] > width) i++;
      if (j - i + 1 > most) [best, most] = [(times[i] + times[j] - width) / 2, j - i + 1];
    }
    return best;
  }

  function draw() {
    const width = length();
    const x = (ms) => ((ms - start) / width) * across;
    const inside = drawn.filter((p) => p[1] + binMs >= start && p[1] <= start + width);
    const tick = row - 1;
    const thick = Math.max(1.6, (binMs / width) * across);
    const path = (shared) => inside.filter((p) => Boolean(p[3]) === shared)
      .map((p) => `M${x(p[1]).toFixed(1)} ${top + rowOf.get(p[0]) * row}h${thick.toFixed(1)}v${tick}h${(-thick).toFixed(1)}z`).join("");
    const columns = new Array(bins).fill(0);
    for (const p of inside) columns[Math.max(0, Math.min(bins - 1, Math.floor(x(p[1]) / 8)))] += p[2];
    const tallest = Math.max(1, ...columns);
    const bars = columns.map((n, i) => (n ? `M${i * 8} ${top - 8}v${(-n / tallest) * 32}h7v${(n / tallest) * 32}z` : "")).join("");
    const bands = rows.map((_, i) => (i % 2 ? "" : `M0 ${top + i * row}h${across}v${row}h${-across}z`)).join("");
    picture.replaceChildren(s("svg", { viewBox: `0 0 ${across} ${height}`, class: "raster", role: "img", "aria-label": t("raster.label", { n: group.rank }) },
      s("path", { d: bands, class: "band" }), s("path", { d: bars, class: "bar" }),
      s("path", { d: path(false), class: "own" }), s("path", { d: path(true), class: "shared" }),
      ...axis(start, width, across, height)));
    const posts = inside.reduce((sum, p) => sum + p[2], 0);
    const binned = binMs ? ` ${t("left-out.raster", { gap: duration(binMs) })}` : "";
    said.replaceChildren(t("raster.caption", { n: count(posts), m: count(rows.length) }) + binned);
    earlier.disabled = later.disabled = span === 0;
  }

  const select = h("select", { "aria-label": t("raster.span"), onchange: () => {
    span = Number(select.value);
    start = span ? busiest(length()) : first;
    draw();
  } }, ...SPANS.map((_, i) => h("option", { value: i }, t(`raster.span.${i}`))).filter((_, i) => SPANS[i] === 0 || (SPANS[i] < everything && SPANS[i] > binMs * 4)));
  const pan = (key, sign, step) => h("button", { type: "button", class: "quiet", "aria-label": t(key), onclick: () => {
    start += step * length() * 0.5;
    draw();
  } }, sign);
  const [earlier, later] = [pan("raster.earlier", "←", -1), pan("raster.later", "→", 1)];
  draw();
  return h("figure", { class: "times" }, h("div", { class: "tools" }, select, earlier, later), picture, said);
}

// Round times along the bottom, five to eight of them.
function axis(start, width, across, height) {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800, 2592000, 7776000, 31536000].map((n) => n * 1000);
  const step = steps.find((n) => width / n <= across / 120) ?? steps.at(-1);
  const marks = [];
  for (let ms = Math.ceil(start / step) * step; ms <= start + width; ms += step) {
    const at = ((ms - start) / width) * across;
    const iso = new Date(ms).toISOString();
    const label = step >= 86_400_000 ? iso.slice(0, 10) : step >= 3_600_000 ? `${iso.slice(5, 10)} ${iso.slice(11, 16)}` : step >= 60_000 ? iso.slice(11, 16) : iso.slice(11, 19);
    marks.push(s("path", { d: `M${at.toFixed(1)} 36V${height - 18}`, class: "grid" }));
    if (at > 24 && at < across - 24) marks.push(s("text", { x: at.toFixed(1), y: height - 5, "text-anchor": "middle" }, label));
  }
  return marks;
}
