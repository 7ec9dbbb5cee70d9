// Where the map is looked at from, and the ways there.

const FINEST = 8, COARSEST = 6000;

// x, y: map metres of the middle; scale: map metres to the pixel.
const camera = { x: 0, y: 0, scale: 1000, width: 1, height: 1 };

function toPx(x, y) {
  return [(x - camera.x) / camera.scale + camera.width / 2, (camera.y - y) / camera.scale + camera.height / 2];
}

function toMap(px, py) {
  return [camera.x + (px - camera.width / 2) * camera.scale, camera.y - (py - camera.height / 2) * camera.scale];
}

function limited(view, bounds) {
  return {
    x: Math.min(Math.max(view.x, bounds[0]), bounds[2]),
    y: Math.min(Math.max(view.y, bounds[1]), bounds[3]),
    scale: Math.min(Math.max(view.scale, FINEST), COARSEST),
  };
}

// Map metres to a metre on the ground at a place of the map.
function scaleFactor(projection, x, y) {
  const [lon, lat] = projection.inverse(x, y);
  const [e1, e2] = [projection.forward(lon - 0.01, lat), projection.forward(lon + 0.01, lat)];
  const [n1, n2] = [projection.forward(lon, lat - 0.01), projection.forward(lon, lat + 0.01)];
  const wide = geodesicInverse(lon - 0.01, lat, lon + 0.01, lat).distance;
  const high = geodesicInverse(lon, lat - 0.01, lon, lat + 0.01).distance;
  const area = Math.abs((e2[0] - e1[0]) * (n2[1] - n1[1]) - (e2[1] - e1[1]) * (n2[0] - n1[0]));
  return Math.sqrt(area / (wide * high));
}

// The way from one view to another: out, across and in (van Wijk and Nuij, "Smooth and efficient
// zooming and panning", 2003), as a function of a share from 0 to 1, and how long it is.
function flight(from, to, widthPx) {
  const rho = 1.3, w0 = from.scale * widthPx, w1 = to.scale * widthPx;
  const dx = to.x - from.x, dy = to.y - from.y, u = Math.hypot(dx, dy);
  if (u < 1e-3 * Math.min(w0, w1)) {
    const s = Math.log(w1 / w0) / rho;
    return { length: Math.abs(s), at: (t) => ({ x: from.x + t * dx, y: from.y + t * dy,
      scale: from.scale * Math.exp(rho * s * t) }) };
  }
  const b = (w, sign) => (w1 * w1 - w0 * w0 + sign * rho ** 4 * u * u) / (2 * w * rho * rho * u);
  const r = (x) => Math.log(Math.sqrt(x * x + 1) - x);
  const r0 = r(b(w0, 1)), r1 = r(b(w1, -1)), length = (r1 - r0) / rho;
  return { length: Math.abs(length), at: (t) => {
    const s = t * length;
    const along = (w0 / (rho * rho * u)) * (Math.cosh(r0) * Math.tanh(rho * s + r0) - Math.sinh(r0));
    return { x: from.x + along * dx, y: from.y + along * dy,
      scale: from.scale * Math.cosh(r0) / Math.cosh(rho * s + r0) };
  } };
}
