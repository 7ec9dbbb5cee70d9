// What is shown: a phase with its overlays, and what of it stands out.

const state = {
  step: -1, phase: 0, overlays: new Set(), altitude: null, hidden: new Set(), lit: [], rings: "",
  themeChoice: "auto",
};
const CROWD = 3, CROWD_BOX = [112, 56], TEXTS = { none: 0, short: 1, all: 3 };
let scene = null;

// The shown versions in drawing order, sorted by what they are.
function makeScene() {
  const phase = data.phases[state.phase], shown = [], everywhere = new Map();
  for (const number of phase.versions) {
    const version = versionOf(number);
    everywhere.set(version.f, version);
    if (!state.overlays.has(version.row.overlay) || state.hidden.has(version.f)) continue;
    const overlay = data.overlays[version.row.overlay];
    shown.push({ version, opacity: overlay.opacity, overlay });
  }
  const of = (kind) => shown.filter(({ version }) => version.kind === kind);
  const byFeature = new Map(shown.map((each) => [each.version.f, each]));
  const rings = of("range_ring"), reaches = reachesOf(rings, state.altitude);
  const cut = new Set(state.altitude === null || !data.reach ? []
    : rings.filter(({ version }) => data.reach.of[version.number] !== undefined).map((each) => each.version));
  const traces = phase.traces.filter((trace) => byFeature.has(trace.f) &&
    (trace.ghost === undefined || state.overlays.has(data.versions[trace.ghost].overlay)));
  for (const trace of traces) trace.now = byFeature.get(trace.f).version;
  const lit = state.lit.map((f) => byFeature.get(f)).filter(Boolean);
  return {
    shown, rings, reaches, cut, traces, lit, byFeature, everywhere, units: of("unit"), scales: new Map(),
    command: (phase.command || []).filter(([one, other]) => byFeature.has(one) && byFeature.has(other))
      .map(([, , way, ink]) => ({ outline: commandOutline(way), ink })),
  };
}

const commandOutlines = new Map();

function commandOutline(way) {
  if (!commandOutlines.has(way)) commandOutlines.set(way, outlineOf(way, 1));
  return commandOutlines.get(way);
}

// What hangs on the scale: where units stand, how many of their texts they show, labels of rings.
function atScale(made, scale) {
  const key = scale.toPrecision(9);
  let found = made.scales.get(key);
  if (found === undefined) {
    if (made.scales.size > 12) made.scales.clear();
    const units = made.units.map(({ version, overlay }) => ({ at: version.at, shift: version.row.shift,
      size: version.row.size, offset: version.row.offset, fan: overlay.fan }));
    const offsets = arranged(units, scale), crowds = new Map(), unitsOf = new Map();
    const box = ({ version }) => `${Math.floor(version.at[0] / scale / CROWD_BOX[0])} ${Math.floor(version.at[1] / scale / CROWD_BOX[1])}`;
    for (const each of made.units) crowds.set(box(each), (crowds.get(box(each)) || 0) + 1);
    made.units.forEach((each, k) => {
      const auto = scale <= 400 ? 3 : scale <= 4000 ? 2 : 0;
      let texts = TEXTS[each.overlay.texts];
      if (texts === undefined) texts = crowds.get(box(each)) >= CROWD ? 0 : auto;
      unitsOf.set(each.version, { texts, offset: offsets[k] });
    });
    const labels = ringLabels(made.rings.map(({ version }) => version), scale, state.altitude !== null);
    found = { unitsOf, labels };
    made.scales.set(key, found);
  }
  return found;
}

function isNear(version) {
  if (version.geo) return true;
  const [x, y] = toPx(...version.at), reach = 400;
  return x > -reach && y > -reach && x < camera.width + reach && y < camera.height + reach;
}

function paintScene(ctx, look) {
  const made = scene, { unitsOf, labels } = atScale(made, camera.scale);
  paintReaches(ctx, made.reaches, look);
  paintCommandLines(ctx, made.command, look);
  paintWashes(ctx, made.rings.filter(({ version }) => !made.cut.has(version)), look);
  for (const trace of made.traces) paintTrace(ctx, trace, look, (unitsOf.get(trace.now) || {}).offset);
  for (const trace of made.traces) {
    if (trace.ghost === undefined) continue;
    ctx.globalAlpha = 0.42 * trace.opacity;
    paintFeature(ctx, versionOf(trace.ghost), look, 0, null);
    ctx.globalAlpha = 1;
  }
  for (const each of made.shown) paintOne(ctx, each, look, unitsOf, labels, made.cut);
  const unitPlaces = made.units.map(({ version }) => {
    const [x, y] = toPx(...version.at), offset = unitsOf.get(version).offset;
    return [x + offset[0], y + offset[1]];
  });
  paintReachLabels(ctx, made.reaches, unitPlaces, look);
  if (made.lit.length) paintLit(ctx, made, look, unitsOf, labels);
}

