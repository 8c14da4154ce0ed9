import { vitePreprocess } from "@sveltejs/vite-plugin-svelte";

export default {
  preprocess: vitePreprocess(),
  // The policy of the page admits no inline style, and a component's style is part of the one style sheet.
  compilerOptions: { css: "external", runes: true },
};
