// Distances and bearings along geodesics, point by point.

const measuring = { on: false, points: [], pointer: null };

function startMeasuring() {
  measuring.on = true;
  measuring.points = [];
  measuring.pointer = null;
  document.body.classList.add("measuring");
  showMeasure();
  changed(false);
}

function stopMeasuring() {
  measuring.on = false;
  measuring.points = [];
  measuring.pointer = null;
  document.body.classList.remove("measuring");
  showMeasure();
  changed(false);
}

function addMeasured(place) {
  measuring.points.push(place);
  showMeasure();
  changed(false);
}

// Legs from point to point: how long, and where each sets out to.
function measuredLegs(points) {
  const legs = [];
  for (let k = 1; k < points.length; k++) {
    const leg = geodesicInverse(...points[k - 1], ...points[k]);
    if (leg) legs.push(leg);
  }
  return legs;
}

function showMeasure() {
  const box = document.getElementById("measure-result");
  const points = measuring.pointer ? [...measuring.points, measuring.pointer] : measuring.points;
  const legs = measuredLegs(points).filter((leg) => leg.distance > 0.5);
  document.getElementById("measure-bar").hidden = !measuring.on;
  document.getElementById("measure").setAttribute("aria-pressed", String(measuring.on));
  if (!legs.length) {
    box.textContent = "Click or tap points on the map";
    return;
  }
  const last = legs[legs.length - 1], total = legs.reduce((sum, leg) => sum + leg.distance, 0);
  const leg = `${distanceText(last.distance)} · ${bearingText(last.bearing)} true`;
  box.textContent = legs.length > 1 ? `${leg} · ${distanceText(total)} in ${legs.length} legs` : leg;
}

function paintMeasuring(ctx, look) {
  if (!measuring.on || !measuring.points.length) return;
  const theme = look.theme, points = measuring.pointer ? [...measuring.points, measuring.pointer] : measuring.points;
  const dots = points.map(([lon, lat]) => toPx(...projection.forward(lon, lat)));
  ctx.setLineDash([]);
  ctx.lineCap = ctx.lineJoin = "round";
  for (const [colour, width] of [[theme.overlay_halo, 5], [theme.guide, 2]]) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    for (let k = 1; k < points.length; k++) {
      polyline(ctx, geodesicLine(points[k - 1], points[k], 20000).map(([lon, lat]) => toPx(...projection.forward(lon, lat))));
      ctx.stroke();
    }
  }
  for (const [x, y] of dots) {
    ctx.beginPath();
    ctx.arc(x, y, 4, 0, 2 * Math.PI);
    ctx.fillStyle = theme.overlay_halo;
    ctx.fill();
    ctx.strokeStyle = theme.guide;
    ctx.lineWidth = 2;
    ctx.stroke();
  }
  for (let k = 1; k < points.length; k++) {
    const leg = geodesicInverse(...points[k - 1], ...points[k]);
    if (!leg || Math.hypot(dots[k][0] - dots[k - 1][0], dots[k][1] - dots[k - 1][1]) < 70) continue;
    const middle = geodesicDirect(...points[k - 1], leg.bearing, leg.distance / 2);
    const [x, y] = toPx(...projection.forward(...middle));
    paintText(ctx, distanceText(leg.distance), x, y - 12, { size: 12.5, bold: true }, theme.overlay_text,
      haloFor(theme.overlay_text, theme));
  }
}
