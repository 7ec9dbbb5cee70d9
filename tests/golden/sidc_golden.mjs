// Writes sidc_golden.json: what milsymbol draws in Node.js for each case of sidc_cases.json, as SHA-256 of the SVG.
// Run by hand when package-lock.json changes, with the scripts built: node tests/golden/sidc_golden.mjs
// The test draws the same cases in Qt's engine; look at what changed before committing.

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import vm from "node:vm";

const here = (path) => new URL(path, import.meta.url);
const text = (path) => readFileSync(here(path), "utf8");

const context = vm.createContext({});
vm.runInContext(text("../../resources/symbology/build/milsymbol.js"), context);
vm.runInContext(text("../../resources/symbology/symbol_driver.js"), context);

const drawn = JSON.parse(text("sidc_cases.json")).map(({ sidc, options }) => {
  const request = JSON.stringify({ sidc, options: { ...options, size: 40 } });
  const { svg, ...rest } = JSON.parse(context.drawSymbol(request));
  return { sidc, svg_sha256: createHash("sha256").update(svg).digest("hex"), ...rest };
});

const version = vm.runInContext("ms.getVersion()", context);
const lines = drawn.map((each) => "  " + JSON.stringify(each)).join(",\n");
writeFileSync(here("sidc_golden.json"), `{\n "milsymbol": "${version}",\n "drawn": [\n${lines}\n ]\n}\n`);
