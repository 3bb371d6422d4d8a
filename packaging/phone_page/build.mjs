// Makes the template of the page: node build.mjs PHRASES RESULT. The same sources give the same bytes (build.py).

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const [phrasesFile, resultFile] = process.argv.slice(2);
const LIBRARIES = ["@noble/ciphers", "@noble/curves", "@noble/hashes", "fflate", "lean-qr"];
const read = (file) => readFileSync(new URL(file, import.meta.url), "utf8");

/** The dictionary as a module: without its blanks, as app/qr/story_text.py takes it. */
const phrases = {
  name: "phrases",
  setup(builder) {
    builder.onResolve({ filter: /^phrases$/ }, () => ({ path: "phrases", namespace: "phrases" }));
    builder.onLoad({ filter: /.*/, namespace: "phrases" }, () => ({
      contents: readFileSync(phrasesFile, "utf8").replace(/\s+/g, ""),
      loader: "text",
    }));
  },
};

async function bundled(entry, options = {}) {
  const made = await build({
    absWorkingDir: new URL(".", import.meta.url).pathname,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    ...options,
  });
  return made.outputFiles[0].text.trim();
}

/** The one licence of all libraries, and who holds the rights to each; stops when one has another licence. */
function licences() {
  const plain = (text) => text.replace(/[“”]/g, '"').replace(/\s+/g, " ").trim();
  const texts = LIBRARIES.map((name) => {
    const version = JSON.parse(read(`node_modules/${name}/package.json`)).version;
    const text = read(`node_modules/${name}/LICENSE`);
    const at = text.indexOf("Permission is hereby granted");
    return { head: `${name} ${version}`, rights: text.match(/^Copyright .*$/gm), terms: text.slice(at).trim() };
  });
  const terms = texts.find((text) => text.head.startsWith("fflate")).terms;
  const other = texts.filter((text) => plain(text.terms) !== plain(terms));
  if (other.length) throw new Error("another licence: " + other.map((text) => text.head).join(", "));
  const heads = texts.map((text) => `${text.head}: ${text.rights.join("; ")}`);
  return ["This page contains these works under the MIT License:", ...heads, "", terms].join("\n");
}

const style = await bundled("src/page.css", { target: ["chrome69", "safari14"] });
const script = await bundled("src/main.js", {
  target: "es2019",
  format: "iife",
  define: { globalThis: "self" },
  plugins: [phrases],
});
for (const part of [style, script])
  if (/<\/|<!--|@@[A-Z]+@@/.test(part)) throw new Error("would end its own element");
const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const policy = [
  "default-src 'none'",
  `script-src ${hash(script)}`,
  `style-src ${hash(style)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");
const parts = { POLICY: policy, STYLE: style, SCRIPT: script, LICENCES: licences() };
const page = read("src/page.html").replace(/@@([A-Z]+)@@/g, (whole, name) => parts[name] ?? whole);
writeFileSync(resultFile, page);
