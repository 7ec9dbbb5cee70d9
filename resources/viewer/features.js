// Features as the program draws them, each by its kind.

const HATCH_EVERY = 11, HATCH_PX = 1.1, HATCH_STRENGTH = 4;
const versions = [];

// A version of a feature with its style and outline.
function versionOf(number) {
  let made = versions[number];
  if (made === undefined) {
    const row = data.versions[number], s = data.styles[row.style];
    made = {
      number, row, kind: row.kind, f: row.f, at: row.at,
      style: { stroke: s[0], width: s[1], opacity: s[2], fill: s[3], fillOpacity: s[4], dash: s[5],
        font: s[6], text: s[7], halo: s[8], letter: s[9], hatched: s[10] },
      geo: row.geo === undefined ? null : geometry(row.geo, 1),
    };
    if (row.inner !== undefined) made.inner = geometry(row.inner, 1);
    if (row.between !== undefined) made.between = geometry(row.between, 1);
    versions[number] = made;
  }
  return made;
}

const geometries = new Map();

function geometry(number, grid) {
  const key = `${number} ${grid}`;
  let found = geometries.get(key);
  if (found === undefined) {
    found = outlineOf(data.geometries[number], grid);
    geometries.set(key, found);
  }
  return found;
}

function paintFeature(ctx, version, look, texts, offset) {
  switch (version.kind) {
    case "unit": paintUnit(ctx, version, look, texts, offset); break;
    case "text": paintNote(ctx, version, look); break;
    case "mark": paintMark(ctx, version, look); break;
    case "range_ring": paintRing(ctx, version, look); break;
    case "arrow": paintArrow(ctx, version, look); paintName(ctx, version, look); break;
    case "control_measure": paintMeasure(ctx, version, look); break;
    default: paintArea(ctx, version, look); paintName(ctx, version, look);
  }
}

// -- units ---------------------------------------------------------------------------------------

function paintUnit(ctx, version, look, texts, offset) {
  let [x, y] = toPx(...version.at);
  const theme = look.theme;
  if (offset && (offset[0] || offset[1])) {
    const start = [x, y];
    x += offset[0];
    y += offset[1];
    ctx.setLineDash([]);
    for (const [colour, width] of [[withOpacity(theme.overlay_halo, 0.7), 3], [theme.overlay_text, 1.2]]) {
      polyline(ctx, [start, [x, y]]);
      ctx.strokeStyle = colour;
      ctx.lineWidth = width;
      ctx.stroke();
    }
    ctx.beginPath();
    ctx.arc(start[0], start[1], 2.6, 0, 2 * Math.PI);
    ctx.fillStyle = theme.overlay_text;
    ctx.fill();
    ctx.strokeStyle = theme.overlay_halo;
    ctx.lineWidth = 1.2;
    ctx.stroke();
  }
  paintDrawing(ctx, version.row.looks[texts], x, y, look);
}

// -- lettering and marks -------------------------------------------------------------------------

function lettersOf(version, theme) {
  return version.style.text ? onGround(version.style.text, theme.land, LEAST_RATIO_OF_LETTERS) : theme.overlay_text;
}

function paintNote(ctx, version, look) {
  const { row, style } = version;
  if (!row.name) return;
  const type = { size: style.font, bold: true }, [x, y] = toPx(...version.at), turn = row.turn || 0;
  const width = Math.max(...row.name.split("\n").map((line) => textWidth(line, type)));
  const shift = { left: 0.5, center: 0, right: -0.5 }[row.align] * width;
  const ink = lettersOf(version, look.theme);
  paintText(ctx, row.name, x + shift * Math.cos(turn * RADIANS), y + shift * Math.sin(turn * RADIANS),
    type, ink, style.halo ? haloFor(ink, look.theme) : "", turn);
}

function paintMark(ctx, version, look) {
  const { row, style } = version, [x, y] = toPx(...version.at).map(Math.round), r = row.size / 2;
  const fill = row.plain ? look.theme.overlay_text : onGround(style.fill, look.theme.land);
  ctx.save();
  ctx.translate(x, y);
  ctx.setLineDash([]);
  ctx.lineJoin = ctx.lineCap = "round";
  if (row.mark === "cross") {
    ctx.beginPath();
    ctx.moveTo(-r, -r); ctx.lineTo(r, r); ctx.moveTo(-r, r); ctx.lineTo(r, -r);
    ctx.strokeStyle = fill;
    ctx.lineWidth = Math.max(style.width, 2);
    ctx.stroke();
  } else {
    markPath(ctx, row.mark, r);
    ctx.fillStyle = withOpacity(fill, style.fillOpacity);
    ctx.fill();
    if (!row.plain && style.width > 0) strokeStyle(ctx, style, look, true);
  }
  ctx.restore();
  if (row.name) {
    const type = { size: style.font }, ink = lettersOf(version, look.theme);
    paintText(ctx, row.name, x + r + 4 + textWidth(row.name, type) / 2, y, type, ink,
      style.halo ? haloFor(ink, look.theme) : "");
  }
}

