// What a group opens to. Its data are parsed here and not before.
const opened = new Map();

function dataOf(rank) {
  const block = document.getElementById(`data-${rank}`);
  return block ? named(JSON.parse(block.textContent)) : null;
}

// Rows get their field names back; their order is that of the page's writer.
function named(data) {
  const rows = (list, names) => list.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]])));
  return {
    ...data,
    members: rows(data.members, ["account", "role", "posts", "first", "strength", "q", "declared_bot", "x", "y"]),
    edges: rows(data.edges, ["source", "target", "signal", "weight", "p", "q", "surprise", "exhibits"]),
    posts: rows(data.posts, ["id", "account", "time_ms", "text", "link"]),
    exhibits: rows(data.exhibits, ["signal", "object", "explanation", "posts", "compared"]).map((exhibit) => ({
      ...exhibit, object: data.phrases[exhibit.object], explanation: data.phrases[exhibit.explanation],
    })),
  };
}

// Draws the evidence of a group once; gives back { tie(i) } to open one of its ties.
function openGroup(rank) {
  if (opened.has(rank)) return opened.get(rank);
  const place = document.querySelector(`.evidence[data-rank="${rank}"]`);
  const group = place && dataOf(rank);
  if (!group) return null;
  const leftOut = group.left_out;
  const panel = h("div", { class: "panel" });
  const drawing = network(group, (chosen) => choose(chosen, true));

  function choose(chosen, byHand) {
    drawing.mark(chosen);
    panel.replaceChildren(...(chosen.edge !== undefined ? tieView(chosen.edge) : chosen.node !== undefined ? accountView(chosen.node) : strongestView()));
    if (byHand) remember(chosen.edge);
  }

  const who = (i) => group.members[i].account;

  function tieView(i) {
    const edge = group.edges[i];
    const figures = t("tie.figures", { weight: decimal(edge.weight), surprise: decimal(edge.surprise), q: probability(edge.q) });
    return [
      h("h5", { tabindex: "-1" }, foreign(who(edge.source)), " – ", foreign(who(edge.target))),
      h("p", { class: "fine" }, h("b", {}, signalName(edge.signal)), ` · ${figures}`),
      exhibitsOf(group, edge),
      h("p", {}, h("button", { type: "button", class: "quiet", onclick: () => choose({}, true) }, t("tie.clear"))),
    ];
  }

  function tieList(indices) {
    return h("ul", { class: "ties" }, ...indices.map((i) => {
      const edge = group.edges[i];
      return h("li", {}, h("button", { type: "button", class: "tie-row", "aria-label": plain(t("tie.open-label", { source: who(edge.source), target: who(edge.target) })), onclick: () => openTie(i) },
        h("span", {}, foreign(who(edge.source)), " – ", foreign(who(edge.target))),
        h("small", {}, `${signalName(edge.signal)} · ${t("tie.figures", { weight: decimal(edge.weight), surprise: decimal(edge.surprise), q: probability(edge.q) })}`)));
    }));
  }

  function accountView(node) {
    const member = group.members[node];
    const indices = group.edges.map((edge, i) => (edge.source === node || edge.target === node ? i : -1)).filter((i) => i >= 0);
    const notes = [t(`role.${member.role}`), counted("n.posts", member.posts), member.declared_bot ? t("declared") : null].filter(Boolean);
    return [
      h("h5", { tabindex: "-1" }, foreign(member.account)),
      h("p", { class: "fine" }, notes.join(" · ")),
      h("p", { class: "fine" }, ...visible(counted("tie.account", indices.length, { account: member.account }))),
      tieList(indices.slice(0, 40)),
    ];
  }

  function strongestView() {
    return [h("h5", { tabindex: "-1" }, t("tie.strongest")), tieList(group.edges.slice(0, 8).map((_, i) => i))];
  }

  function openTie(i) {
    choose({ edge: i }, true);
    panel.querySelector("h5").focus();
    panel.scrollIntoView({ block: "nearest" });
  }

  const cut = [
    leftOut.members ? t("left-out.members", { n: count(leftOut.members) }) : "",
    leftOut.edges ? t("left-out.edges", { n: count(leftOut.edges) }) : "",
    leftOut.exhibits ? t("left-out.exhibits", { n: count(leftOut.exhibits) }) : "",
    leftOut.objects ? t("left-out.objects", { n: count(leftOut.objects) }) : "",
  ].filter(Boolean).join(" ");
  const times = raster(group, leftOut.raster_bin_ms, Math.max(320, Math.round(place.clientWidth)));
  place.replaceChildren(
    h("h4", {}, t("network.title")),
    h("div", { class: "graph" }, drawing.frame, panel),
    ...(times ? [h("h4", {}, t("raster.title")), times] : []),
    h("h4", {}, t("objects.title")), objectTable(group),
    h("div", { class: "lower" }, h("div", {}, h("h4", {}, t("tables.accounts")), accountTable(group)), rhythm(group)),
    h("details", { class: "all-ties" }, h("summary", {}, `${t("tables.ties")} (${count(group.edges.length)})`), tieTable(group, openTie)),
    ...(cut ? [h("p", { class: "fine" }, cut)] : []));
  const first = group.edges.findIndex((edge) => edge.exhibits.length);
  choose(first >= 0 ? { edge: first } : {}, false);
  const view = { tie: (i) => group.edges[i] && choose({ edge: i }, false) };
  opened.set(rank, view);
  return view;
}

