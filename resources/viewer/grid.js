// References of the Military Grid Reference System, NGA.STND.0037.

const BANDS = "CDEFGHJKLMNPQRSTUVWX";
const COLUMNS = ["ABCDEFGH", "JKLMNPQR", "STUVWXYZ"];
const ROWS = "ABCDEFGHJKLMNPQRSTUV";
const zones = new Map();

function zoneOf(lon, band) {
  if (band === "V" && lon >= 3 && lon < 12) return 32;
  if (band === "X" && lon >= 0 && lon < 42) return lon < 9 ? 31 : lon < 21 ? 33 : lon < 33 ? 35 : 37;
  return Math.min(Math.floor((lon + 180) / 6) + 1, 60);
}

// The square of 10 ** (5 - digits) metres that holds a place; empty where there is no such grid.
function mgrs(lon, lat, digits = 5) {
  if (!(lat >= -80 && lat <= 84 && Math.abs(lon) <= 180)) return "";
  const band = BANDS[Math.min(Math.floor((lat + 80) / 8), BANDS.length - 1)];
  const zone = zoneOf(lon, band);
  if (!zones.has(zone)) {
    zones.set(zone, transverseMercator({ a: EARTH_A, f: EARTH_F, k: 0.9996, lat_0: 0,
      lon_0: 6 * zone - 183, x_0: 500000, y_0: 0 }));
  }
  const [x, y] = zones.get(zone).forward(lon, lat);
  const east = Math.floor(x + 1e-6), north = Math.floor((y < 0 ? y + 1e7 : y) + 1e-6);
  const column = COLUMNS[(zone - 1) % 3][Math.floor(east / 100000) - 1];
  const row = ROWS[(Math.floor(north / 100000) + (zone % 2 ? 0 : 5)) % 20];
  const size = 10 ** (5 - digits);
  const figures = (metres) => String(Math.floor(metres % 100000 / size)).padStart(digits, "0");
  return `${String(zone).padStart(2, "0")}${band} ${column}${row} ${figures(east)} ${figures(north)}`;
}