function markPath(ctx, mark, r) {
  const corners = (count, from, radius) => Array.from({ length: count }, (_, k) => {
    const turn = (from + k * 360 / count) * RADIANS, size = radius(k);
    return [size * Math.cos(turn), size * Math.sin(turn)];
  });
  if (mark === "circle") {
    ctx.beginPath();
    ctx.arc(0, 0, r, 0, 2 * Math.PI);
  } else if (mark === "square") {
    ctx.beginPath();
    ctx.rect(-0.88 * r, -0.88 * r, 1.76 * r, 1.76 * r);
  } else if (mark === "triangle") {
    polyline(ctx, corners(3, -90, () => 1.15 * r), true);
  } else if (mark === "diamond") {
    polyline(ctx, corners(4, -90, () => 1.1 * r), true);
  } else {
    polyline(ctx, corners(10, -90, (k) => k % 2 ? 1.2 * 0.42 * r : 1.2 * r), true);
  }
}

// -- lines and areas -----------------------------------------------------------------------------

function strokeStyle(ctx, style, look, now = false) {
  ctx.strokeStyle = withOpacity(onGround(style.stroke, look.theme.land), style.opacity);
  ctx.lineWidth = style.width;
  ctx.lineCap = style.dash.length ? "butt" : "round";
  ctx.lineJoin = "round";
  ctx.setLineDash(style.dash.map((length) => length * style.width));
  if (now) ctx.stroke();
}

function paintArea(ctx, version, look) {
  const { style, geo, row } = version;
  if (!inView(geo.box, 60)) return;
  if (row.area && style.hatched) paintHatch(ctx, version, look);
  else if (row.area && style.fillOpacity > 0) {
    ctx.beginPath();
    tracePx(ctx, geo);
    ctx.fillStyle = withOpacity(style.fill, style.fillOpacity);
    ctx.fill("evenodd");
  }
  paintLine(ctx, version, look);
}

function paintLine(ctx, version, look) {
  const { style } = version;
  if (style.width <= 0 || style.opacity <= 0) return;
  strokeStyle(ctx, style, look);
  strokeOutline(ctx, version.geo, style.dash.map((length) => length * style.width));
}

function paintHatch(ctx, version, look) {
  const { style, geo } = version;
  if (style.fillOpacity <= 0) return;
  ctx.save();
  ctx.beginPath();
  tracePx(ctx, geo);
  ctx.clip("evenodd");
  const apart = HATCH_EVERY * Math.SQRT2, [ox, oy] = toPx(0, 0);
  const first = (((ox + oy) % apart) + apart) % apart;
  ctx.beginPath();
  // Lines that hang on the map: where x + y is a whole number of steps from its origin.
  for (let c = first - apart; c < camera.width + camera.height + apart; c += apart) {
    ctx.moveTo(c, 0);
    ctx.lineTo(c - camera.height, camera.height);
  }
  ctx.setLineDash([]);
  ctx.lineWidth = HATCH_PX;
  ctx.strokeStyle = withOpacity(onGround(style.fill, look.theme.land), Math.min(HATCH_STRENGTH * style.fillOpacity, 1));
  ctx.stroke();
  ctx.restore();
}

function paintArrow(ctx, version, look) {
  const { style, geo, row } = version;
  if (!inView(geo.box, 60)) return;
  const line = linePx(geo), head = Math.max(4.2 * style.width, 9);
  let body = shortened(line, 0.7 * head);
  if (row.both) body = shortened(body.slice().reverse(), 0.7 * head).reverse();
  strokeStyle(ctx, style, look);
  ctx.lineCap = "butt";
  polyline(ctx, body);
  ctx.stroke();
  ctx.fillStyle = ctx.strokeStyle;
  for (const end of row.both ? [line, line.slice().reverse()] : [line]) {
    polyline(ctx, arrowHead(end, head), true);
    ctx.fill();
  }
}

