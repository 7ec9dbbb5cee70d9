// One table of symbol codes out of three standards: MIL-STD-2525E ("E"), 2525D ("D") and APP-6D ("A"), and one of
// letter codes out of 2525C ("C"), APP-6B ("6") and 2525B ("B"). Where standards word a name differently the first of
// them that has it leads and the other wordings stay findable.

const NUMBERED = "EDA";

export function catalogue(e, { ms2525b, ms2525c, ms2525d }, { app6b, app6d }) {
  const standards = { E: e, D: ms2525d, A: app6d };
  const sets = [...new Set(Object.values(standards).flatMap(Object.keys))].sort();
  return {
    sets: sets.map((set) => ({
      set,
      name: clean(standards.E[set]?.name ?? "") || "Common modifiers",
      entities: merged(standards, set, "mainIcon", entityPath, "Geometric Rendering"),
      modifiers1: merged(standards, set, "modifier1", (row) => [clean(row["First Modifier"])], "Category"),
      modifiers2: merged(standards, set, "modifier2", (row) => [clean(row["Second Modifier"])], "Category"),
    })),
    letters: letters({ C: ms2525c, 6: app6b, B: ms2525b }),
  };
}

// [code, [name, …path from the top], geometry or category, standards that have it, other wordings]
function merged(standards, set, table, pathOf, extra) {
  const rows = new Map();
  for (const standard of NUMBERED) {
    for (const source of standards[standard][set]?.[table] ?? []) {
      const path = pathOf(source).filter(Boolean);
      const code = (source.Code ?? "").trim();
      if (!/^[0-9]+$/.test(code) || path.length === 0 || isVoid(path)) continue;
      const row = rows.get(code);
      if (row === undefined) {
        rows.set(code, [code, path, clean(source[extra]), standard, []]);
        continue;
      }
      if (!row[3].includes(standard)) row[3] += standard;
      const wording = path.at(-1);
      const known = [row[1].at(-1), ...row[4]].map((name) => name.toLowerCase());
      if (!known.includes(wording.toLowerCase())) row[4].push(wording);
    }
  }
  return [...rows.values()].sort((a, b) => (a[0] < b[0] ? -1 : 1));
}

function entityPath(row) {
  return [clean(row["Entity"]), clean(row["Entity Type"]), clean(row["Entity Subtype"])];
}

function isVoid(path) {
  return /^\{?(disused|reserved\b.*|version extension flag)\}?$/i.test(path.at(-1));
}

// [scheme + dimension + function id, [path], geometry, standards]
function letters(standards) {
  const rows = new Map();
  for (const [standard, tables] of Object.entries(standards)) {
    for (const source of rowsWithin(tables)) {
      const key = source.codingscheme + source.battledimension + source.functionid;
      const path = source.names.filter(Boolean).map(clean).map(titled);
      if (!/^[A-Z][A-Z*][A-Z0-9-]{6}$/.test(key) || path.length === 0) continue;
      const row = rows.get(key);
      if (row === undefined) rows.set(key, [key, path, clean(source.geometry), standard]);
      else if (!row[3].includes(standard)) row[3] += standard;
    }
  }
  return [...rows.values()].sort((a, b) => (a[0] < b[0] ? -1 : 1));
}

function rowsWithin(tables) {
  if (Array.isArray(tables)) return tables;
  if (tables === null || typeof tables !== "object") return [];
  return Object.values(tables).flatMap(rowsWithin);
}

// The tables carry stray blanks and typographic dashes inside words.
function clean(text) {
  return (text ?? "")
    .replace(/\s+/g, " ")
    .replace(/ ?\/ ?/g, "/")
    .replace(/(?<=\S)[–—](?=\S)/g, "-")
    .trim();
}

// The letter tables are all capitals; what stands in brackets is an abbreviation and stays so.
function titled(text) {
  if (text !== text.toUpperCase()) return text;
  return text.replace(/\([^)]*\)|[^\s\/(-]+/g, (word) => {
    if (/^(OF|OR|AND|ON|TO|IN|FOR|THE|BY|AT)$/.test(word)) return word.toLowerCase();
    return word.startsWith("(") || word.length < 3 ? word : word[0] + word.slice(1).toLowerCase();
  });
}
