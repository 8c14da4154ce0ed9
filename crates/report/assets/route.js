// The state of the page is its address: `#group-3&tie=5&show=flagged&signal=co-link&q=words`. Reload, share, go back.
const root = document.documentElement;
const wide = matchMedia("(min-width: 900px)");
const defaults = { show: "all", signal: "", q: "" };
let state = { rank: null, tie: null, ...defaults };

function read() {
  const [anchor, ...pairs] = location.hash.slice(1).split("&");
  const next = { rank: null, tie: null, ...defaults };
  const group = /^group-(\d+)$/.exec(anchor);
  if (group) next.rank = Number(group[1]);
  for (const [name, value] of new URLSearchParams(pairs.join("&"))) {
    if (name === "tie" && /^\d+$/.test(value)) next.tie = Number(value);
    else if (name in defaults) next[name] = value;
  }
  return { anchor, next };
}

function address(next) {
  const pairs = new URLSearchParams();
  if (next.tie !== null) pairs.set("tie", next.tie);
  for (const name of Object.keys(defaults)) if (next[name] !== defaults[name]) pairs.set(name, next[name]);
  const rest = pairs.toString();
  return `#${next.rank === null ? "groups" : `group-${next.rank}`}${rest ? `&${rest}` : ""}`;
}

// Remembers the open tie without a new step in the history.
function remember(tie) {
  state.tie = tie ?? null;
  history.replaceState(null, "", address(state));
}

function show(rank) {
  for (const article of document.querySelectorAll("article.group")) article.classList.toggle("open", article.id === `group-${rank}`);
  for (const link of document.querySelectorAll("a.row")) {
    if (link.hash === `#group-${rank}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  root.classList.toggle("reading", rank !== null);
  return rank === null ? null : openGroup(rank);
}

// Focus and scrolling follow when the reader moved, or came by an address that names a group.
function apply(moved) {
  const { anchor, next } = read();
  // An anchor of another part of the page is the browser's business.
  if (anchor && anchor !== "groups" && next.rank === null) return;
  const before = state;
  state = next;
  filters.elements.show.value = ["all", "flagged", "not"].includes(next.show) ? next.show : "all";
  filters.elements.signal.value = next.signal;
  if (filters.elements.q.value !== next.q) filters.elements.q.value = next.q;
  filter({ show: filters.elements.show.value, signal: filters.elements.signal.value, q: next.q });
  const first = rows.length && wide.matches ? Number(rows[0].dataset.rank) : null;
  const rank = next.rank ?? first;
  const view = show(rank);
  if (view && next.tie !== null) view.tie(next.tie);
  if ((moved || next.rank !== null) && before.rank !== next.rank) {
    const target = next.rank === null ? document.getElementById("groups") : document.getElementById(`group-${next.rank}`);
    target?.focus({ preventScroll: true });
    target?.scrollIntoView({ block: "start" });
  }
}

root.classList.add("js");
filters.hidden = false;
filters.addEventListener("submit", (event) => event.preventDefault());
filters.addEventListener("input", () => {
  const chosen = filters.elements;
  state = { ...state, show: chosen.show.value, signal: chosen.signal.value, q: chosen.q.value };
  history.replaceState(null, "", address(state));
  filter(state);
});
document.getElementById("rows").addEventListener("click", (event) => {
  const link = event.target.closest("a.row");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  location.hash = address({ ...state, rank: Number(link.hash.slice(7)), tie: null });
});
for (const type of ["mouseover", "focusin"]) {
  document.addEventListener(type, (event) => {
    const element = event.target.closest?.("time[datetime]");
    if (element && !element.title) element.title = inZone(Date.parse(element.dateTime));
  });
}
addEventListener("hashchange", () => apply(true));
wide.addEventListener("change", () => apply(false));
apply(false);
