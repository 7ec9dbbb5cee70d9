// Makes the symbol scripts and code tables that the program ships, from the packages in node_modules.
// Run by the build hook, in a folder where npm ci was done: node build.mjs OUTPUT_FOLDER

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { buildSync } from "esbuild";

import { catalogue } from "./catalogue.mjs";

const out = process.argv[2];
const require = createRequire(import.meta.url);
const RENDERER = "@armyc2.c5isr.renderer/mil-sym-ts-web";
const PACKAGES = ["milsymbol", RENDERER, "milstandard-e", "mil-std-2525", "stanag-app6"];
const inPackage = (name, file) => join("node_modules", name, file);

mkdirSync(join(out, "licences"), { recursive: true });

copyFileSync(inPackage("milsymbol", "dist/milsymbol.js"), join(out, "milsymbol.js"));

// Published for browsers with static class fields, which Qt's script engine cannot parse.
buildSync({
  entryPoints: [inPackage(RENDERER, "C5Ren.umd.js")],
  outfile: join(out, "mil-sym-ts.js"),
  target: "es2016",
  minify: true,
  legalComments: "inline",
  logLevel: "error",
});

const tables = catalogue(
  require("milstandard-e").ms2525e,
  require("mil-std-2525"),
  require("stanag-app6"),
);
writeFileSync(join(out, "catalogue.json"), JSON.stringify(tables));

const lock = JSON.parse(readFileSync("package-lock.json", "utf8")).packages;
const shipped = PACKAGES.map((name) => {
  const { version, integrity, license } = lock[`node_modules/${name}`];
  const installed = JSON.parse(readFileSync(inPackage(name, "package.json"), "utf8")).version;
  if (installed !== version) throw new Error(`${name} ${installed} is installed, not ${version}`);
  const licence = `licences/${name.split("/").pop()}.LICENSE`;
  copyFileSync(inPackage(name, "LICENSE"), join(out, licence));
  return { name, version, integrity, license, licence };
});
writeFileSync(join(out, "versions.json"), JSON.stringify(shipped, null, 1) + "\n");