function paintOne(ctx, { version, opacity }, look, unitsOf, labels, cut) {
  if (!isNear(version)) return;
  const unit = unitsOf.get(version), label = labels.get(version);
  ctx.globalAlpha = opacity * (cut.has(version) ? 0.4 : 1);
  paintFeature(ctx, version, look, unit ? unit.texts : 0, unit && unit.offset);
  if (version.kind === "range_ring") {
    paintRingLetters(ctx, version, label, look);
    ctx.globalAlpha = opacity;
    if (label) paintRingLabel(ctx, version, label, look);
  }
  ctx.globalAlpha = 1;
}

// A veil over the map, then what stands out: rings, units on top.
function paintLit(ctx, made, look, unitsOf, labels) {
  ctx.fillStyle = withOpacity(look.theme.overlay_halo, 0.55);
  ctx.fillRect(0, 0, camera.width, camera.height);
  const order = ({ version }) => version.kind === "range_ring" ? -version.row.radius : version.kind === "unit" ? 2 : 1;
  const lit = made.lit.slice().sort((a, b) => order(a) - order(b));
  const ids = new Set(lit.map(({ version }) => version));
  paintWashes(ctx, lit.filter(({ version }) => version.kind === "range_ring" && !made.cut.has(version)), look);
  paintReaches(ctx, made.reaches.filter(({ version }) => ids.has(version)), look);
  for (const each of lit) paintOne(ctx, { ...each, opacity: 1 }, look, unitsOf, labels, made.cut);
}

// -- what is under the pointer -----------------------------------------------------------------------

// Features at a place in pixels, the topmost first; lines by their edge, areas by their inside last.
function featuresAt(px, py) {
  const { unitsOf } = atScale(scene, camera.scale), points = [], edges = [], areas = [];
  const [mx, my] = toMap(px, py), near = 8 * camera.scale;
  for (const { version } of scene.shown) {
    if (!version.geo) {
      const [x, y] = toPx(...version.at), unit = unitsOf.get(version);
      const offset = unit ? unit.offset : [0, 0];
      const box = unit ? version.row.box : noteBox(version);
      const dx = px - x - offset[0], dy = py - y - offset[1];
      if (dx > box[0] - 4 && dx < box[2] + 4 && dy > box[1] - 4 && dy < box[3] + 4) points.push(version);
    } else if (inBox(version.geo.box, mx, my, near)) {
      if (distanceTo(version.geo, mx, my) < near) edges.push(version);
      else if (version.row.area && version.kind !== "range_ring" && isInside(version.geo, mx, my)) areas.push(version);
    }
  }
  return [...points.reverse(), ...edges.reverse(), ...areas.reverse()];
}

function noteBox(version) {
  const { row, style } = version;
  if (version.kind === "mark") return [-row.size, -row.size, row.size, row.size];
  const lines = row.name.split("\n"), type = { size: style.font, bold: true };
  const wide = Math.max(...lines.map((line) => textWidth(line, type))) / 2, high = 0.6 * lines.length * style.font;
  const shift = { left: wide, center: 0, right: -wide }[row.align] || 0;
  return [shift - wide, -high, shift + wide, high];
}

function inBox(box, x, y, margin) {
  return x > box[0] - margin && x < box[2] + margin && y > box[1] - margin && y < box[3] + margin;
}

function distanceTo(outline, x, y) {
  const { xy, starts } = outline;
  let least = Infinity;
  for (let line = 0; line + 1 < starts.length; line++) {
    for (let k = starts[line] + 1; k < starts[line + 1]; k++) {
      const ax = xy[2 * k - 2], ay = xy[2 * k - 1], dx = xy[2 * k] - ax, dy = xy[2 * k + 1] - ay;
      const length = dx * dx + dy * dy;
      const share = length ? Math.min(Math.max(((x - ax) * dx + (y - ay) * dy) / length, 0), 1) : 0;
      least = Math.min(least, Math.hypot(x - ax - share * dx, y - ay - share * dy));
    }
  }
  return least;
}

function isInside(outline, x, y) {
  const { xy, starts } = outline;
  let inside = false;
  for (let line = 0; line + 1 < starts.length; line++) {
    for (let k = starts[line] + 1; k < starts[line + 1]; k++) {
      const ay = xy[2 * k - 1], by = xy[2 * k + 1];
      if (ay > y !== by > y && x < xy[2 * k - 2] + (y - ay) / (by - ay) * (xy[2 * k] - xy[2 * k - 2])) inside = !inside;
    }
  }
  return inside;
}
