// Europe, drawn once, at build time: outlines in the equal-area projection of the Union's statistics (EPSG:3035), as paths.
//
// world-atlas (Natural Earth) shows who holds a place; this page shows whose it is in law. Crimea is drawn with Ukraine
// (United Nations General Assembly resolution 68/262), the north of Cyprus with Cyprus (Security Council resolution 541).
// Kosovo has no number in ISO 3166-1 and is taken by its name; the page says that this is without prejudice to its status.
// Rejected: drawing in the browser, which would have to load the projection and every border of the world.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoArea, geoAzimuthalEqualArea, geoCentroid, geoContains, geoPath } from "d3-geo";
import { feature, merge } from "topojson-client";

/** Numbers of ISO 3166-1 and their two letters: the states that a European network watches, and their neighbours. */
const CODES = {
  "008": "AL", "020": "AD", "031": "AZ", "040": "AT", "051": "AM", "056": "BE", "070": "BA", "100": "BG", "112": "BY", "191": "HR", "196": "CY", "203": "CZ", "208": "DK", "233": "EE",
  "246": "FI", "250": "FR", "268": "GE", "276": "DE", "300": "GR", "336": "VA", "348": "HU", "352": "IS", "372": "IE", "380": "IT", "428": "LV", "438": "LI", "440": "LT", "442": "LU",
  "470": "MT", "492": "MC", "498": "MD", "499": "ME", "528": "NL", "578": "NO", "616": "PL", "620": "PT", "642": "RO", "643": "RU", "674": "SM", "688": "RS", "703": "SK", "705": "SI",
  "724": "ES", "752": "SE", "756": "CH", "792": "TR", "804": "UA", "807": "MK", "826": "GB",
};
/** Frame of the drawing, in its own units. */
export const WIDTH = 620;
export const HEIGHT = 530;
const CRIMEA = [34.2, 45.2];
/** Corners that must be on the page: Iceland, Azerbaijan, the North Cape, Cyprus, the Azores are too far out. */
const FRAME = { type: "MultiPoint", coordinates: [[-22.5, 63.5], [-9.8, 37], [34.6, 34.4], [48, 40.2], [27, 71], [14, 35.2]] };

const topology = () => JSON.parse(readFileSync(createRequire(import.meta.url).resolve("world-atlas/countries-50m.json"), "utf8"));

/** The parts of a country, each by itself. */
const parts = (geometry) => (geometry.type === "MultiPolygon" ? geometry.arcs : [geometry.arcs]).map((arcs) => ({ type: "Polygon", arcs }));

/** Each country as one shape of the sphere, with the corrections above. */
export function countries() {
  const world = topology();
  const all = world.objects.countries.geometries;
  const byName = (name) => all.find((one) => one.properties.name === name);
  const shape = (part) => feature(world, part).geometry;
  const found = new Map();
  for (const one of all) {
    const code = CODES[one.id] ?? (one.properties.name === "Kosovo" ? "XK" : undefined);
    if (code) found.set(code, parts(one));
  }
  const crimea = found.get("RU").filter((part) => geoContains(shape(part), CRIMEA));
  found.set("RU", found.get("RU").filter((part) => !crimea.includes(part)));
  found.get("UA").push(...crimea);
  found.get("CY").push(...parts(byName("N. Cyprus")));
  return new Map([...found].map(([code, pieces]) => [code, merge(world, pieces)]));
}

/** What the page draws: outline, the place of its figure, and whether it is too small to be hit. */
export function europe() {
  const projection = geoAzimuthalEqualArea().rotate([-10, -52]).clipAngle(60).fitExtent([[14, 14], [WIDTH - 14, HEIGHT - 14]], FRAME);
  projection.clipExtent([[0, 0], [WIDTH, HEIGHT]]);
  const path = geoPath(projection).digits(1);
  const drawn = [];
  for (const [code, shape] of countries()) {
    const d = path(shape);
    if (!d) continue;
    // The figure stands on the largest part: that of France is not between Paris and Cayenne.
    const largest = shape.coordinates.map((coordinates) => ({ type: "Polygon", coordinates })).sort((a, b) => geoArea(b) - geoArea(a))[0];
    const on = code === "RU" ? path.centroid(shape) : projection(geoCentroid(largest));
    const [[left, top], [right, bottom]] = path.bounds(largest);
    const [x, y] = [Math.min(WIDTH - 16, Math.max(16, on[0])), Math.min(HEIGHT - 16, Math.max(16, on[1]))].map((n) => Math.round(n * 10) / 10);
    drawn.push({ code, d, x, y, small: Math.max(right - left, bottom - top) < 12 });
  }
  return { width: WIDTH, height: HEIGHT, countries: drawn.sort((a, b) => a.code.localeCompare(b.code)) };
}
