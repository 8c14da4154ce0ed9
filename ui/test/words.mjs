// Words side by side, script by script: the very module of the pages, without a browser.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { check } from "./browser.mjs";

export default async function words(ui) {
  const code = ts.transpileModule(readFileSync(join(ui, "src/lib/words.ts"), "utf8"), { compilerOptions: { target: "ES2023", module: "ESNext" } });
  const { compare, direction, tokens } = await import(`data:text/javascript,${encodeURIComponent(code.outputText)}`);
  const marked = (pieces) => pieces.filter((piece) => !piece.same).map((piece) => piece.text.trim());
  const differ = (left, right, a, b) => {
    const found = compare(left, right);
    check(JSON.stringify([marked(found.left), marked(found.right)]) === JSON.stringify([a, b]), `${left} | ${right}: ${JSON.stringify([marked(found.left), marked(found.right)])}`);
    for (const [pieces, text] of [[found.left, left], [found.right, right]]) check(pieces.map((piece) => piece.text).join("") === text.normalize("NFC"), `nothing of ${text} is lost`);
  };
  differ("Vote on Sunday, all of you", "Vote on Monday, all of you", ["Sunday"], ["Monday"]);
  differ("Голосуйте в воскресенье!", "Голосуйте в понедельник!", ["воскресенье"], ["понедельник"]);
  differ("Ψηφίστε την Κυριακή", "Ψηφίστε τη Δευτέρα", ["την Κυριακή"], ["τη Δευτέρα"]);
  differ("ხმა მიეცით კვირას", "ხმა მიეცით ორშაბათს", ["კვირას"], ["ორშაბათს"]);
  differ("Քվեարկեք կիրակի օրը", "Քվեարկեք երկուշաբթի օրը", ["կիրակի"], ["երկուշաբթի"]);
  differ("صوتوا يوم الأحد الآن", "صوتوا يوم الاثنين الآن", ["الأحد"], ["الاثنين"]);
  for (const [text, way] of [["صوتوا الآن", "rtl"], ["RT @acc_x7: صوتوا يوم الأحد https://example.org/a/b/c/d", "rtl"], ["@a @b @c שלום", "rtl"], ["Vote with صوت today", "ltr"], ["Голосуйте", "ltr"], ["https://example.org 😀", "ltr"], ["", "ltr"]]) check(direction(text) === way, `${text} is read ${way}`);
  // One line of Thai holds many words and no space.
  check(tokens("ไปลงคะแนนวันอาทิตย์").length > 2, "Thai is cut into words");
  // The same letters, composed and not, are no difference; a letter of another script is one.
  differ("Cafe\u0301 ouvert", "Café ouvert", [], []);
  differ("paypal", "pаypal", ["paypal"], ["pаypal"]);
  // White space is none, nothing against something is all.
  differ("one  two", "one two", [], []);
  differ("", "new words", [], ["new words"]);
  check(compare("", "").alike === 1 && compare("a b", "c d").alike === 0, "shares");
  // By the definition, on small texts: as many words stay as the longest common subsequence has.
  const slow = (a, b) => (!a.length || !b.length ? 0 : a[0] === b[0] ? 1 + slow(a.slice(1), b.slice(1)) : Math.max(slow(a.slice(1), b), slow(a, b.slice(1))));
  let seed = 7;
  const next = (n) => (seed = (seed * 48271) % 2147483647) % n;
  for (let i = 0; i < 200; i++) {
    const [a, b] = [0, 1].map(() => Array.from({ length: 1 + next(8) }, () => "abc"[next(3)]));
    const { alike } = compare(a.join(" "), b.join(" "));
    check(Math.abs(alike * Math.max(a.length, b.length) - slow(a, b)) < 1e-9, `${a.join("")} | ${b.join("")}`);
  }
  // Two long texts that share nothing do not stop the page.
  const long = (letter) => Array.from({ length: 4000 }, (_, i) => `${letter}${i}`).join(" ");
  check(compare(long("a"), long("b")).alike === 0, "long");
}