// The name of a line along its middle, of an area in its middle, where there is room.
function paintName(ctx, version, look) {
  const { row, style, geo } = version, name = row.name;
  if (!name || !inView(geo.box, 60)) return;
  const type = { size: style.font }, [left, bottom, right, top] = geo.box;
  const size = Math.hypot(right - left, top - bottom) / camera.scale;
  if (size < 0.8 * textWidth(name.split("\n")[0], type)) return;
  const ink = lettersOf(version, look.theme), halo = style.halo ? haloFor(ink, look.theme) : "";
  if (row.along) {
    const width = textWidth(name, type), total = geo.along[geo.starts[1] - 1];
    if (total / camera.scale < width) return;
    const line = stretchPx(geo, total / 2, 1.1 * width * camera.scale, false);
    const lift = 0.62 * type.size + style.width / 2;
    paintAlong(ctx, name, beside(line, lift), type, ink, halo);
    return;
  }
  const [x, y] = toPx(...(row.middle || [(left + right) / 2, (bottom + top) / 2]));
  paintText(ctx, name, x, y, type, ink, halo);
}

function beside(points, distance) {
  return points.map(([x, y], k) => {
    const a = points[Math.max(k - 1, 0)], b = points[Math.min(k + 1, points.length - 1)];
    const length = Math.max(Math.hypot(b[0] - a[0], b[1] - a[1]), 1e-9);
    return [x + distance * (b[1] - a[1]) / length, y - distance * (b[0] - a[0]) / length];
  });
}

// -- range rings -----------------------------------------------------------------------------------

function paintRing(ctx, version, look) {
  const { style } = version;
  if (!inView(version.geo.box, 20)) return;
  if (version.row.washed || style.fillOpacity === 0) paintLine(ctx, version, look);
  else paintArea(ctx, version, look);
  if (version.inner) {
    strokeStyle(ctx, style, look);
    ctx.lineWidth = 0.6 * style.width;
    strokeOutline(ctx, firstPart(version.inner), style.dash.map((length) => length * 0.6 * style.width));
  }
}

function firstPart(outline) {
  if (outline.first === undefined) outline.first = { ...outline, starts: outline.starts.slice(0, 2) };
  return outline.first;
}

// What a ring is filled with: pairs of outlines, odd-even, and how strongly.
function washesOf(version) {
  if (version.washes === undefined) {
    const { geo, inner, style, row } = version;
    if (!inner) version.washes = [[[geo], style.fillOpacity]];
    else {
      const rings = [firstPart(geo), ...bandEdges(version), firstPart(inner)];
      version.washes = row.edges.map((opacity, k) => [[rings[k], rings[k + 1]], opacity]);
      version.washes.push([[inner], style.fillOpacity]);
    }
  }
  return version.washes;
}

function bandEdges(version) {
  const { geo, inner, between, row } = version, count = row.edges.length;
  if (between) {
    return Array.from({ length: between.starts.length - 1 }, (_, k) => ({ ...between,
      starts: between.starts.slice(k, k + 2) }));
  }
  const outerLast = geo.starts[1] - 1, innerCount = inner.starts[1], edges = [];
  for (let step = 1; step < count; step++) {
    const share = step / count, xy = new Float64Array(2 * innerCount);
    for (let k = 0; k < innerCount; k++) {
      const at = k / (innerCount - 1) * outerLast, low = Math.min(Math.floor(at), outerLast - 1), off = at - low;
      for (const axis of [0, 1]) {
        const out = geo.xy[2 * low + axis] * (1 - off) + geo.xy[2 * low + 2 + axis] * off;
        xy[2 * k + axis] = out + share * (inner.xy[2 * k + axis] - out);
      }
    }
    edges.push({ xy, starts: new Int32Array([0, innerCount]), box: geo.box });
  }
  return edges;
}

// At each place the wash of the smallest ring there, and no other: in a layer of its own.
function paintWashes(ctx, rings, look) {
  const washed = rings.filter(({ version }) => version.row.washed && inView(version.geo.box, 0));
  if (!washed.length) return;
  const layer = look.layer(), brush = layer.getContext("2d");
  brush.setTransform(1, 0, 0, 1, 0, 0);
  brush.clearRect(0, 0, layer.width, layer.height);
  brush.setTransform(look.dpr, 0, 0, look.dpr, 0, 0);
  washed.sort((a, b) => b.version.row.radius - a.version.row.radius);
  for (const { version, opacity } of washed) {
    for (const [outlines, strength] of washesOf(version)) {
      brush.beginPath();
      for (const outline of outlines) tracePx(brush, outline);
      brush.globalCompositeOperation = "destination-out";
      brush.fillStyle = "#000";
      brush.fill("evenodd");
      brush.globalCompositeOperation = "source-over";
      brush.fillStyle = withOpacity(version.style.fill, strength * opacity);
      brush.fill("evenodd");
    }
  }
  ctx.drawImage(layer, 0, 0, camera.width, camera.height);
}
