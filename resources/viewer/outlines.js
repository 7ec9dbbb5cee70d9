// Lines in pixels and in map metres: along them, dashed and cut to the view, lettered.

const LIFT = 0.36, HALO_PX = 1.6;
const measured = new Map(), measurer = document.createElement("canvas").getContext("2d");

// A packed geometry with what is reckoned of it once.
function outlineOf(text, grid) {
  const made = unpacked(text, grid), { xy, starts } = made, count = xy.length / 2;
  made.along = new Float64Array(count);
  made.box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let k = 0; k < count; k++) {
    const x = xy[2 * k], y = xy[2 * k + 1], box = made.box;
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }
  for (let line = 0; line + 1 < starts.length; line++) {
    for (let k = starts[line] + 1; k < starts[line + 1]; k++) {
      made.along[k] = made.along[k - 1] + Math.hypot(xy[2 * k] - xy[2 * k - 2], xy[2 * k + 1] - xy[2 * k - 1]);
    }
  }
  return made;
}

function inView(box, margin = 0) {
  const wide = (camera.width / 2 + margin) * camera.scale, high = (camera.height / 2 + margin) * camera.scale;
  return box[0] <= camera.x + wide && box[2] >= camera.x - wide &&
    box[1] <= camera.y + high && box[3] >= camera.y - high;
}

// The place after so many map metres of the first line; a ring goes round and round.
function placeAlong(outline, at, ring) {
  const last = outline.starts[1] - 1, { xy, along } = outline, total = along[last];
  if (ring && total > 0) at = ((at % total) + total) % total;
  let low = 0, high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (along[middle] <= at) low = middle; else high = middle;
  }
  const step = along[high] - along[low];
  const share = step > 0 ? Math.min(Math.max((at - along[low]) / step, 0), 1) : 0;
  return [xy[2 * low] + share * (xy[2 * high] - xy[2 * low]),
    xy[2 * low + 1] + share * (xy[2 * high + 1] - xy[2 * low + 1])];
}

function stretchPx(outline, middle, width, ring) {
  const points = [];
  for (let k = 0; k <= 24; k++) {
    points.push(toPx(...placeAlong(outline, middle - width / 2 + width * k / 24, ring)));
  }
  return points[24][0] >= points[0][0] ? points : points.reverse();
}

// Add an outline to the current path, all of it.
function tracePx(ctx, outline) {
  const { xy, starts } = outline, k = 1 / camera.scale;
  const left = camera.width / 2 - camera.x * k, top = camera.height / 2 + camera.y * k;
  for (let line = 0; line + 1 < starts.length; line++) {
    for (let n = starts[line]; n < starts[line + 1]; n++) {
      const x = xy[2 * n] * k + left, y = top - xy[2 * n + 1] * k;
      if (n === starts[line]) ctx.moveTo(x, y); else ctx.lineTo(x, y);
    }
  }
}

// Stroke an outline; of one much larger than the view only what is near it, dashes running on.
function strokeOutline(ctx, outline, dash) {
  const { box, xy, starts, along } = outline, k = 1 / camera.scale;
  ctx.setLineDash(dash);
  ctx.lineDashOffset = 0;
  if (Math.max(box[2] - box[0], box[3] - box[1]) * k < 4 * Math.max(camera.width, camera.height)) {
    ctx.beginPath();
    tracePx(ctx, outline);
    ctx.stroke();
    return;
  }
  const margin = 40, right = camera.width + margin, bottom = camera.height + margin;
  for (let line = 0; line + 1 < starts.length; line++) {
    let drawing = false, x0 = 0, y0 = 0;
    for (let n = starts[line]; n < starts[line + 1]; n++) {
      const [x, y] = toPx(xy[2 * n], xy[2 * n + 1]);
      if (n > starts[line]) {
        const near = Math.max(x0, x) > -margin && Math.min(x0, x) < right &&
          Math.max(y0, y) > -margin && Math.min(y0, y) < bottom;
        if (near && !drawing) {
          ctx.beginPath();
          ctx.lineDashOffset = along[n - 1] * k;
          ctx.moveTo(x0, y0);
        }
        if (near) ctx.lineTo(x, y);
        if (!near && drawing) ctx.stroke();
        drawing = near;
      }
      x0 = x;
      y0 = y;
    }
    if (drawing) ctx.stroke();
  }
  ctx.lineDashOffset = 0;
}

// -- texts -------------------------------------------------------------------------------------

function textWidth(text, type) {
  const key = `${type.bold ? "b" : ""}${type.italic ? "i" : ""}${text}`;
  let share = measured.get(key);
  if (share === undefined) {
    measurer.font = fontOf(100, type.bold, type.italic);
    share = measurer.measureText(text).width / 100;
    measured.set(key, share);
  }
  return type.size * (share + (type.spacing || 0) * Math.max(text.length - 1, 0));
}

function haloFor(letters, theme) {
  const near = Math.abs(lightness(letters) - lightness(theme.overlay_halo)) < 0.15;
  return withOpacity(near ? theme.overlay_text : theme.overlay_halo, 0.9);
}

