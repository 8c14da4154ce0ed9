// The map says whose a place is in law, and leaves nobody out.
import { geoContains } from "d3-geo";
import { countries, europe } from "../tools/europe.mjs";
import { check } from "./browser.mjs";

/** Places and the country that they are drawn with. */
const PLACES = [
  ["Simferopol", [34.1, 44.95], "UA"],
  ["Sevastopol", [33.55, 44.6], "UA"],
  ["Kerch", [36.4, 45.35], "UA"],
  ["Kyrenia", [33.3, 35.3], "CY"],
  ["Donetsk", [37.8, 48], "UA"],
  ["Valletta", [14.45, 35.88], "MT"],
  ["Kaliningrad", [20.5, 54.7], "RU"],
  ["Pristina", [21.1, 42.6], "XK"],
];
const UNION = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split(" ");

export function mapOfEurope() {
  const all = countries();
  for (const [name, point, code] of PLACES) {
    const holders = [...all].filter(([, shape]) => geoContains(shape, point)).map(([found]) => found);
    check(holders.join() === code, `${name} is drawn with ${holders.join() || "nobody"}, not with ${code}`);
  }
  const drawn = new Set(europe().countries.map((one) => one.code));
  for (const code of [...UNION, "UA", "MD", "GE", "AM", "NO", "CH", "GB", "AD", "MC", "SM", "VA", "LI"]) check(drawn.has(code), `${code} is not drawn`);
  for (const one of europe().countries) check(one.x > 0 && one.y > 0 && one.x < europe().width && one.y < europe().height, `the figure of ${one.code} stands outside`);
}
