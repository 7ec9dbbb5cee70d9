// The base map: cells of land, lakes and lines at levels of detail.

const decoded = new Map();

function cellsOf(level, name) {
  const key = `${level} ${name}`;
  let cells = decoded.get(key);
  if (cells === undefined) {
    const layer = data.base[level].layers[name];
    cells = layer ? unpackCells(layer, data.base[level].grid_m, name) : [];
    decoded.set(key, cells);
  }
  return cells;
}

function unpackCells(layer, grid, name) {
  const { xy, starts, flags } = unpacked(layer.runs, grid), isArea = name === "land" || name.endsWith("lakes");
  const cells = [];
  let run = 0;
  for (const count of layer.cells) {
    const cell = { box: [Infinity, Infinity, -Infinity, -Infinity], from: run, to: run + count, xy, starts, flags, isArea };
    for (let k = starts[run]; k < starts[run + count]; k++) {
      cell.box[0] = Math.min(cell.box[0], xy[2 * k]);
      cell.box[1] = Math.min(cell.box[1], xy[2 * k + 1]);
      cell.box[2] = Math.max(cell.box[2], xy[2 * k]);
      cell.box[3] = Math.max(cell.box[3], xy[2 * k + 1]);
    }
    cells.push(cell);
    run += count;
  }
  return cells;
}

// Paths of a cell in map metres, made when it is first seen: what is filled, and strokes by class.
function pathsOf(cell) {
  if (cell.paths === undefined) {
    const fill = cell.isArea ? new Path2D() : null, strokes = [];
    for (let run = cell.from; run < cell.to; run++) {
      const flag = cell.flags[run], first = cell.starts[run], last = cell.starts[run + 1];
      const kind = cell.isArea ? 0 : flag;
      const stroke = !cell.isArea || flag & 1 ? strokes[kind] || (strokes[kind] = new Path2D()) : null;
      for (let k = first; k < last; k++) {
        const x = cell.xy[2 * k], y = cell.xy[2 * k + 1];
        if (fill) {
          if (k === first && !(flag & 2)) fill.moveTo(x, y); else fill.lineTo(x, y);
        }
        if (stroke) {
          if (k === first) stroke.moveTo(x, y); else stroke.lineTo(x, y);
        }
      }
    }
    cell.paths = { fill, strokes };
  }
  return cell.paths;
}

// The level for a scale: the coarsest that is fine enough.
function levelFor(scale) {
  let level = 0;
  while (level + 1 < data.base.length && data.base[level].metres_per_px > scale * 1.45) level++;
  return level;
}

function fading(scale, gone, full) {
  return Math.min(Math.max((scale - gone) / (full - gone), 0), 1);
}

// The whole base map into a context whose units are pixels: the level for the scale, and where that
// does not reach the coarser ones under it.
function paintBase(ctx, look, scale) {
  ctx.fillStyle = look.theme.sea;
  ctx.fillRect(0, 0, camera.width, camera.height);
  const levels = [];
  for (let level = levelFor(scale); level >= 0; level--) {
    levels.unshift(level);
    if (fillsView(level)) break;
  }
  levels.forEach((level, k) => {
    ctx.save();
    if (k > 0) {
      ctx.beginPath();
      tracePx(ctx, coverOf(level));
      ctx.clip("evenodd");
      ctx.fillStyle = look.theme.sea;
      ctx.fillRect(0, 0, camera.width, camera.height);
    }
    paintLevel(ctx, look.theme, level, scale);
    ctx.restore();
  });
  paintGraticule(ctx, look, scale);
}

function coverOf(level) {
  const row = data.base[level];
  if (row.outline === undefined) row.outline = row.cover ? outlineOf(row.cover, row.grid_m) : null;
  return row.outline;
}

// Whether a level reaches as far as is seen, by a net of places.
function fillsView(level) {
  const cover = coverOf(level);
  if (cover === null) return true;
  for (let i = 0; i <= 6; i++) {
    for (let j = 0; j <= 6; j++) {
      if (!isInside(cover, ...toMap(camera.width * i / 6, camera.height * j / 6))) return false;
    }
  }
  return true;
}

