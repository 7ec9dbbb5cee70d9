// Makes control_measures.json, the table of lines and areas that the mil-sym-ts script draws, so that the program
// knows them without loading 7 MB of script. Run after an update of that script: node control_measures.mjs

import { readFileSync, writeFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";

// MIL-STD-2525E change 1, 2525D change 1, APP-6D, APP-6E version 2, by the first two digits of a code. What the first
// that has a measure says of it leads.
const VERSIONS = [15, 11, 10, 16];

// Withdraw and Withdraw under Pressure, which the renderer's table of the two latest editions lists with two points and
// which it draws by three, in all editions: the third sets the half circle. With two that hangs on the map's corner.
const BY_THREE = ["342400", "342500"];

const context = createContext({ console: { log() {}, warn() {}, error() {}, info() {} } });
for (const script of ["measure_shims.js", "build/mil-sym-ts.js"]) {
  runInContext(readFileSync(new URL(script, import.meta.url), "utf8"), context);
}

const listed = runInContext(
  `(function () {
    var lookup = C5Ren.MSLookup.getInstance();
    var ruleNames = {};
    Object.getOwnPropertyNames(C5Ren.DrawRules).forEach(function (name) {
      ruleNames[C5Ren.DrawRules[name]] = name;
    });
    var rows = [];
    [${VERSIONS}].forEach(function (version) {
      lookup.getIDList(version).forEach(function (id) {
        var info = id.slice(0, 2) === "25" ? lookup.getMSLInfo(id, version) : null;
        if (info === null || info.getDrawRule() === 0) return;
        rows.push({
          version: version,
          code: id.slice(2),
          name: info.getName(),
          path: info.getPath(),
          rule: ruleNames[info.getDrawRule()],
          least: info.getMinPointCount(),
          most: info.getMaxPointCount() > 1000 ? null : info.getMaxPointCount(),
          amplifiers: info.getModifiers(),
        });
      });
    });
    return JSON.stringify(rows);
  })()`,
  context,
);

const merged = new Map();
for (const row of JSON.parse(listed)) {
  if (row.rule.startsWith("POINT") && !["POINT12", "POINT17", "POINT18"].includes(row.rule)) continue;
  if (BY_THREE.includes(row.code)) Object.assign(row, { rule: "LINE24", least: 3, most: 3 });
  const path = row.path.split(" / ").slice(1).map(clean).filter(Boolean);
  const amplifiers = row.amplifiers.map((name) => name.split("_")[0]).filter((name) => name !== "");
  const said = [row.code, clean(row.name), path, row.rule, row.least, row.most, amplifiers];
  const key = JSON.stringify(said);
  if (!merged.has(key)) merged.set(key, [...said, []]);
  merged.get(key)[7].push(String(row.version));
}
const rows = [...merged.values()].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
const text = rows.map((row) => JSON.stringify(row)).join(",\n");
writeFileSync(new URL("control_measures.json", import.meta.url), `[\n${text}\n]\n`);

// The renderer's table has stray blanks and one standing misspelling.
function clean(name) {
  return name
    .replace(/\s+/g, " ")
    .replace(/ ?\/ ?/g, "/")
    .replace(/^Principle Direction/, "Principal Direction")
    .trim();
}
