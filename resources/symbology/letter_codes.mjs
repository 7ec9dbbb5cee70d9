// Writes letter_codes.tsv: for each function of MIL-STD-2525C and 2525B or APP-6B its digits in MIL-STD-2525D.
// Run by hand when another version of a source is wanted, with the scripts built, the npm package unpacked and
// LegacyMappingTableCtoD.csv of github.com/Esri/joint-military-symbology-xml at hand:
//   npm pack @orbat-mapper/convert-symbology@1.0.2 && tar xzf orbat-mapper-convert-symbology-1.0.2.tgz
//   node letter_codes.mjs package/dist/convert-symbology.js LegacyMappingTableCtoD.csv > letter_codes.tsv
// Where the sources have several rows for a function the one comes first that milsymbol draws as it draws the letters,
// then one whose entity is in the standards. Rows that digits lead back to are marked with "=".

import { readFileSync } from "node:fs";
import vm from "node:vm";

const build = (name) => readFileSync(new URL(`build/${name}`, import.meta.url), "utf8");
const context = vm.createContext({});
vm.runInContext(build("milsymbol.js"), context);
const drawn = (sidc) => new context.ms.Symbol(sidc, { size: 50 }).asSVG();
const known = new Set(
  JSON.parse(build("catalogue.json")).sets.flatMap((each) => each.entities.map((row) => each.set + row[0])),
);

// The package exports functions only, so its table is read out of the text.
const text = readFileSync(process.argv[2], "utf8");
const start = text.indexOf("U = [") + 4;
const rows = JSON.parse(text.slice(start, text.indexOf("];", start) + 1));
// Fields before the names hold no commas; set 98 is "retired".
for (const line of readFileSync(process.argv[3], "utf8").split("\n").slice(1)) {
  const [letters, , set, entity, first, second] = line.split(",");
  if (set && set !== "98") rows.push([letters, set, entity + first + second]);
}

const byLetters = new Map();
for (const [letters, set, digits] of rows) {
  const key = letters[0] + letters[2] + letters.slice(4);
  const alike = drawn(`${key[0]}F${key[1]}P${key.slice(2)}-----`) === drawn(`1003${set}0000${digits}`);
  const rank = 2 * alike + known.has(set + digits.slice(0, 6));
  const other = byLetters.get(key);
  if (other === undefined || rank > other.rank) byLetters.set(key, { set, digits, rank });
}
const back = new Map();
for (const [letters, { set, digits }] of [...byLetters].sort()) {
  if (!back.has(set + digits)) back.set(set + digits, letters);
}
console.log("letters\tset and entity\tmodifiers\tback");
for (const [letters, { set, digits }] of [...byLetters].sort()) {
  const mark = back.get(set + digits) === letters ? "=" : "";
  console.log([letters, set + digits.slice(0, 6), digits.slice(6), mark].join("\t"));
}
