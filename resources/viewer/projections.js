// Map projections of the ellipsoid (Snyder, USGS Professional Paper 1395; transverse Mercator after
// Krüger 1912 in the form of Karney 2011), forward and back.

function makeProjection(told) {
  const makers = { lcc: lambertConic, tmerc: transverseMercator, laea: lambertAzimuthal, merc: mercator };
  return makers[told.sort](told);
}

function halfTurn(lon, about) {
  const off = (lon - about) % 360;
  return (off > 180 ? off - 360 : off < -180 ? off + 360 : off) * RADIANS;
}

function conformalLatitude(phi, e) {
  const es = e * Math.sin(phi);
  return Math.tan(Math.PI / 4 - phi / 2) / Math.pow((1 - es) / (1 + es), e / 2);
}

function latitudeOfConformal(t, e) {
  let phi = Math.PI / 2 - 2 * Math.atan(t);
  for (let round = 0; round < 12; round++) {
    const es = e * Math.sin(phi);
    phi = Math.PI / 2 - 2 * Math.atan(t * Math.pow((1 - es) / (1 + es), e / 2));
  }
  return phi;
}

function lambertConic(told) {
  const { a, f } = told, e2 = f * (2 - f), e = Math.sqrt(e2);
  const p0 = told.lat_0 * RADIANS, p1 = told.lat_1 * RADIANS, p2 = told.lat_2 * RADIANS;
  const m = (p) => Math.cos(p) / Math.sqrt(1 - e2 * Math.sin(p) ** 2);
  const t = (p) => conformalLatitude(p, e);
  const n = Math.abs(p1 - p2) < 1e-10 ? Math.sin(p1)
    : Math.log(m(p1) / m(p2)) / Math.log(t(p1) / t(p2));
  const scale = a * m(p1) / (n * Math.pow(t(p1), n));
  const r0 = scale * Math.pow(t(p0), n);
  return {
    forward(lon, lat) {
      const r = scale * Math.pow(t(lat * RADIANS), n), theta = n * halfTurn(lon, told.lon_0);
      return [told.x_0 + r * Math.sin(theta), told.y_0 + r0 - r * Math.cos(theta)];
    },
    inverse(x, y) {
      const east = x - told.x_0, down = r0 - (y - told.y_0);
      const r = Math.sign(n) * Math.hypot(east, down);
      const theta = Math.atan2(Math.sign(n) * east, Math.sign(n) * down);
      const phi = latitudeOfConformal(Math.pow(r / scale, 1 / n), e);
      return [told.lon_0 + theta / n / RADIANS, phi / RADIANS];
    },
  };
}

