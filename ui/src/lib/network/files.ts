/** A network as a file: SVG 1.1 and GEXF 1.3 (the format of Gephi), with the very places that the screen shows; PNG from the SVG. */
import { radius, tone, type Node, type Palette, type Shape } from "./shape";

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const short = (value: number): string => value.toFixed(2);

export interface Caption {
  title: string;
  /** Name of a node for readers. */
  label: (node: Node) => string;
}

export function svgOf(shape: Shape, palette: Palette, caption: Caption, [width, height] = [1600, 1200] as const): string {
  const edge = 40;
  const place = (node: Node): [number, number] => [edge + node.x * (width - 2 * edge), edge + node.y * (height - 2 * edge - 24)];
  const many = shape.pairs.length > 4_000;
  const most = shape.pairs[0]?.surprise ?? 1;
  const lines = shape.pairs.toReversed().map((pair) => {
    const [[x1, y1], [x2, y2]] = [place(pair.a), place(pair.b)];
    return `<line x1="${short(x1)}" y1="${short(y1)}" x2="${short(x2)}" y2="${short(y2)}" stroke="${palette[pair.signal]}" stroke-width="${short(many ? 0.5 : 0.6 + 3 * Math.sqrt(pair.surprise / most))}" stroke-opacity="${short(0.25 + 0.5 * (pair.surprise / most))}"/>`;
  });
  const dots = shape.nodes.map((node) => {
    const [x, y] = place(node);
    const size = radius(node, many);
    const words = size >= 7 ? `<text x="${short(x + size + 3)}" y="${short(y + 4)}">${escaped(caption.label(node))}</text>` : "";
    return `<circle cx="${short(x)}" cy="${short(y)}" r="${short(size)}" fill="${palette[tone(node)]}"><title>${escaped(caption.label(node))}</title></circle>${words}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12" fill="${palette.ink}"><title>${escaped(caption.title)}</title><rect width="100%" height="100%" fill="${palette.ground}"/>${lines.join("")}${dots.join("")}<text x="${edge}" y="${height - 16}">${escaped(caption.title)}</text></svg>`;
}

export async function pngOf(svg: string, [width, height] = [1600, 1200] as const): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    canvas.getContext("2d")?.drawImage(image, 0, 0, width, height);
    return await new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), "image/png"));
  } finally {
    URL.revokeObjectURL(address);
  }
}

export function gexfOf(shape: Shape, caption: Caption): string {
  const nodes = shape.nodes.map(
    (node) =>
      `<node id="${escaped(node.id)}" label="${escaped(caption.label(node))}"><attvalues><attvalue for="kind" value="${node.kind}"/><attvalue for="role" value="${node.role ?? ""}"/><attvalue for="accounts" value="${node.accounts}"/><attvalue for="posts" value="${node.posts}"/><attvalue for="group" value="${escaped(node.group)}"/></attvalues><viz:size value="${short(radius(node, false))}"/><viz:position x="${short(node.x * 1000)}" y="${short(-node.y * 1000)}" z="0"/></node>`,
  );
  // One edge a signal: what is drawn as one line keeps its parts.
  const edges = shape.pairs.flatMap((pair) =>
    pair.edges.map(
      (edge, i) =>
        `<edge id="${escaped(`${pair.a.id} ${pair.b.id} ${i}`)}" source="${escaped(pair.a.id)}" target="${escaped(pair.b.id)}" weight="${edge.weight}"><attvalues><attvalue for="signal" value="${edge.signal}"/><attvalue for="p" value="${edge.p}"/><attvalue for="q" value="${edge.q}"/><attvalue for="surprise" value="${edge.surprise}"/><attvalue for="ties" value="${edge.ties}"/></attvalues></edge>`,
    ),
  );
  const named = (list: readonly [string, string][]): string => list.map(([id, type]) => `<attribute id="${id}" title="${id}" type="${type}"/>`).join("");
  return `<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3"><meta><creator>Ostrakon</creator><description>${escaped(caption.title)}</description></meta><graph defaultedgetype="undirected"><attributes class="node">${named([["kind", "string"], ["role", "string"], ["accounts", "integer"], ["posts", "integer"], ["group", "string"]])}</attributes><attributes class="edge">${named([["signal", "string"], ["p", "double"], ["q", "double"], ["surprise", "double"], ["ties", "integer"]])}</attributes><nodes>${nodes.join("")}</nodes><edges>${edges.join("")}</edges></graph></gexf>
`;
}
