// The drawing of a group: at most so many accounts until one asks for all; every line opens its posts.
const DRAWN = 150;
const [WIDTH, HEIGHT, MARGIN] = [640, 460, 24];

// `choose({ node })` or `choose({ edge })` is called with indices into the group.
function network(group, choose) {
  const frame = h("figure", { class: "network" });
  const ties = new Array(group.members.length).fill(0);
  for (const edge of group.edges) {
    ties[edge.source]++;
    ties[edge.target]++;
  }
  let nodes = [];
  let lines = [];

  function draw(limit) {
    const drawn = Math.min(limit, group.members.length);
    const inside = group.edges.map((edge, i) => ({ edge, i })).filter(({ edge }) => edge.source < drawn && edge.target < drawn);
    const most = Math.max(1, ...inside.map(({ edge }) => edge.surprise));
    const strongest = Math.max(1e-9, ...group.members.slice(0, drawn).map((m) => m.strength));
    const x = (m) => MARGIN + m.x * (WIDTH - 2 * MARGIN);
    const y = (m) => MARGIN + m.y * (HEIGHT - 2 * MARGIN);
    // Many accounts are drawn smaller, or they would hide their ties.
    const crowded = Math.max(0.4, Math.min(1, Math.sqrt(60 / drawn)));
    lines = [];
    // Weakest first, so that the telling ties lie on top.
    const drawnLines = [...inside].reverse().map(({ edge, i }) => {
      const [a, b] = [group.members[edge.source], group.members[edge.target]];
      const ends = { x1: x(a), y1: y(a), x2: x(b), y2: y(b) };
      const tell = Math.max(0, edge.surprise) / most;
      const line = s("line", { ...ends, class: "tie", "stroke-width": (0.6 + 2.2 * tell).toFixed(2), "stroke-opacity": (0.12 + 0.5 * tell * tell).toFixed(2) });
      lines[i] = line;
      return s("g", { class: "tie-hit", onclick: () => choose({ edge: i }) },
        line, s("line", { ...ends, class: "hit" }), s("title", {}, plain(`${a.account} – ${b.account}: ${signalName(edge.signal)}`)));
    });
    nodes = group.members.slice(0, drawn).map((m, i) => {
      const r = (4 + 6 * Math.sqrt(m.strength / strongest)) * crowded;
      const label = plain(t("node.label", { account: m.account, role: t(`role.${m.role}`), ties: ties[i] }));
      return s("g", {
        class: `node ${m.role}`, role: "button", tabindex: i ? "-1" : "0", "aria-pressed": "false", "aria-label": label,
        transform: `translate(${x(m).toFixed(1)} ${y(m).toFixed(1)})`,
        onclick: () => choose({ node: i }), onkeydown: (event) => key(event, i),
      }, shape(m.role, r), s("title", {}, label));
    });
    const svg = s("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "group", "aria-label": t("network.label", { n: group.rank }) },
      s("g", {}, ...drawnLines), s("g", {}, ...nodes));
    const grow = group.members.length > DRAWN
      ? h("button", { type: "button", class: "quiet", onclick: () => draw(drawn > DRAWN ? DRAWN : Infinity) },
        drawn > DRAWN ? t("network.few", { n: DRAWN }) : t("network.all", { n: count(group.members.length) }))
      : null;
    frame.replaceChildren(svg, h("figcaption", {},
      legend(), h("span", {}, `${t("network.caption", { n: count(drawn), m: count(inside.length) })} ${t("network.hint")}`), grow));
  }

  // Arrow keys go to the nearest account in that direction.
  function key(event, from) {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose({ node: from });
      return;
    }
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!way) return;
    event.preventDefault();
    let [best, cost] = [-1, Infinity];
    nodes.forEach((_, i) => {
      const dx = group.members[i].x - group.members[from].x;
      const dy = group.members[i].y - group.members[from].y;
      const along = dx * way[0] + dy * way[1];
      const across = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
      if (i !== from && along > 1e-6 && along + 2 * across < cost) [best, cost] = [i, along + 2 * across];
    });
    if (best >= 0) {
      nodes[from].setAttribute("tabindex", "-1");
      nodes[best].setAttribute("tabindex", "0");
      nodes[best].focus();
    }
  }

  function mark(chosen) {
    const edge = chosen.edge === undefined ? null : group.edges[chosen.edge];
    nodes.forEach((node, i) => {
      const on = chosen.node === i || (edge !== null && (edge.source === i || edge.target === i));
      node.classList.toggle("on", on);
      node.setAttribute("aria-pressed", String(on));
    });
    lines.forEach((line, i) => {
      const { source, target } = group.edges[i];
      line?.classList.toggle("on", chosen.edge === i || chosen.node === source || chosen.node === target);
    });
  }

  draw(DRAWN);
  return { frame, mark };
}

// Roles differ by shape as well as by fill.
function shape(role, r) {
  if (role === "bridge") return s("path", { d: `M0 ${-r * 1.2}L${r * 1.2} 0L0 ${r * 1.2}L${-r * 1.2} 0Z` });
  if (role === "originator") return s("path", { d: `M0 ${-r * 1.2}L${r * 1.1} ${r * 0.8}L${-r * 1.1} ${r * 0.8}Z` });
  if (role === "hub") return s("g", {}, s("circle", { r: r + 2.5, class: "ring" }), s("circle", { r }));
  return s("circle", { r });
}

function legend() {
  return h("span", { class: "legend" }, ...["hub", "bridge", "member", "periphery", "originator"].map((role) =>
    h("span", {}, s("svg", { viewBox: "-9 -9 18 18", width: 16, height: 16, "aria-hidden": "true" }, s("g", { class: `node ${role}` }, shape(role, 5))), t(`role.${role}`))));
}
