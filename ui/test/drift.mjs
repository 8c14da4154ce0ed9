// Type-checks the pages against another description of the interface than the one that is kept.
import { spawnSync } from "node:child_process";
import { cpSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Throws with what the checker says when the pages do not fit `types`. */
export function fits(ui, types, folder) {
  for (const name of ["src", "tsconfig.json", "svelte.config.js", "vite.config.ts", "package.json"]) cpSync(join(ui, name), join(folder, name), { recursive: true });
  symlinkSync(join(ui, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "src/api/schema.ts"), types);
  const program = join(ui, "node_modules/svelte-check/bin/svelte-check");
  const checked = spawnSync(process.execPath, [program, "--workspace", folder, "--output", "human"], { encoding: "utf8" });
  if (checked.status !== 0) throw new Error(`run \`npm run types\`, then mend:\n${checked.stdout}${checked.stderr}`);
}
