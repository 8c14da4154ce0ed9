// Posts with ten thousand findings in them, and one group behind which a hundred thousand posts stand: what an exercise of a size that
// one can wait for does not have. Made from a fixed seed, and analysed by the binary like any upload.
//
// * Rings: a few accounts each, which post one text after the other within seconds, on several days.
// * One crowd of accounts that repeats its texts all month long.
// * Everybody else: links that many share, at any time of the month. Without them nothing would be known of custom.

/** A small generator of even numbers in [0, 1): the same on every machine (mulberry32). */
export function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const START = Date.UTC(2026, 4, 4);
const MONTH = 28 * 86_400_000;
const WORDS = "ballot bridge candle delta ember forest garden harbour island jacket kettle lantern meadow nectar orchard pebble quarry river silver timber umbrella valley willow yonder zephyr amber basil cedar dune echo".split(" ");

/** The bytes of a table of posts: `rings` findings, and one group of `crowd` accounts with `repeats` posts each. */
export function crowded({ rings = 10_050, crowd = 400, repeats = 250, others = 60_000, seed = 1 } = {}) {
  const next = dice(seed);
  const pick = (n) => Math.floor(next() * n);
  const rows = ["message_id,user_id,username,repost_id,reply_id,message,timestamp,urls"];
  let id = 1_000_000;
  const post = (user, at, text, url = "") => rows.push(`${id++},${user},u${user},,,"${text}",${Math.floor(at / 1000)},${url}`);
  /** A text that nothing else has. */
  const text = (n) => `${Array.from({ length: 9 }, () => WORDS[pick(WORDS.length)]).join(" ")} ${n.toString(36)}`;
  for (let ring = 0; ring < rings; ring++) {
    for (let k = 0; k < 5; k++) {
      const [at, words] = [START + next() * MONTH, text(ring * 5 + k)];
      for (let member = 0; member < 3; member++) post(1_000_000 + ring * 3 + member, at + member * 2_000 + pick(2_000), words);
    }
  }
  for (let k = 0; k < repeats; k++) {
    const [at, words] = [START + next() * MONTH, text(9_000_000 + k)];
    for (let member = 0; member < crowd; member++) post(9_000_000 + member, at + pick(50_000), words);
  }
  for (let n = 0; n < others; n++) {
    const site = pick(2_000);
    post(5_000_000 + pick(12_000), START + next() * MONTH, text(8_000_000 + n), `https://news.example/${site}`);
  }
  return Buffer.from(rows.join("\n") + "\n");
}