function transverseMercator(told) {
  const { a, f, k } = told, n = f / (2 - f), e = Math.sqrt(f * (2 - f));
  const n2 = n * n, n3 = n2 * n, n4 = n3 * n;
  const rectifying = (a / (1 + n)) * (1 + n2 / 4 + n4 / 64);
  const alpha = [n / 2 - 2 * n2 / 3 + 5 * n3 / 16 + 41 * n4 / 180,
    13 * n2 / 48 - 3 * n3 / 5 + 557 * n4 / 1440, 61 * n3 / 240 - 103 * n4 / 140, 49561 * n4 / 161280];
  const beta = [n / 2 - 2 * n2 / 3 + 37 * n3 / 96 - n4 / 360,
    n2 / 48 + n3 / 15 - 437 * n4 / 1440, 17 * n3 / 480 - 37 * n4 / 840, 4397 * n4 / 161280];
  const tau1 = (tau) => {
    const sigma = Math.sinh(e * Math.atanh(e * tau / Math.hypot(1, tau)));
    return tau * Math.hypot(1, sigma) - sigma * Math.hypot(1, tau);
  };
  const forward = (lon, lat) => {
    const t = tau1(Math.tan(lat * RADIANS)), l = halfTurn(lon, told.lon_0);
    const xi0 = Math.atan2(t, Math.cos(l)), eta0 = Math.asinh(Math.sin(l) / Math.hypot(t, Math.cos(l)));
    let xi = xi0, eta = eta0;
    alpha.forEach((c, j) => {
      xi += c * Math.sin(2 * (j + 1) * xi0) * Math.cosh(2 * (j + 1) * eta0);
      eta += c * Math.cos(2 * (j + 1) * xi0) * Math.sinh(2 * (j + 1) * eta0);
    });
    return [k * rectifying * eta, k * rectifying * xi];
  };
  const north0 = forward(told.lon_0, told.lat_0)[1];
  return {
    forward(lon, lat) {
      const [x, y] = forward(lon, lat);
      return [told.x_0 + x, told.y_0 + y - north0];
    },
    inverse(x, y) {
      const xi = (y - told.y_0 + north0) / (k * rectifying), eta = (x - told.x_0) / (k * rectifying);
      let xi1 = xi, eta1 = eta;
      beta.forEach((c, j) => {
        xi1 -= c * Math.sin(2 * (j + 1) * xi) * Math.cosh(2 * (j + 1) * eta);
        eta1 -= c * Math.cos(2 * (j + 1) * xi) * Math.sinh(2 * (j + 1) * eta);
      });
      const wanted = Math.sin(xi1) / Math.hypot(Math.sinh(eta1), Math.cos(xi1));
      let tau = wanted / (1 - e * e);
      for (let round = 0; round < 6; round++) {
        const t = tau1(tau);
        tau += (wanted - t) / Math.hypot(1, t) * (1 + (1 - e * e) * tau * tau) /
          ((1 - e * e) * Math.hypot(1, tau));
      }
      return [told.lon_0 + Math.atan2(Math.sinh(eta1), Math.cos(xi1)) / RADIANS, Math.atan(tau) / RADIANS];
    },
  };
}

function lambertAzimuthal(told) {
  const { a, f } = told, e2 = f * (2 - f), e = Math.sqrt(e2);
  const authalic = (phi) => {
    const s = Math.sin(phi), es = e * s;
    return (1 - e2) * (s / (1 - es * es) + Math.atanh(es) / e);
  };
  const qp = authalic(Math.PI / 2), p0 = told.lat_0 * RADIANS;
  const beta0 = Math.asin(authalic(p0) / qp), radius = a * Math.sqrt(qp / 2);
  const d = a * Math.cos(p0) / Math.sqrt(1 - e2 * Math.sin(p0) ** 2) / (radius * Math.cos(beta0));
  return {
    forward(lon, lat) {
      const beta = Math.asin(authalic(lat * RADIANS) / qp), l = halfTurn(lon, told.lon_0);
      const b = radius * Math.sqrt(2 / (1 + Math.sin(beta0) * Math.sin(beta) +
        Math.cos(beta0) * Math.cos(beta) * Math.cos(l)));
      return [told.x_0 + b * d * Math.cos(beta) * Math.sin(l),
        told.y_0 + (b / d) * (Math.cos(beta0) * Math.sin(beta) -
          Math.sin(beta0) * Math.cos(beta) * Math.cos(l))];
    },
    inverse(x, y) {
      const east = (x - told.x_0) / d, north = (y - told.y_0) * d, rho = Math.hypot(east, north);
      if (rho === 0) return [told.lon_0, told.lat_0];
      const c = 2 * Math.asin(rho / (2 * radius));
      const q = qp * (Math.cos(c) * Math.sin(beta0) + north * Math.sin(c) * Math.cos(beta0) / rho);
      let phi = Math.asin(q / qp);
      for (let round = 0; round < 12; round++) {
        const s = Math.sin(phi), w = 1 - e2 * s * s;
        phi += (w * w / (2 * Math.cos(phi))) * (q - authalic(phi)) / (1 - e2);
      }
      const lon = Math.atan2(east * Math.sin(c),
        rho * Math.cos(beta0) * Math.cos(c) - north * Math.sin(beta0) * Math.sin(c));
      return [told.lon_0 + lon / RADIANS, phi / RADIANS];
    },
  };
}

function mercator(told) {
  return {
    forward: (lon, lat) => [told.a * halfTurn(lon, told.lon_0),
      told.a * Math.asinh(Math.tan(lat * RADIANS))],
    inverse: (x, y) => [told.lon_0 + x / told.a / RADIANS, Math.atan(Math.sinh(y / told.a)) / RADIANS],
  };
}
