import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

/** Where `npm run dev` finds the arena. */
const ARENA = process.env["ARENA_URL"] ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [svelte()],
  build: {
    target: "es2022",
    // The page's policy allows scripts and styles from files of the same origin only: nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      "/api": ARENA,
      "/ws": { target: ARENA, ws: true },
    },
  },
  test: { include: ["test/**/*.test.ts"] },
});
