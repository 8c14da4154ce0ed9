/** What a browser calls itself, in the two words by which one knows it again: “Firefox, Android”. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [[/Edg\//, "Edge"], [/OPR\//, "Opera"], [/Firefox\//, "Firefox"], [/Chrom(?:e|ium)\//, "Chrome"], [/Safari\//, "Safari"]];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [[/Android/, "Android"], [/iPhone|iPad/, "iOS"], [/Windows/, "Windows"], [/Mac OS X/, "macOS"], [/Linux/, "Linux"]];

/** The words, or the whole of it where it is none of these. */
export function browserOf(agent: string): string {
  const of = (list: readonly (readonly [RegExp, string])[]): string | undefined => list.find(([is]) => is.test(agent))?.[1];
  return [of(BROWSERS), of(SYSTEMS)].filter(Boolean).join(", ") || agent;
}
