// A large network in the shape of the interface, from a fixed seed: for what no small analysis can show.

/** Groups of a hundred that are tied among themselves, a tenth of the lines across: what a large analysis looks like. */
export function network(group, nodes, edges) {
  let seed = 2024;
  const next = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const side = Math.ceil(Math.sqrt(nodes / 100));
  const made = Array.from({ length: nodes }, (_, i) => {
    const cell = Math.floor(i / 100);
    const [angle, far] = [2 * Math.PI * next(), 0.45 * Math.sqrt(next())];
    return { id: `acc_${i}`, kind: "account", accounts: 1, posts: 20, strength: 10, declared_bot: false, role: "member", group, x: ((cell % side) + 0.5 + far * Math.cos(angle)) / side, y: (Math.floor(cell / side) + 0.5 + far * Math.sin(angle)) / side };
  });
  const seen = new Set();
  const lines = [];
  while (lines.length < edges) {
    const source = Math.floor(next() * nodes);
    const target = next() < 0.1 ? Math.floor(next() * nodes) : Math.min(nodes - 1, 100 * Math.floor(source / 100) + Math.floor(next() * 100));
    const key = source < target ? source * nodes + target : target * nodes + source;
    if (source === target || seen.has(key)) continue;
    seen.add(key);
    lines.push({ source, target, signal: ["co-repost", "co-link", "co-similar-text"][lines.length % 3], weight: 2 + Math.floor(next() * 20), p: 1e-9, q: 1e-7, surprise: 20 + 100 * next(), ties: 1 });
  }
  return { nodes: made, edges: lines, accounts: nodes, edges_total: edges };
}
