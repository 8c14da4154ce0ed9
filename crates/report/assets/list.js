// Filters of the ranked list. Words are looked up in a group's data, which are read for that once and in small steps.
const filters = document.getElementById("filters");
const rows = [...document.querySelectorAll("#rows > li")];
const index = new Map();

// What a search looks at: verdict, accounts, objects, texts.
function indexed(rank) {
  if (!index.has(rank)) {
    const group = dataOf(rank);
    const row = rows.find((item) => item.dataset.rank === String(rank));
    index.set(rank, [row.textContent, ...group.members.map((m) => m.account), ...group.objects.map((o) => o.object), ...group.posts.map((p) => p.text)].join("\n").toLowerCase());
  }
  return index.get(rank);
}

let search = 0;

// Shows the rows that match; long lists are searched a few milliseconds at a time, so that typing never waits.
function filter({ show, signal, q }) {
  const mine = ++search;
  const wanted = q.trim().toLowerCase();
  let i = 0;
  let matches = 0;
  function step() {
    if (mine !== search) return;
    const until = performance.now() + 12;
    for (; i < rows.length && performance.now() < until; i++) {
      const { rank, flagged, signals } = rows[i].dataset;
      const fits = (show === "all" || (show === "flagged") === (flagged === "1"))
        && (!signal || signals.split(" ").includes(signal))
        && (!wanted || indexed(Number(rank)).includes(wanted));
      rows[i].hidden = !fits;
      matches += fits;
    }
    if (i < rows.length) {
      setTimeout(step);
      return;
    }
    document.getElementById("no-match").hidden = matches > 0 || rows.length === 0;
    document.getElementById("matches").textContent = counted("filter.matches", matches);
  }
  step();
}
