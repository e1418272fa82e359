import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The newest three engines that know light-dark(), which older targets would compile away. */
const ENGINES = ["chrome123", "safari17.5", "firefox128"];

/** Where `npm run dev` finds the API and /config.json: the local stack. */
const STACK = process.env.STACK ?? "http://localhost:8000";

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    target: ENGINES,
    cssTarget: ENGINES,
    manifest: true,
    // Every asset is its own file: the content security policy allows no data: scripts.
    assetsInlineLimit: 0,
  },
  server: { port: 5173, proxy: { "/api": STACK, "/config.json": STACK } },
});