function rhythm(group) {
  const picture = week(group);
  return picture ? h("div", {}, h("h4", {}, t("activity.title")), picture) : null;
}

function objectTable(group) {
  const column = (key, number, value, cell) => ({ name: t(`column.${key}`), id: key, number, value, cell: cell ?? ((row) => count(value(row) ?? 0)) });
  return table(t("objects.caption"), [
    column("object", false, (o) => o.object, (o) => h("span", { class: "clip", dir: "auto" }, foreign(o.object))),
    column("signal", false, (o) => o.signal, (o) => signalName(o.signal)),
    column("accounts", true, (o) => o.accounts),
    column("posts", true, (o) => o.posts),
    column("outside", true, (o) => o.outside, (o) => (o.outside === null ? "–" : count(o.outside))),
    column("first-seen", false, (o) => iso(o.first_ms), (o) => time(o.first_ms)),
    column("last-seen", false, (o) => iso(o.last_ms), (o) => time(o.last_ms)),
  ], group.objects, `group-${group.rank}-objects.csv`);
}

function accountTable(group) {
  const column = (key, number, value, cell) => ({ name: t(`column.${key}`), id: key, number, value, cell: cell ?? ((row) => count(value(row))) });
  return table(t("accounts.caption"), [
    column("account", false, (m) => m.account, (m) => h("span", {}, foreign(m.account), m.declared_bot ? h("small", {}, ` ${t("declared")}`) : null)),
    column("role", false, (m) => m.role, (m) => t(`role.${m.role}`)),
    column("posts", true, (m) => m.posts),
    column("first", true, (m) => m.first),
    column("strength", true, (m) => m.strength, (m) => decimal(m.strength)),
    column("q", true, (m) => m.q, (m) => probability(m.q)),
  ], group.members, `group-${group.rank}-accounts.csv`);
}

function tieTable(group, openTie) {
  const who = (i) => group.members[i].account;
  const rows = group.edges.map((edge, i) => ({ edge, i }));
  const column = (key, number, value, cell) => ({ name: t(`column.${key}`), id: key, number, value, cell });
  return table(t("ties.caption"), [
    column("source", false, (r) => who(r.edge.source), (r) => foreign(who(r.edge.source))),
    column("target", false, (r) => who(r.edge.target), (r) => foreign(who(r.edge.target))),
    column("signal", false, (r) => r.edge.signal, (r) => signalName(r.edge.signal)),
    column("weight", true, (r) => r.edge.weight, (r) => decimal(r.edge.weight)),
    column("surprise", true, (r) => r.edge.surprise, (r) => decimal(r.edge.surprise)),
    column("p", true, (r) => r.edge.p, (r) => probability(r.edge.p)),
    column("q", true, (r) => r.edge.q, (r) => probability(r.edge.q)),
    { name: t("column.evidence"), plain: true, cell: (r) => h("button", { type: "button", class: "quiet", "aria-label": plain(t("tie.open-label", { source: who(r.edge.source), target: who(r.edge.target) })), onclick: () => openTie(r.i) }, t("tie.open")) },
  ], rows, `group-${group.rank}-ties.csv`);
}
