// Where units are drawn at a scale: at their place, fanned out of a stack, or moved by hand. After
// the program's own rules (`ui/map/arrangement.py`), so that both show the same.

const SYMBOL_WIDE = 39, SYMBOL_HIGH = 26, COVERED = 0.4, TOUCHED = 0.1, MOST_FANNED = 9;
const GAP = [7, 6], LARGEST_FANNED = 2;

// Offsets [dx, dy] in pixels of units {at, shift, size, offset, fan}; y downwards.
function arranged(units, scale) {
  const offsets = units.map((unit) => unit.offset || [0, 0]);
  const chosen = [];
  units.forEach((unit, k) => {
    if (unit.fan && !unit.offset && unit.size <= LARGEST_FANNED) chosen.push(k);
  });
  const places = chosen.map((k) => [units[k].at[0] / scale + units[k].shift[0],
    -units[k].at[1] / scale + units[k].shift[1]]);
  const sizes = chosen.map((k) => units[k].size);
  fanned(places, sizes).forEach((offset, n) => { offsets[chosen[n]] = offset; });
  return offsets;
}

function fanned(places, sizes) {
  const count = places.length;
  let pairs = covering(places, sizes, COVERED);
  if (!pairs.length) return places.map(() => [0, 0]);
  let offsets = spread(pairs, places, sizes);
  for (let round = 0; round < 3; round++) {
    const moved = places.map((p, k) => [p[0] + offsets[k][0], p[1] + offsets[k][1]]);
    let further = covering(moved, sizes, TOUCHED)
      .filter(([a, b]) => offsets[a].some(Boolean) || offsets[b].some(Boolean));
    const stack = stacks(pairs.concat(further), count), members = new Map();
    stack.forEach((s) => members.set(s, (members.get(s) || 0) + 1));
    further = further.filter(([a]) => members.get(stack[a]) <= MOST_FANNED);
    if (!further.length) break;
    pairs = pairs.concat(further);
    offsets = spread(pairs, places, sizes);
  }
  return offsets;
}

// Pairs of units of which one covers such a share of the other.
function covering(places, sizes, share) {
  const cells = new Map(), largest = Math.max(1, ...sizes);
  const wide = (1 - share) * SYMBOL_WIDE * largest, high = (1 - share) * SYMBOL_HIGH * largest;
  const found = [];
  places.forEach(([x, y], k) => {
    const i = Math.floor(x / wide), j = Math.floor(y / high);
    for (let di = -1; di <= 1; di++) {
      for (let dj = -1; dj <= 1; dj++) {
        for (const other of cells.get(`${i + di} ${j + dj}`) || []) {
          const size = (sizes[k] + sizes[other]) / 2;
          const cx = 1 - Math.abs(x - places[other][0]) / (SYMBOL_WIDE * size);
          const cy = 1 - Math.abs(y - places[other][1]) / (SYMBOL_HIGH * size);
          if (Math.max(cx, 0) * Math.max(cy, 0) >= share) found.push([other, k]);
        }
      }
    }
    const key = `${i} ${j}`;
    if (!cells.has(key)) cells.set(key, []);
    const here = cells.get(key);
    if (here.length <= MOST_FANNED) here.push(k);
  });
  return found;
}

function stacks(pairs, count) {
  const parent = Array.from({ length: count }, (_, k) => k);
  const root = (k) => {
    while (parent[k] !== k) k = parent[k] = parent[parent[k]];
    return k;
  };
  for (const [a, b] of pairs) {
    const one = root(a), other = root(b);
    parent[Math.max(one, other)] = Math.min(one, other);
  }
  return parent.map((_, k) => root(k));
}

function spread(pairs, places, sizes) {
  const groups = new Map(), offsets = places.map(() => [0, 0]);
  stacks(pairs, places.length).forEach((stack, k) => {
    if (!groups.has(stack)) groups.set(stack, []);
    groups.get(stack).push(k);
  });
  for (const members of groups.values()) {
    if (members.length < 2 || members.length > MOST_FANNED) continue;
    const mx = members.reduce((sum, k) => sum + places[k][0], 0) / members.length;
    const my = members.reduce((sum, k) => sum + places[k][1], 0) / members.length;
    const fan = fanPlaces(members.length, Math.max(...members.map((k) => sizes[k])));
    members.forEach((k, n) => {
      offsets[k] = [Math.round(mx + fan[n][0] - places[k][0]), Math.round(my + fan[n][1] - places[k][1])];
    });
  }
  return offsets;
}

// Middles of frames about the middle of a fan: on the least ellipse on which neighbours are clear.
function fanPlaces(count, size) {
  const wide = SYMBOL_WIDE * size + GAP[0], high = SYMBOL_HIGH * size + GAP[1];
  if (count === 2) return [[-wide / 2, 0], [wide / 2, 0]];
  for (let grown = 0.5; ; grown += 0.02) {
    const fan = Array.from({ length: count }, (_, k) => {
      const turn = k / count * 2 * Math.PI;
      return [Math.sin(turn) * wide * grown, -Math.cos(turn) * high * grown];
    });
    const clear = fan.every((a, k) => fan.every((b, n) => n <= k ||
      Math.abs(a[0] - b[0]) >= wide - 1e-9 || Math.abs(a[1] - b[1]) >= high - 1e-9));
    if (clear) return fan;
  }
}