// Lines of text centred on a place; `halo` is a colour or empty.
function paintText(ctx, text, x, y, type, ink, halo, turn = 0) {
  ctx.save();
  ctx.translate(x, y);
  if (turn) ctx.rotate(turn * RADIANS);
  ctx.font = fontOf(type.size, type.bold, type.italic);
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  ctx.setLineDash([]);
  const lines = text.split("\n");
  for (const pass of halo ? ["stroke", "fill"] : ["fill"]) {
    lines.forEach((line, k) => {
      const down = ((k - (lines.length - 1) / 2) * 1.12 + LIFT) * type.size;
      letterLine(ctx, line, down, type, pass, pass === "fill" ? ink : halo);
    });
  }
  ctx.restore();
}

function letterLine(ctx, line, down, type, pass, colour) {
  ctx.lineJoin = "round";
  ctx.lineWidth = 2 * HALO_PX;
  ctx.fillStyle = ctx.strokeStyle = colour;
  const put = (text, x) => pass === "fill" ? ctx.fillText(text, x, down) : ctx.strokeText(text, x, down);
  if (!type.spacing) {
    put(line, 0);
    return;
  }
  let x = -textWidth(line, type) / 2;
  for (const letter of line) {
    const width = textWidth(letter, { ...type, spacing: 0 });
    put(letter, x + width / 2);
    x += width + type.spacing * type.size;
  }
}

// A text standing centred on the middle of a line of pixels.
function paintAlong(ctx, text, points, type, ink, halo) {
  const along = [0];
  for (let k = 1; k < points.length; k++) {
    along.push(along[k - 1] + Math.hypot(points[k][0] - points[k - 1][0], points[k][1] - points[k - 1][1]));
  }
  const letters = [...text], widths = letters.map((letter) => textWidth(letter, type));
  const total = widths.reduce((a, b) => a + b, 0);
  ctx.font = fontOf(type.size, type.bold, type.italic);
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  ctx.setLineDash([]);
  ctx.lineJoin = "round";
  for (const pass of halo ? ["stroke", "fill"] : ["fill"]) {
    ctx.lineWidth = 2 * HALO_PX;
    ctx.fillStyle = ctx.strokeStyle = pass === "fill" ? ink : halo;
    let at = (along[along.length - 1] - total) / 2, k = 1;
    letters.forEach((letter, n) => {
      const middle = at + widths[n] / 2;
      at += widths[n];
      while (k < points.length - 1 && along[k] < middle) k++;
      const step = Math.max(along[k] - along[k - 1], 1e-9);
      const dx = (points[k][0] - points[k - 1][0]) / step, dy = (points[k][1] - points[k - 1][1]) / step;
      const off = middle - along[k - 1];
      ctx.save();
      ctx.translate(points[k - 1][0] + dx * off, points[k - 1][1] + dy * off);
      ctx.rotate(Math.atan2(dy, dx));
      if (pass === "fill") ctx.fillText(letter, 0, LIFT * type.size);
      else ctx.strokeText(letter, 0, LIFT * type.size);
      ctx.restore();
    });
  }
}

// -- arrows -------------------------------------------------------------------------------------

function lineLengths(points) {
  const along = [0];
  for (let k = 1; k < points.length; k++) {
    along.push(along[k - 1] + Math.hypot(points[k][0] - points[k - 1][0], points[k][1] - points[k - 1][1]));
  }
  return along;
}

function beforeEnd(points, distance) {
  const along = lineLengths(points), at = Math.max(along[along.length - 1] - distance, 0);
  let k = 1;
  while (k < points.length - 1 && along[k] < at) k++;
  const share = (at - along[k - 1]) / Math.max(along[k] - along[k - 1], 1e-9);
  return [points[k - 1][0] + share * (points[k][0] - points[k - 1][0]),
    points[k - 1][1] + share * (points[k][1] - points[k - 1][1])];
}

function shortened(points, by) {
  const along = lineLengths(points), keep = Math.max(along[along.length - 1] - by, 0);
  const inner = points.filter((_, k) => along[k] < keep);
  return (inner.length ? inner : points.slice(0, 1)).concat([beforeEnd(points, by)]);
}

// A slightly swept head with its tip at the line's end.
function arrowHead(points, length) {
  const tip = points[points.length - 1], back = beforeEnd(points, length);
  const size = Math.hypot(tip[0] - back[0], tip[1] - back[1]);
  const f = size > 0 ? [(tip[0] - back[0]) / size, (tip[1] - back[1]) / size] : [1, 0];
  const wide = length * 3.4 / 4.2 / 2, side = [-f[1] * wide, f[0] * wide];
  const base = [tip[0] - f[0] * length, tip[1] - f[1] * length];
  const notch = [tip[0] - f[0] * 0.72 * length, tip[1] - f[1] * 0.72 * length];
  return [tip, [base[0] + side[0], base[1] + side[1]], notch, [base[0] - side[0], base[1] - side[1]]];
}

function polyline(ctx, points, closed = false) {
  ctx.beginPath();
  points.forEach(([x, y], k) => k ? ctx.lineTo(x, y) : ctx.moveTo(x, y));
  if (closed) ctx.closePath();
}

function linePx(outline, line = 0) {
  const points = [];
  for (let k = outline.starts[line]; k < outline.starts[line + 1]; k++) {
    points.push(toPx(outline.xy[2 * k], outline.xy[2 * k + 1]));
  }
  return points;
}
