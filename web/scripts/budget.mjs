// Fails when a first visit would load more script than we promise. Counts what index.html names
// and everything those files import without waiting, as the server sends it: gzipped.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT_KB = 190;
const manifest = JSON.parse(readFileSync("dist/.vite/manifest.json", "utf8"));

const first = new Set();
const follow = (name) => {
  const chunk = manifest[name];
  if (!chunk || first.has(chunk.file)) return;
  first.add(chunk.file);
  for (const needed of chunk.imports ?? []) follow(needed);
};
// The home page is what a first visit opens, so its own chunk counts as well.
for (const [name, chunk] of Object.entries(manifest)) {
  if (chunk.isEntry || name.endsWith("home/home-page.tsx")) follow(name);
}

const sizes = [...first]
  .map((file) => [file, gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length / 1000])
  .sort((a, b) => b[1] - a[1]);
sizes.push(["theme.js", gzipSync(readFileSync("dist/theme.js")).length / 1000]);
for (const [file, kb] of sizes) console.log(`${kb.toFixed(1).padStart(7)} kB  ${file}`);

const total = sizes.reduce((sum, [, kb]) => sum + kb, 0);
console.log(`${total.toFixed(1).padStart(7)} kB  of ${LIMIT_KB} kB in ${sizes.length} files`);
if (total > LIMIT_KB) {
  console.error("The first load is heavier than promised. Load something later.");
  process.exit(1);
}
