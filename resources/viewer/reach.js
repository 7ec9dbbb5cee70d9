// Reach at an altitude: areas, edges by what limits them, what is said at them. Worked out by the
// program; here it is drawn as it draws it (`ui/map/coverage_painting.py`).

const EDGE_LOOKS = {
  range: { width: 2.8, dash: [], means: "reaches the published range" },
  horizon: { width: 2.2, dash: [5, 2.2], means: "cut by the horizon" },
  terrain: { width: 1.3, dash: [], means: "cut by terrain" },
  data: { width: 1.3, dash: [2, 3], crosses: true, means: "elevation data end: not known beyond" },
};
const PROVISIONAL = { width: 1.6, dash: [1, 2.6], opacity: 0.8, means: "provisional: horizon, not yet terrain" };
const reachOutlines = new Map();

function reachOutline(text) {
  let found = reachOutlines.get(text);
  if (found === undefined) {
    found = outlineOf(text, data.reach.grid_m);
    reachOutlines.set(text, found);
  }
  return found;
}

// What shown rings reach: [{version, opacity, item, inner}], in drawing order.
function reachesOf(rings, altitude) {
  if (!data.reach || altitude === null) return [];
  const of = (version) => data.reach.of[version.number];
  const numbers = rings.map(({ version }) => of(version)).filter((n) => n !== undefined);
  const seen = new Set(), found = [];
  for (const { version, opacity } of rings) {
    const number = of(version);
    if (number === undefined) continue;
    const item = data.reach.rings[number][altitude];
    if (!item) continue;
    // Of rings that are cut alike the first draws, those in a wider one only what their range limits.
    const inner = seen.has(number) || data.reach.within[number].some((other) => numbers.includes(other));
    seen.add(number);
    found.push({ version, opacity, item, inner });
  }
  return found;
}

function edgesOf({ item, inner }) {
  return Object.keys(EDGE_LOOKS).filter((cause) => item.edges[cause] && (!inner || cause === "range"));
}

function paintReaches(ctx, reaches, look) {
  for (const each of reaches) {
    const { version, opacity, item, inner } = each, edges = edgesOf(each);
    const share = Math.min(version.style.fillOpacity * (inner ? 1 : 1.7), 0.5) * opacity;
    if (item.fill && !item.provisional && share > 0 && (!inner || edges.length)) {
      const outline = reachOutline(item.fill);
      if (!inView(outline.box, 0)) continue;
      ctx.beginPath();
      tracePx(ctx, outline);
      ctx.fillStyle = withOpacity(version.style.fill, share);
      ctx.fill("evenodd");
    }
  }
  for (const each of reaches) {
    const { version, opacity, item } = each;
    const ink = onGround(version.style.stroke, look.theme.land);
    for (const cause of edgesOf(each)) {
      const edge = item.provisional ? PROVISIONAL : EDGE_LOOKS[cause], outline = reachOutline(item.edges[cause]);
      if (!inView(outline.box, 10)) continue;
      ctx.strokeStyle = withOpacity(ink, opacity * version.style.opacity * (edge.opacity || 1));
      ctx.lineWidth = edge.width;
      ctx.lineCap = edge.dash.length ? "butt" : "round";
      ctx.lineJoin = "bevel";
      strokeOutline(ctx, outline, edge.dash.map((length) => length * edge.width));
      if (edge.crosses) paintCrosses(ctx, outline, edge.width);
    }
  }
}

function paintCrosses(ctx, outline, width) {
  const every = 26 * camera.scale;
  ctx.setLineDash([]);
  ctx.lineWidth = width;
  ctx.beginPath();
  for (let line = 0; line + 1 < outline.starts.length; line++) {
    const part = { ...outline, xy: outline.xy.subarray(2 * outline.starts[line], 2 * outline.starts[line + 1]),
      along: outline.along.subarray(outline.starts[line], outline.starts[line + 1]),
      starts: [0, outline.starts[line + 1] - outline.starts[line]] };
    const total = part.along[part.along.length - 1];
    for (let at = Math.min(every / 2, total / 2); at <= total; at += every) {
      const [x, y] = toPx(...placeAlong(part, at, false));
      if (x < -8 || y < -8 || x > camera.width + 8 || y > camera.height + 8) continue;
      ctx.moveTo(x - 4, y - 4); ctx.lineTo(x + 4, y + 4);
      ctx.moveTo(x - 4, y + 4); ctx.lineTo(x + 4, y - 4);
    }
  }
  ctx.stroke();
}

// Labels below, above or beside their edge, where they meet no other and cover the fewest units.
function paintReachLabels(ctx, reaches, units, look) {
  const taken = [], said = new Set();
  for (const { version, item, inner } of reaches) {
    if (!item.label || !item.at || inner) continue;
    const word = `${version.row.anchor} ${item.at[0]} ${item.label}`;
    if (said.has(word)) continue;
    said.add(word);
    const type = { size: version.style.font, bold: true }, lines = item.label.split("\n");
    const half = Math.max(...lines.map((line) => textWidth(line, type))) / 2 + 3;
    const high = type.size * 0.6 * lines.length;
    let best = null, fewest = Infinity;
    for (const out of [4, 26, 48]) {
      const shifts = [[0, high + out], [0, -high - out], [half + out, 0], [-half - out, 0]];
      item.at.forEach((place, k) => {
        const [x, y] = toPx(...place), cx = x + shifts[k][0], cy = y + shifts[k][1];
        const box = [cx - half, cy - high, cx + half, cy + high];
        if (taken.some((o) => box[0] - 3 < o[2] && o[0] < box[2] + 3 && box[1] - 3 < o[3] && o[1] < box[3] + 3)) return;
        const covered = units.filter(([ux, uy]) => ux > box[0] - 20 && ux < box[2] + 20 &&
          uy > box[1] - 16 && uy < box[3] + 16).length;
        if (covered < fewest) [best, fewest] = [box, covered];
      });
    }
    if (!best) continue;
    taken.push(best);
    ctx.fillStyle = withOpacity(look.theme.overlay_halo, 0.72);
    ctx.beginPath();
    ctx.rect(best[0], best[1], best[2] - best[0], best[3] - best[1]);
    ctx.fill();
    paintText(ctx, item.label, (best[0] + best[2]) / 2, (best[1] + best[3]) / 2, type,
      onGround(version.style.text || look.theme.overlay_text, look.theme.land, LEAST_RATIO_OF_LETTERS), "");
  }
}
