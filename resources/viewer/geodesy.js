// Distances and bearings on the WGS 84 ellipsoid: Vincenty's formulas (Survey Review 23, 1975),
// good to a tenth of a millimetre; they end nowhere near the antipode, which is no place of this map.

const EARTH_A = 6378137.0;
const EARTH_F = 1 / 298.257223563;
const EARTH_B = EARTH_A * (1 - EARTH_F);
const RADIANS = Math.PI / 180;

function reducedLatitude(lat) {
  return Math.atan((1 - EARTH_F) * Math.tan(lat * RADIANS));
}

// Length in metres and initial bearing in degrees of the geodesic; null near the antipode.
function geodesicInverse(lon1, lat1, lon2, lat2) {
  const u1 = reducedLatitude(lat1), u2 = reducedLatitude(lat2);
  const l = (((lon2 - lon1 + 540) % 360 + 360) % 360 - 180) * RADIANS;
  const s1 = Math.sin(u1), c1 = Math.cos(u1), s2 = Math.sin(u2), c2 = Math.cos(u2);
  let lambda = l;
  for (let round = 0; round < 200; round++) {
    const sl = Math.sin(lambda), cl = Math.cos(lambda);
    const sinSigma = Math.hypot(c2 * sl, c1 * s2 - s1 * c2 * cl);
    if (sinSigma === 0) return { distance: 0, bearing: 0 };
    const cosSigma = s1 * s2 + c1 * c2 * cl;
    const sigma = Math.atan2(sinSigma, cosSigma);
    const sinAlpha = (c1 * c2 * sl) / sinSigma;
    const cos2Alpha = 1 - sinAlpha * sinAlpha;
    const middle = cos2Alpha === 0 ? 0 : cosSigma - (2 * s1 * s2) / cos2Alpha;
    const c = (EARTH_F / 16) * cos2Alpha * (4 + EARTH_F * (4 - 3 * cos2Alpha));
    const before = lambda;
    lambda = l + (1 - c) * EARTH_F * sinAlpha *
      (sigma + c * sinSigma * (middle + c * cosSigma * (-1 + 2 * middle * middle)));
    if (Math.abs(lambda - before) < 1e-12) {
      const { a, delta } = vincentySeries(cos2Alpha, sinSigma, cosSigma, middle);
      const bearing = Math.atan2(c2 * Math.sin(lambda), c1 * s2 - s1 * c2 * Math.cos(lambda));
      return { distance: EARTH_B * a * (sigma - delta), bearing: (bearing / RADIANS + 360) % 360 };
    }
  }
  return null;
}

// Longitude and latitude so many metres from a place along a bearing.
function geodesicDirect(lon, lat, bearing, distance) {
  const turn = bearing * RADIANS, u1 = reducedLatitude(lat);
  const s1 = Math.sin(u1), c1 = Math.cos(u1), ca = Math.cos(turn), sa = Math.sin(turn);
  const sigma1 = Math.atan2(Math.tan(u1), ca);
  const sinAlpha = c1 * sa, cos2Alpha = 1 - sinAlpha * sinAlpha;
  const { a } = vincentySeries(cos2Alpha, 0, 1, 0);
  let sigma = distance / (EARTH_B * a), middle = 0;
  for (let round = 0; round < 100; round++) {
    middle = Math.cos(2 * sigma1 + sigma);
    const { delta } = vincentySeries(cos2Alpha, Math.sin(sigma), Math.cos(sigma), middle);
    const next = distance / (EARTH_B * a) + delta;
    const done = Math.abs(next - sigma) < 1e-13;
    sigma = next;
    if (done) break;
  }
  const ss = Math.sin(sigma), cs = Math.cos(sigma);
  middle = Math.cos(2 * sigma1 + sigma);
  const lat2 = Math.atan2(s1 * cs + c1 * ss * ca,
    (1 - EARTH_F) * Math.hypot(sinAlpha, s1 * ss - c1 * cs * ca));
  const lambda = Math.atan2(ss * sa, c1 * cs - s1 * ss * ca);
  const c = (EARTH_F / 16) * cos2Alpha * (4 + EARTH_F * (4 - 3 * cos2Alpha));
  const l = lambda - (1 - c) * EARTH_F * sinAlpha *
    (sigma + c * ss * (middle + c * cs * (-1 + 2 * middle * middle)));
  return [lon + l / RADIANS, lat2 / RADIANS];
}

function vincentySeries(cos2Alpha, sinSigma, cosSigma, middle) {
  const u2 = cos2Alpha * (EARTH_A * EARTH_A - EARTH_B * EARTH_B) / (EARTH_B * EARTH_B);
  const a = 1 + (u2 / 16384) * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)));
  const b = (u2 / 1024) * (256 + u2 * (-128 + u2 * (74 - 47 * u2)));
  const m2 = middle * middle;
  const delta = b * sinSigma * (middle + (b / 4) * (cosSigma * (-1 + 2 * m2) -
    (b / 6) * middle * (-3 + 4 * sinSigma * sinSigma) * (-3 + 4 * m2)));
  return { a, delta };
}

// Points of a geodesic, no further apart than `step` metres.
function geodesicLine(from, to, step) {
  const whole = geodesicInverse(from[0], from[1], to[0], to[1]);
  const points = [from];
  if (whole !== null) {
    const count = Math.min(200, Math.ceil(whole.distance / step));
    for (let k = 1; k < count; k++) {
      points.push(geodesicDirect(from[0], from[1], whole.bearing, whole.distance * k / count));
    }
  }
  points.push(to);
  return points;
}