function paintLevel(ctx, theme, level, scale) {
  const k = 1 / camera.scale;
  ctx.transform(k, 0, 0, -k, camera.width / 2 - camera.x * k, camera.height / 2 + camera.y * k);
  const each = (name, draw) => {
    for (const cell of cellsOf(level, name)) if (inView(cell.box, 8)) draw(pathsOf(cell));
  };
  const stroke = (name, colour, width, opacity, dash = [], kind = 0) => {
    if (opacity <= 0) return;
    ctx.strokeStyle = withOpacity(colour, opacity);
    ctx.lineWidth = width / k;
    ctx.setLineDash(dash.map((length) => length * width / k));
    ctx.lineJoin = "bevel";
    ctx.lineCap = "butt";
    each(name, ({ strokes }) => strokes[kind] && ctx.stroke(strokes[kind]));
  };
  const fill = (name, colour) => {
    ctx.fillStyle = colour;
    each(name, (paths) => ctx.fill(paths.fill, "evenodd"));
  };
  fill("land", theme.land);
  stroke("land", theme.coast, theme.coast_width, 1);
  for (const name of ["small_lakes", "lakes"]) {
    if (name === "small_lakes" && scale > 300) continue;
    fill(name, theme.lake);
    stroke(name, theme.lake_shore, 0.7, 0.9 * fading(scale, 1400, 300));
  }
  stroke("rivers", theme.river, 0.7 + 0.3 * fading(scale, 900, 200), 0.45 + 0.55 * fading(scale, 1800, 500));
  stroke("territorial", theme.territorial, 0.8, 0.35 + 0.5 * fading(scale, 2400, 700), [7, 5]);
  stroke("borders", theme.border_band, 5 * (0.7 + 0.3 * fading(scale, 2000, 600)), theme.border_band_opacity);
  stroke("borders", theme.border, theme.border_width, 1);
  stroke("borders", theme.border, 0.8 * theme.border_width, 0.65, [9, 4, 1.5, 4], 1);
}

// -- graticule --------------------------------------------------------------------------------------

const GRID_STEPS = [3600, 60, 1].flatMap((unit) => [30, 20, 10, 5, 2, 1].map((count) => unit * count));
let gridLabels = [];

function gridStep(degreePx) {
  const least = 192 / degreePx * 3600;
  return GRID_STEPS.filter((step) => step >= least).reduce((a, b) => Math.min(a, b), Infinity);
}

function gridText(seconds, step, positive, negative) {
  const whole = Math.abs(seconds), pad = (n) => String(n).padStart(2, "0");
  let text = `${Math.floor(whole / 3600)}°`;
  if (step % 3600) text += `${pad(Math.floor(whole / 60) % 60)}′`;
  if (step % 60) text += `${pad(whole % 60)}″`;
  return text + (seconds === 0 ? "" : seconds > 0 ? positive : negative);
}

function paintGraticule(ctx, look, scale) {
  let west = Infinity, south = Infinity, east = -Infinity, north = -Infinity;
  for (let i = 0; i <= 8; i++) {
    for (let j = 0; j <= 8; j++) {
      const [lon, lat] = projection.inverse(...toMap(camera.width * i / 8, camera.height * j / 8));
      west = Math.min(west, lon); east = Math.max(east, lon);
      south = Math.min(south, lat); north = Math.max(north, lat);
    }
  }
  [south, north] = [Math.max(south, -85), Math.min(north, 85)];
  const degree = 111200 / scale, wide = gridStep(degree * Math.cos((south + north) / 2 * RADIANS)), high = gridStep(degree);
  gridLabels = [];
  ctx.strokeStyle = withOpacity(look.theme.graticule, look.theme.graticule_opacity);
  ctx.lineWidth = 1;
  ctx.setLineDash([]);
  const draw = (step, low, up, point, text, across) => {
    if (!isFinite(step)) return;
    for (let s = Math.ceil(low * 3600 / step) * step; s <= up * 3600; s += step) {
      const line = [];
      for (let k = 0; k <= 24; k++) line.push(toPx(...projection.forward(...point(s / 3600, k / 24))));
      polyline(ctx, line);
      ctx.stroke();
      const at = across ? crossing(line, 1, 12) : crossing(line, 0, 24);
      if (at) gridLabels.push({ text: text(s, step), at, across });
    }
  };
  draw(wide, west, east, (lon, share) => [lon, south + share * (north - south)], (s, step) => gridText(s, step, "E", "W"), true);
  draw(high, south, north, (lat, share) => [west + share * (east - west), lat], (s, step) => gridText(s, step, "N", "S"), false);
}

// Where a line of pixels meets a line across at a distance from the upper or left edge.
function crossing(line, axis, at) {
  for (let k = 1; k < line.length; k++) {
    const a = line[k - 1], b = line[k];
    if (a[axis] > at !== b[axis] > at) {
      const share = (at - a[axis]) / (b[axis] - a[axis]);
      return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
    }
  }
  return null;
}
