// Which words of two texts differ: longest common subsequence over words as the script at hand divides them.
const LONGEST = 600;

// Intl.Segmenter knows where words end in Chinese, Japanese, Thai; elsewhere runs of letters are words.
function words(text) {
  if (typeof Intl.Segmenter === "function") {
    return Array.from(new Intl.Segmenter(undefined, { granularity: "word" }).segment(text), (part) => part.segment);
  }
  return text.match(/[\p{L}\p{N}\p{M}]+|\s+|[^\p{L}\p{N}\p{M}\s]/gu) ?? [];
}

// Two lists of { text, same }; parts next to each other that are alike are joined, or joined scripts would break.
function compare(left, right) {
  const [a, b] = [words(left), words(right)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const [sameA, sameB] = [a.map((_, i) => i < start || i >= a.length - end), b.map((_, i) => i < start || i >= b.length - end)];
  const [n, m] = [a.length - start - end, b.length - start - end];
  // Longer texts than this are marked whole between their common ends: a quadratic table would freeze the page.
  if (n <= LONGEST && m <= LONGEST) {
    const length = Array.from({ length: n + 1 }, () => new Uint16Array(m + 1));
    for (let i = n - 1; i >= 0; i--) {
      for (let j = m - 1; j >= 0; j--) {
        length[i][j] = a[start + i] === b[start + j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
      }
    }
    for (let i = 0, j = 0; i < n && j < m;) {
      if (a[start + i] === b[start + j]) {
        sameA[start + i++] = true;
        sameB[start + j++] = true;
      } else if (length[i + 1][j] >= length[i][j + 1]) i++;
      else j++;
    }
  }
  return [joined(a, sameA), joined(b, sameB)];
}

function joined(parts, same) {
  const runs = [];
  parts.forEach((text, i) => {
    // Blanks between two differing words belong to the difference.
    const alike = same[i] && !(/^\s+$/.test(text) && i > 0 && i + 1 < parts.length && !same[i - 1] && !same[i + 1]);
    if (runs.length && runs.at(-1).same === alike) runs.at(-1).text += text;
    else runs.push({ text, same: alike });
  });
  return runs;
}
