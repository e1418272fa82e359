// Fails if the first visit loads more script than the budget. Counts the scripts of index.html and
// everything they import statically, gzipped as the server sends it.
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
// A first visit opens the home page, so its chunk counts too.
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
  console.error("The first load exceeds the budget. Load something lazily.");
  process.exit(1);
}
