/**
 * The drawing of a network by sigma (WebGL), loaded only when a network is opened.
 *
 * What is chosen is found by our own reckoning and not by sigma's: asking the picture for the line under the pointer would
 * draw every line twice in each frame, which software rendering pays for while one pans.
 */
import Graph from "graphology";
import Sigma from "sigma";
import { EdgeLineProgram, EdgeRectangleProgram, NodeCircleProgram, NodePointProgram } from "sigma/rendering";
import { glide } from "./glide";
import { pairId, radius, tone, type Node, type Pair, type Palette, type Shape } from "./shape";

export interface View {
  x: number;
  y: number;
  ratio: number;
}
export interface Options {
  palette: Palette;
  label: (node: Node) => string;
  onnode: (node: Node) => void;
  onpair: (pair: Pair) => void;
  onview: (view: View) => void;
}
export interface Drawing {
  show: (next: Shape, chosen: Chosen, palette: Palette) => void;
  look: (view: View) => void;
  zoom: (factor: number) => void;
  pan: (x: number, y: number) => void;
  whole: () => void;
  end: () => void;
}
export interface Chosen {
  node: string;
  pair: string;
}

/** Beyond so many lines they are drawn one pixel wide and nodes as points: without a graphics card that is three times faster. */
const MANY = 4_000;
/** How near to a line a click has to be, pixels. */
const NEAR = 7;

/** Whether this browser can draw by WebGL at all. */
export function able(): boolean {
  const context = document.createElement("canvas").getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}

const channels = (colour: string): number[] => (colour.match(/\d+(\.\d+)?/g) ?? []).slice(0, 3).map(Number);

/** A colour thinned towards the ground. Mixed here: sigma adds what is translucent to what lies below, which glares. */
function faint(colour: string, ground: string, share: number): string {
  const below = channels(ground);
  const mixed = channels(colour).map((one, i) => Math.round(one * share + (below[i] ?? 0) * (1 - share)));
  return `rgb(${mixed.join()})`;
}

export function draw(container: HTMLElement, options: Options): Drawing {
  let now: Shape = { nodes: [], pairs: [] };
  let palette = options.palette;
  const graph = new Graph({ type: "undirected" });
  const stage = document.createElement("div");
  Object.assign(stage.style, { width: "100%", height: "100%", transformOrigin: "0 0", willChange: "transform" });
  container.append(stage);
  const sigma = new Sigma(graph, stage, {
    allowInvalidContainer: true,
    defaultEdgeType: "wide",
    defaultNodeType: "round",
    nodeProgramClasses: { round: NodeCircleProgram, dot: NodePointProgram },
    edgeProgramClasses: { wide: EdgeRectangleProgram, thin: EdgeLineProgram },
    labelFont: getComputedStyle(container).fontFamily,
    labelSize: 12,
    labelRenderedSizeThreshold: 7,
    labelColor: { color: palette.ink },
    labelDensity: 0.6,
    minCameraRatio: 0.02,
    maxCameraRatio: 4,
    defaultDrawNodeHover: (context, data, settings) => {
      context.font = `600 ${settings.labelSize}px ${settings.labelFont}`;
      const wide = context.measureText(data.label ?? "").width;
      context.fillStyle = palette.ground;
      context.fillRect(data.x + data.size + 2, data.y - 10, wide + 10, 20);
      context.fillStyle = palette.ink;
      context.fillText(data.label ?? "", data.x + data.size + 7, data.y + 4);
      context.beginPath();
      context.arc(data.x, data.y, data.size + 2, 0, 2 * Math.PI);
      context.strokeStyle = palette.ink;
      context.lineWidth = 2;
      context.stroke();
    },
  });
  // Fixed, so that what is filtered away moves nothing.
  sigma.setCustomBBox({ x: [0, 1], y: [0, 1] });
  const camera = sigma.getCamera();
  const gliding = glide(container, stage, () => now.pairs.length > MANY, ({ x, y, scale }) => {
    const { width, height } = sigma.getDimensions();
    const middle = sigma.viewportToFramedGraph({ x: (width / 2 - x) / scale, y: (height / 2 - y) / scale });
    camera.setState({ x: middle.x, y: middle.y, ratio: Math.min(4, Math.max(0.02, camera.ratio / scale)) });
    sigma.scheduleRender();
  });
  sigma.on("afterRender", () => gliding.drawn());
  let settled: ReturnType<typeof setTimeout> | undefined;
  camera.on("updated", ({ x, y, ratio }: View) => {
    clearTimeout(settled);
    settled = setTimeout(() => options.onview({ x, y, ratio }), 300);
  });
  sigma.on("clickNode", ({ node }) => {
    const found = now.nodes.find((one) => one.id === node);
    if (found) options.onnode(found);
  });
  sigma.on("clickStage", ({ event }) => {
    const found = nearest(event.x, event.y);
    if (found) options.onpair(found);
  });

  function nearest(x: number, y: number): Pair | undefined {
    let best: Pair | undefined;
    let least = NEAR;
    const places = new Map(now.nodes.map((node) => [node, sigma.graphToViewport({ x: node.x, y: 1 - node.y })]));
    for (const pair of now.pairs) {
      const [a, b] = [places.get(pair.a), places.get(pair.b)];
      if (!a || !b) continue;
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const along = Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
      const gap = Math.hypot(x - a.x - along * dx, y - a.y - along * dy);
      if (gap < least) [best, least] = [pair, gap];
    }
    return best;
  }

  return {
    show(next, chosen, colours) {
      now = next;
      palette = colours;
      sigma.setSetting("labelColor", { color: palette.ink });
      graph.clear();
      const many = next.pairs.length > MANY;
      const most = next.pairs[0]?.surprise ?? 1;
      const near = new Set<string>(chosen.node ? [chosen.node] : []);
      for (const pair of next.pairs) {
        if (pair.a.id === chosen.node) near.add(pair.b.id);
        if (pair.b.id === chosen.node) near.add(pair.a.id);
        if (pairId(pair) === chosen.pair) near.add(pair.a.id).add(pair.b.id);
      }
      for (const node of next.nodes) {
        const dim = near.size > 0 && !near.has(node.id);
        graph.addNode(node.id, { type: many ? "dot" : "round", x: node.x, y: 1 - node.y, size: radius(node, many), label: options.label(node), color: dim ? faint(palette[tone(node)], palette.ground, 0.25) : palette[tone(node)], forceLabel: node.id === chosen.node });
      }
      // The strongest last, on top.
      for (const pair of next.pairs.toReversed()) {
        const id = pairId(pair);
        const lit = id === chosen.pair || pair.a.id === chosen.node || pair.b.id === chosen.node;
        const alpha = lit ? 1 : near.size ? 0.06 : many ? 0.22 : 0.25 + 0.5 * (pair.surprise / most);
        graph.addEdgeWithKey(id, pair.a.id, pair.b.id, { type: many ? "thin" : "wide", size: id === chosen.pair ? 5 : 0.6 + 3 * Math.sqrt(pair.surprise / most), color: faint(palette[pair.signal], palette.ground, alpha) });
      }
      sigma.refresh();
    },
    look: (view) => camera.setState(view),
    zoom: (factor) => void camera.animate({ ratio: Math.min(4, Math.max(0.02, camera.ratio * factor)) }, { duration: 120 }),
    pan: (x, y) => camera.setState({ x: camera.x + x * camera.ratio, y: camera.y + y * camera.ratio }),
    whole: () => void camera.animatedReset({ duration: 120 }),
    end() {
      clearTimeout(settled);
      gliding.end();
      sigma.kill();
      stage.remove();
    },
  };
}
