/** Paints accounts × time onto a canvas: grey for posts, colour for posts in joint actions, darker where there are more. */
import type { components } from "../api/schema";

export type RasterData = components["schemas"]["Raster"];
export interface Colours {
  post: string;
  joint: string;
  line: string;
}
interface Size {
  width: number;
  height: number;
  rowHeight: number;
  /** Device pixels for one of the page. */
  ratio: number;
  colours: Colours;
}

export function paint(canvas: HTMLCanvasElement, raster: RasterData, { width, height, rowHeight, ratio, colours }: Size): void {
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  // By the object model: a style attribute would be against the page's policy.
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const brush = canvas.getContext("2d");
  if (!brush) return;
  brush.scale(ratio, ratio);
  const cell = width / raster.bins;
  brush.fillStyle = colours.line;
  if (rowHeight >= 8) for (let row = 1; row < raster.accounts.length; row++) brush.fillRect(0, row * rowHeight - 0.5, width, 0.5);
  let most = 1;
  for (const [, , posts = 0] of raster.cells) most = Math.max(most, posts);
  const gap = rowHeight >= 6 ? 1 : 0;
  // Grey first, so that one joint post is never hidden under ten others.
  for (const pass of ["post", "joint"] as const) {
    brush.fillStyle = colours[pass];
    for (const [row = 0, bin = 0, posts = 0, joint = 0] of raster.cells) {
      const n = pass === "joint" ? joint : posts;
      if (!n || (pass === "post" && joint)) continue;
      brush.globalAlpha = (pass === "joint" ? 0.55 : 0.25) + 0.45 * (Math.log1p(n) / Math.log1p(most));
      brush.fillRect(bin * cell, row * rowHeight + gap, Math.max(cell, 2), rowHeight - gap);
    }
  }
  brush.globalAlpha = 1;
}
