// Packs what browsers load, once, at build time: the server never spends time on it.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const dist = new URL("../dist", import.meta.url).pathname;
const first = { raw: 0, gzip: 0 };
const entry = readFileSync(join(dist, "index.html"), "utf8");
for (const name of readdirSync(dist, { recursive: true })) {
  const file = join(dist, name);
  if (!statSync(file).isFile() || !/\.(js|css|html|svg|json)$/.test(name)) continue;
  const bytes = readFileSync(file);
  if (bytes.length < 512) continue;
  const gzip = gzipSync(bytes, { level: 9 });
  writeFileSync(`${file}.gz`, gzip);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
  if (name.endsWith(".js") && entry.includes(name)) {
    first.raw += bytes.length;
    first.gzip += gzip.length;
  }
}
// The brief allows 250 kB; a page that needs more should load it when it needs it.
console.log(`first page: ${(first.gzip / 1000).toFixed(0)} kB of JavaScript gzipped (${(first.raw / 1000).toFixed(0)} kB)`);
if (first.gzip > 250_000) throw new Error("the first page loads more than 250 kB of JavaScript");
