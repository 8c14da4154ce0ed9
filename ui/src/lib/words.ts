/**
 * Two texts side by side: which words they share, in order, and which only one of them has.
 *
 * Words are found as each script writes them (Unicode UAX 29 through `Intl.Segmenter`), so that Greek, Cyrillic, Georgian,
 * Armenian, Arabic or Thai are cut where their readers would cut them. White space is no difference; capitals, accents and
 * letters of another script that look alike are. The longest common subsequence is exact. Rejected: comparing by letters,
 * which lights up half of every changed word, and splitting at spaces, which sees one word in a line of Thai.
 */
export interface Piece {
  text: string;
  /** Whether the other text has it at this place too. */
  same: boolean;
}
export interface Compared {
  left: Piece[];
  right: Piece[];
  /** Share of words that both have, 0 to 1, of the longer text. */
  alike: number;
}

interface Token {
  text: string;
  /** White space behind it. */
  after: string;
}

/** Beyond so many cells of the table, what lies between the common ends is taken for different as a whole. */
const MOST_CELLS = 6_000_000;

export function tokens(text: string): Token[] {
  const found: Token[] = [];
  for (const { segment } of new Intl.Segmenter("und", { granularity: "word" }).segment(text.normalize("NFC"))) {
    const last = found.at(-1);
    if (/^\s+$/u.test(segment) && last) last.after += segment;
    else found.push({ text: segment, after: "" });
  }
  return found;
}

/** Marks, for both, the tokens of a longest common subsequence. */
function common(a: readonly Token[], b: readonly Token[]): [boolean[], boolean[]] {
  const inA = new Array<boolean>(a.length).fill(false);
  const inB = new Array<boolean>(b.length).fill(false);
  const equal = (i: number, j: number): boolean => a[i]?.text === b[j]?.text;
  let start = 0;
  while (start < a.length && start < b.length && equal(start, start)) inA[start] = inB[start++] = true;
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && equal(endA - 1, endB - 1)) inA[--endA] = inB[--endB] = true;
  const [rows, width] = [endA - start, endB - start + 1];
  if ((rows + 1) * width > MOST_CELLS) return [inA, inB];
  const length = new Uint16Array((rows + 1) * width);
  const at = (i: number, j: number): number => length[(i - start) * width + (j - start)] ?? 0;
  for (let i = endA - 1; i >= start; i--) {
    for (let j = endB - 1; j >= start; j--) {
      length[(i - start) * width + (j - start)] = equal(i, j) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  for (let i = start, j = start; i < endA && j < endB; ) {
    if (equal(i, j)) inA[i++] = inB[j++] = true;
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return [inA, inB];
}

function pieces(all: readonly Token[], same: readonly boolean[]): Piece[] {
  const found: Piece[] = [];
  all.forEach((token, i) => {
    const last = found.at(-1);
    const one = same[i] ?? false;
    if (last?.same === one) last.text += token.text + token.after;
    else found.push({ text: token.text + token.after, same: one });
  });
  return found;
}

const RTL = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/gu;
/** What stands in a post but is not its language: “RT @name:”, mentions, addresses. */
const FOREIGN = /^RT @\S+:?|@\S+|https?:\/\/\S+/gu;

/**
 * Which way a post is read: by most of its letters, what is not its language left out. `dir="auto"` asks the first letter,
 * and so an Arabic repost that begins with “RT” would be laid out for a reader of English.
 */
export function direction(text: string): "rtl" | "ltr" {
  const own = text.replace(FOREIGN, " ");
  const letters = own.match(/\p{L}/gu)?.length ?? 0;
  return 2 * (own.match(RTL)?.length ?? 0) > letters ? "rtl" : "ltr";
}

export function compare(left: string, right: string): Compared {
  const [a, b] = [tokens(left), tokens(right)];
  const [inA, inB] = common(a, b);
  const longer = Math.max(a.length, b.length);
  return { left: pieces(a, inA), right: pieces(b, inB), alike: longer ? inA.filter(Boolean).length / longer : 1 };
}
