// Makes the template of the page: node build.mjs PHRASES RESULT. The same sources give the same bytes (build.py).

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const [phrasesFile, resultFile] = process.argv.slice(2);
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

/**
 * StableLib without what the page never runs, and small in old syntax: its class fields become plain assignments, as its
 * own TypeScript meant them, and not calls of Object.defineProperty. Its private names (`_buffer`) are shortened below;
 * nothing else in the page has such names.
 */
const stablelib = {
  name: "stablelib",
  setup(builder) {
    builder.onResolve({ filter: /^@stablelib\/(constant-time|random)$/ }, () => ({
      path: new URL("src/left_out.js", import.meta.url).pathname,
    }));
    builder.onLoad({ filter: /\/@stablelib\/.*\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8"),
      loader: "ts",
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
    metafile: true,
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    ...options,
  });
  const [{ inputs }] = Object.values(made.metafile.outputs);
  return { text: made.outputFiles[0].text.trim(), inputs: Object.keys(inputs) };
}

/**
 * The one licence of all libraries that are in the page, and who holds the rights to each; stops when one has another
 * licence. What a library took from the public domain is named, though nobody asks for it.
 */
function licences(inputs) {
  const plain = (text) => text.replace(/[“”]/g, '"').replace(/\s+/g, " ").trim();
  const found = inputs.map((path) => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//)).filter(Boolean);
  const names = Array.from(new Set(found.map(([, name]) => name))).sort();
  const texts = names.map((name) => {
    const version = JSON.parse(read(`node_modules/${name}/package.json`)).version;
    const [text, derived = ""] = read(`node_modules/${name}/LICENSE`).split("\n---\n");
    if (/copyright \(c\)|redistribution/i.test(derived)) throw new Error("derived from others' work: " + name);
    const at = text.indexOf("Permission is hereby granted");
    return { head: `${name} ${version}`, rights: text.match(/^Copyright .*$/gm).join("; "), terms: text.slice(at).trim() };
  });
  const terms = texts.find((text) => text.head.startsWith("fflate")).terms;
  const other = texts.filter((text) => plain(text.terms) !== plain(terms));
  if (other.length) throw new Error("another licence: " + other.map((text) => text.head).join(", "));
  const holders = Array.from(new Set(texts.map((text) => text.rights)));
  const heads = holders.map((rights) => {
    const theirs = texts.filter((text) => text.rights === rights).map((text) => text.head);
    return `${theirs.join(", ")}: ${rights}`;
  });
  return ["This page contains these works under the MIT License:", ...heads, "", terms].join("\n");
}

const style = await bundled("src/page.css", { target: ["chrome66", "safari12"] });
const script = await bundled("src/main.js", {
  target: "es2019",
  format: "iife",
  define: { globalThis: "self" },
  tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
  mangleProps: /^_[a-z]/,
  plugins: [phrases, stablelib],
});
for (const { text } of [style, script])
  if (/<\/|<!--|@@[A-Z]+@@/.test(text)) throw new Error("would end its own element");
const hash = ({ text }) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const policy = [
  "default-src 'none'",
  `script-src ${hash(script)}`,
  `style-src ${hash(style)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");
const parts = { POLICY: policy, STYLE: style.text, SCRIPT: script.text, LICENCES: licences(script.inputs) };
const page = read("src/page.html").replace(/@@([A-Z]+)@@/g, (whole, name) => parts[name] ?? whole);
writeFileSync(resultFile, page);
