import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** The first engine versions with light-dark(), which older targets would compile away. */
const ENGINES = ["chrome123", "safari17.5", "firefox128"];

/** Mantine components on every page, bundled in one file. */
const EVERYWHERE =
  "Alert|Badge|Button|CloseButton|EmptyState|Flex|Group|Input|InputBase|Loader|Skeleton|Stack|Text|Title|Transition|UnstyledButton|VisuallyHidden";

/** The local stack that serves the API and /config.json to `npm run dev`. */
const STACK = process.env.STACK ?? "http://localhost:8000";

/**
 * Serves the fonts, character maps and decoders that pdf.js loads by name from the own origin:
 * below /pdf/ in the build, from node_modules in development.
 */
function pdfParts(): Plugin {
  const from = fileURLToPath(new URL("./node_modules/pdfjs-dist/", import.meta.url));
  const wanted = { cmaps: /\.bcmap$/, standard_fonts: /\.(pfb|ttf)$/, wasm: /\.js$/ };
  const parts = Object.entries(wanted).flatMap(([folder, pattern]) =>
    readdirSync(from + folder)
      .filter((name) => pattern.test(name))
      .map((name) => `${folder}/${name}`),
  );
  return {
    name: "pdf-parts",
    generateBundle() {
      for (const part of parts) {
        this.emitFile({
          type: "asset",
          fileName: `pdf/${part}`,
          source: readFileSync(from + part),
        });
      }
    },
    configureServer(server) {
      server.middlewares.use("/pdf", (request, response, next) => {
        const part = parts.find((it) => request.url === `/${it}`);
        if (part) response.end(readFileSync(from + part));
        else next();
      });
    },
  };
}

export default defineConfig({
  plugins: [react(), pdfParts()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    target: ENGINES,
    cssTarget: ENGINES,
    manifest: true,
    // No inlined assets: the content security policy allows no data: scripts.
    assetsInlineLimit: 0,
    // Bundles what every visit needs in a few files instead of forty.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: "base",
              test: new RegExp(
                `node_modules/(react|react-dom|scheduler|react-router|@tanstack|oidc-client-ts|openapi-fetch)/|@mantine/core/esm/(core|components/(${EVERYWHERE}))/|createReactComponent|icons/Icon(File|Link|Mail|Notes)\\.|src/(api|items/item-kind|ui/(?!dialog|toaster|markdown|highlighted-text|prose))`,
              ),
            },
          ],
        },
      },
    },
  },
  server: { port: 5173, proxy: { "/api": STACK, "/config.json": STACK } },
});
