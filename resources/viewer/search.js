// Search over what the project shows and the names of the base map, without regard to accents.

let searchIndex = null;

function makeIndex() {
  const rows = [], seen = new Set();
  data.phases.forEach((phase, p) => {
    for (const number of phase.versions) {
      const row = data.versions[number], key = `${row.f} ${row.title}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const more = (row.facts || []).filter(([name]) => name !== "Address").map(([, text]) => text).join(" ");
      rows.push({ title: row.title, words: folded(`${row.title} ${row.name || ""}`), more: folded(more),
        kind: KIND_WORDS[row.kind], feature: row.f, number, phase: p });
    }
  });
  data.names.texts.forEach((text, k) => {
    const of = data.names.kinds[data.names.kind[k]], also = data.names.also[k] || "";
    const title = text.replace(/\n/g, " ");
    rows.push({ title, also: also.replace(/\n/g, ", "), words: folded(`${title}\n${also}`.replace(/\n/g, " | ")),
      more: folded((data.names.found_by[k] || "").replace(/\|/g, " | ")), kind: ROLE_WORDS[of.role], name: k });
  });
  return rows;
}

const KIND_WORDS = { unit: "unit", range_ring: "range ring", text: "text", mark: "mark", line: "line", arrow: "arrow",
  freehand: "line", polygon: "area", rectangle: "area", ellipse: "area", corridor: "corridor",
  control_measure: "control measure" };
const ROLE_WORDS = { place: "place", water: "water", country: "country", airport: "airport", port: "port" };

// The best rows for a text: whole names before beginnings before words before what lies within.
function searchFor(text, most = 12) {
  if (searchIndex === null) searchIndex = makeIndex();
  const wanted = folded(text);
  if (!wanted) return [];
  const parts = wanted.split(" "), found = [];
  searchIndex.forEach((row, k) => {
    let score = 0;
    if (row.words === wanted) score = 5;
    else if (row.words.startsWith(wanted)) score = 4;
    else if (` ${row.words}`.includes(` ${wanted}`)) score = 3;
    else if (parts.every((part) => ` ${row.words} ${row.more}`.includes(` ${part}`))) score = 2;
    else if (parts.every((part) => row.words.includes(part))) score = 1;
    if (score) found.push({ row, rank: score + (row.feature === undefined ? 0 : 0.5) + (row.phase === state.phase ? 0.25 : 0), k });
  });
  found.sort((a, b) => b.rank - a.rank || a.k - b.k);
  const shown = [], features = new Set();
  for (const { row } of found) {
    if (row.feature !== undefined && features.has(row.feature)) continue;
    features.add(row.feature);
    shown.push(row);
    if (shown.length === most) break;
  }
  return shown;
}
