/**
 * A network as it is drawn: one line for a pair, however many signals tie the two, and only what lies in the window.
 *
 * The server gives places, bundles and one edge for each signal; nothing is laid out here, so that a picture looks the same
 * at every visit and for everybody.
 */
import type { components } from "../../api/schema";
import type { Signal } from "../analysis";

type Network = components["schemas"]["Network"];
export type Node = components["schemas"]["NetworkNode"];
type Edge = components["schemas"]["NetworkEdge"];

export interface Pair {
  a: Node;
  b: Node;
  edges: Edge[];
  /** The signal that says most. */
  signal: Signal;
  /** Bits, all signals together. */
  surprise: number;
  /** The least of its q-values. */
  q: number;
  p: number;
  /** Moments, all signals together. */
  weight: number;
  ties: number;
}

export interface Shape {
  nodes: Node[];
  pairs: Pair[];
}

export const pairId = (pair: Pair): string => `${pair.a.id},${pair.b.id}`;

export function shape(network: Network, shown: (node: Node) => boolean = () => true): Shape {
  const pairs = new Map<string, Pair>();
  for (const edge of network.edges) {
    const [a, b] = [network.nodes[edge.source], network.nodes[edge.target]];
    if (!a || !b || a === b || !shown(a) || !shown(b)) continue;
    const key = edge.source < edge.target ? `${edge.source} ${edge.target}` : `${edge.target} ${edge.source}`;
    const pair = pairs.get(key);
    if (!pair) {
      pairs.set(key, { a, b, edges: [edge], signal: edge.signal, surprise: edge.surprise, q: edge.q, p: edge.p, weight: edge.weight, ties: edge.ties });
      continue;
    }
    if (edge.surprise > Math.max(...pair.edges.map((one) => one.surprise))) pair.signal = edge.signal;
    pair.edges.push(edge);
    pair.surprise += edge.surprise;
    pair.weight += edge.weight;
    pair.ties += edge.ties;
    pair.q = Math.min(pair.q, edge.q);
    pair.p = Math.min(pair.p, edge.p);
  }
  return { nodes: network.nodes.filter(shown), pairs: [...pairs.values()].sort((x, y) => y.surprise - x.surprise) };
}

/** Radius of a node in pixels: by the root of the accounts in it, a little by how strongly it is tied. */
export function radius(node: Node, many: boolean): number {
  const base = many ? 2 : 4;
  return Math.min(24, base * (node.kind === "account" ? 1 : 1.2 + 0.45 * Math.sqrt(node.accounts)));
}

/** What a node is drawn as; the legend has a swatch for each. */
export type Tone = "hub" | "originator" | "account" | "bot" | "bundle" | "group";
export const TONES: readonly Tone[] = ["hub", "originator", "account", "bot", "bundle", "group"];

export function tone(node: Node): Tone {
  if (node.kind === "bundle") return "bundle";
  if (node.kind === "group") return "group";
  if (node.declared_bot) return "bot";
  if (node.role === "hub" || node.role === "originator") return node.role;
  return "account";
}

export type Palette = Record<Tone | Signal | "ink" | "ground", string>;
