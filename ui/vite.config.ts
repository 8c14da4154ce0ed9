import { svelte } from "@sveltejs/vite-plugin-svelte";
import { readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { defineConfig, type Plugin } from "vite";
import { europe } from "./tools/europe.mjs";

/**
 * `virtual:rights`: which roles may ask for which route, taken from the very table that the server decides by. The pages
 * only spare people a button that would be refused; the server is asked all the same.
 */
function rights(): Plugin {
  const file = new URL("../ontology/access.toml", import.meta.url);
  return {
    name: "rights",
    resolveId: (id) => (id === "virtual:rights" ? "\0rights" : undefined),
    load(id) {
      if (id !== "\0rights") return undefined;
      this.addWatchFile(file.pathname);
      const table = parse(readFileSync(file, "utf8")) as {
        actions: Record<string, { roles?: string[]; open?: boolean; own?: boolean }>;
        routes: Record<string, string[]>;
      };
      const found: Record<string, { roles: string[]; own: boolean } | null> = {};
      for (const [action, routes] of Object.entries(table.routes)) {
        const row = table.actions[action];
        for (const route of routes) {
          if (route.includes(" /api/")) found[route] = row?.open ? null : { roles: row?.roles ?? [], own: row?.own ?? false };
        }
      }
      return `export default ${JSON.stringify(found)}`;
    },
  };
}

/** `virtual:europe`: the map, drawn while building. It is a file of its own, which only the page with the map asks for. */
function drawn(): Plugin {
  return {
    name: "europe",
    resolveId: (id) => (id === "virtual:europe" ? "\0europe" : undefined),
    load: (id) => (id === "\0europe" ? `export default ${JSON.stringify(europe())}` : undefined),
  };
}

export default defineConfig({
  plugins: [rights(), drawn(), svelte()],
  build: { target: "es2023", assetsInlineLimit: 0, chunkSizeWarningLimit: 700, modulePreload: { polyfill: false } },
  server: { proxy: { "/api": process.env["OSTRAKON"] ?? "http://127.0.0.1:8080" } },
});
