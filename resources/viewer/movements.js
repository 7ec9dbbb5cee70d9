// Where features were a phase before, the way that they came, and lines of command.

function paintTrace(ctx, trace, look, offset) {
  const theme = look.theme, way = trace.line || (trace.line = trace.way ? outlineOf(trace.way, 1) : null);
  if (!way) return;
  let line = linePx(way);
  const now = trace.now, room = (box) => [box[0] - 3, box[1] - 3, box[2] + 3, box[3] + 3];
  const ghost = trace.ghost === undefined ? null : versionOf(trace.ghost);
  if (ghost && ghost.kind === "unit") line = leaving(line, room(ghost.row.box));
  if (now && now.kind === "unit") {
    const beside = offset && (offset[0] || offset[1]);
    line = leaving(line.slice().reverse(), beside ? [-6, -6, 6, 6] : room(now.row.box)).reverse();
  }
  const head = 13, along = lineLengths(line);
  if (line.length < 2 || along[along.length - 1] < head) return;
  const body = shortened(line, 0.7 * head), tip = arrowHead(line, head);
  const ink = trace.ink ? onGround(trace.ink, theme.land) : theme.overlay_text;
  ctx.globalAlpha = trace.opacity;
  ctx.setLineDash([]);
  ctx.lineCap = "butt";
  ctx.lineJoin = "bevel";
  ctx.strokeStyle = withOpacity(theme.overlay_halo, 0.7);
  ctx.lineWidth = 6;
  polyline(ctx, body);
  ctx.stroke();
  ctx.lineWidth = 3.4;
  polyline(ctx, tip, true);
  ctx.stroke();
  ctx.strokeStyle = ctx.fillStyle = ink;
  ctx.lineWidth = 2.6;
  polyline(ctx, body);
  ctx.stroke();
  polyline(ctx, tip, true);
  ctx.fill();
  if (!ghost) {
    ctx.beginPath();
    ctx.arc(line[0][0], line[0][1], 3.2, 0, 2 * Math.PI);
    ctx.fill();
  }
  ctx.globalAlpha = 1;
}

// The line from where it leaves a box about its first point; nothing if it stays inside.
function leaving(points, box) {
  if (points.length < 2) return points;
  const low = [points[0][0] + box[0], points[0][1] + box[1]], high = [points[0][0] + box[2], points[0][1] + box[3]];
  const first = points.findIndex((p) => p[0] < low[0] || p[1] < low[1] || p[0] > high[0] || p[1] > high[1]);
  if (first < 0) return [];
  if (first === 0) return points;
  const inner = points[first - 1], outer = points[first], shares = [];
  for (const axis of [0, 1]) {
    const step = outer[axis] - inner[axis];
    if (step) shares.push(((step > 0 ? high[axis] : low[axis]) - inner[axis]) / step);
  }
  const share = Math.min(...shares);
  return [[inner[0] + share * (outer[0] - inner[0]), inner[1] + share * (outer[1] - inner[1])], ...points.slice(first)];
}

function paintCommandLines(ctx, lines, look) {
  const theme = look.theme;
  for (const halo of lines.length <= 1000 ? [true, false] : [false]) {
    for (const line of lines) {
      ctx.strokeStyle = halo ? withOpacity(theme.overlay_halo, 0.55)
        : line.ink ? onGround(line.ink, theme.land) : theme.overlay_text;
      ctx.lineWidth = halo ? 3.6 : 1.6;
      ctx.lineCap = "butt";
      strokeOutline(ctx, line.outline, []);
    }
  }
}
