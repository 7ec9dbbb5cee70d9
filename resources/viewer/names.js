// Names of the base map where there is room, the important first, beside the units of the scene.

const SIGN_RADIUS = { "": 0, dot: 2, town: 2.6, city: 3.2, capital: 4, airport: 4.5, port: 4.5 };
const SIDES = [[1, 0], [-1, 0], [0, -1], [0, 1], [0.8, -0.8], [-0.8, -0.8], [0.8, 0.8], [-0.8, 0.8]];
const BUCKET = 128;
let namePlaces = null, placedNames = { key: "", found: [] };

function nameAt(row) {
  if (namePlaces === null) namePlaces = unpacked(data.names.at, data.names.grid_m).xy;
  return [namePlaces[2 * row], namePlaces[2 * row + 1]];
}

// Boxes that are taken, found by the squares they touch.
class Room {
  constructor() { this.taken = new Map(); }

  each(box, visit) {
    for (let i = Math.floor(box[0] / BUCKET); i <= Math.floor(box[2] / BUCKET); i++) {
      for (let j = Math.floor(box[1] / BUCKET); j <= Math.floor(box[3] / BUCKET); j++) {
        if (visit(i * 65537 + j)) return true;
      }
    }
    return false;
  }

  free(box) {
    return !this.each(box, (key) => (this.taken.get(key) || []).some((o) =>
      box[0] < o[2] && o[0] < box[2] && box[1] < o[3] && o[1] < box[3]));
  }

  take(box) {
    this.each(box, (key) => {
      if (!this.taken.has(key)) this.taken.set(key, []);
      this.taken.get(key).push(box);
    });
  }
}

// Names about the view in pixels from the plane's origin; the same wherever one pans to.
function placeNames(scale, ground) {
  const room = new Room(), found = [], { kinds, kind, texts } = data.names;
  const { unitsOf } = atScale(scene, scale);
  for (const { version } of scene.shown) {
    if (!version.at) continue;
    const unit = unitsOf.get(version), offset = unit ? unit.offset : [0, 0];
    const box = unit ? drawingBox(version.row.looks[unit.texts]) : noteBox(version);
    const x = version.at[0] / scale + offset[0], y = -version.at[1] / scale + offset[1];
    room.take([x + box[0] + 1.5, y + box[1] + 1.5, x + box[2] - 1.5, y + box[3] - 1.5]);
  }
  const margin = 500, left = camera.x / scale - camera.width / 2 - margin, top = -camera.y / scale - camera.height / 2 - margin;
  const right = left + camera.width + 2 * margin, bottom = top + camera.height + 2 * margin;
  for (let row = 0; row < texts.length; row++) {
    const of = kinds[kind[row]];
    if (ground < of.from || ground >= of.to) continue;
    const [mx, my] = nameAt(row), x = mx / scale, y = -my / scale;
    if (x < left || x > right || y < top || y > bottom) continue;
    const lines = texts[row].split("\n"), r = SIGN_RADIUS[of.sign];
    const hw = Math.max(...lines.map((line) => textWidth(line, of))) / 2 + 2;
    const hh = (0.5 + 0.56 * (lines.length - 1)) * of.size + 2;
    const sign = [x - r, y - r, x + r, y + r];
    for (const [sx, sy] of r ? SIDES : [[0, 0]]) {
      const cx = x + sx * (r + hw), cy = y + sy * (r + hh - 1), box = [cx - hw, cy - hh, cx + hw, cy + hh];
      if (room.free(box)) {
        room.take(box);
        if (r) room.take(sign);
        found.push({ row, of, x, y, cx, cy });
        break;
      }
    }
  }
  return found;
}

function paintNames(ctx, look, ground) {
  const scale = camera.scale, cells = 400;
  const key = [scale.toPrecision(9), Math.round(camera.x / scale / cells), Math.round(camera.y / scale / cells),
    camera.width, camera.height, scene.serial].join(" ");
  if (placedNames.key !== key) placedNames = { key, found: placeNames(scale, ground) };
  const left = camera.x / scale - camera.width / 2, top = -camera.y / scale - camera.height / 2, theme = look.theme;
  for (const { row, of, x, y, cx, cy } of placedNames.found) {
    const [ink, halo] = nameInk(of.role, theme);
    if (of.sign) paintSign(ctx, of.sign, x - left, y - top, ink, halo, theme);
    paintText(ctx, data.names.texts[row], cx - left, cy - top, of, ink, withOpacity(halo, theme.halo_opacity));
  }
}

function nameInk(role, theme) {
  return { place: [theme.place, theme.halo], water: [theme.water_name, theme.water_halo],
    country: [theme.country_name, theme.halo], airport: [theme.airport, theme.halo],
    port: [theme.port, theme.water_halo] }[role];
}

function paintSign(ctx, sign, x, y, ink, halo, theme) {
  ctx.setLineDash([]);
  const disc = (radius, colour) => {
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
    ctx.fillStyle = colour;
    ctx.fill();
  };
  if (sign === "airport") {
    for (const [colour, width] of [[withOpacity(halo, theme.halo_opacity), 3], [ink, 1.2]]) {
      ctx.beginPath();
      ctx.arc(x, y, 3.6, 0, 2 * Math.PI);
      ctx.moveTo(x - 2.2, y + 2.2);
      ctx.lineTo(x + 2.2, y - 2.2);
      ctx.strokeStyle = colour;
      ctx.lineWidth = width;
      ctx.stroke();
    }
    return;
  }
  const radius = SIGN_RADIUS[sign];
  disc(radius, theme.place_dot);
  ctx.strokeStyle = withOpacity(theme.halo, theme.halo_opacity);
  ctx.lineWidth = 1.2;
  ctx.stroke();
  if (sign === "city" || sign === "capital") disc(0.5 * radius, theme.halo);
  if (sign === "capital") disc(0.35 * radius, theme.place_dot);
}
