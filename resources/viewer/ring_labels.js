// Name and range on the arc of each ring, after the program's own rules (`ui/map/ring_labels.py`): the
// best place that no other ring's label takes; rings too large for the screen bear them again and again.

const LARGEST_RING_PX = 2400, REPEAT_PX = 1400;

function ringLabels(rings, scale, atAltitude) {
  const labels = new Map(), taken = [];
  const widest = rings.slice().sort((a, b) => (b.geo.box[2] - b.geo.box[0]) - (a.geo.box[2] - a.geo.box[0]));
  for (const ring of widest) {
    const label = ringLabel(ring, scale, taken, atAltitude);
    if (label) labels.set(ring, label);
  }
  return labels;
}

function ringLabel(ring, scale, taken, atAltitude) {
  const type = { size: ring.style.font }, total = ring.geo.along[ring.geo.starts[1] - 1];
  const length = total / scale;
  if (length < 4 * type.size || !ring.row.label) return null;
  let text = ring.row.label;
  if (atAltitude && ring.row.note) {
    const noted = `${text} · ${ring.row.note}`;
    if (length > 3 * textWidth(noted, type)) text = noted;
  }
  const width = textWidth(text, type);
  if (length < 2 * width) return null;
  if (length > Math.PI * LARGEST_RING_PX) {
    const count = Math.floor(length / REPEAT_PX), first = ring.row.places[0] / scale;
    return { text, type, width, at: Array.from({ length: count }, (_, k) => (first + k * length / count) % length) };
  }
  for (const place of ring.row.places) {
    const box = labelBox(ring, place / scale, width, scale, type);
    if (taken.every((other) => box[0] > other[2] || other[0] > box[2] || box[1] > other[3] || other[1] > box[3])) {
      taken.push(box);
      return { text, type, width, at: [place / scale] };
    }
  }
  return null;
}

function labelBox(ring, at, width, scale, type) {
  const box = [Infinity, Infinity, -Infinity, -Infinity], margin = 0.6 * type.size;
  for (const share of [-1, -0.5, 0, 0.5, 1]) {
    const [mx, my] = placeAlong(ring.geo, (at + share * 0.575 * width) * scale, true);
    const x = mx / scale, y = my / scale;
    box[0] = Math.min(box[0], x - margin);
    box[1] = Math.min(box[1], y - margin);
    box[2] = Math.max(box[2], x + margin);
    box[3] = Math.max(box[3], y + margin);
  }
  return box;
}

function paintRingLabel(ctx, ring, label, look) {
  const ink = onGround(ring.style.text || look.theme.overlay_text, look.theme.land, LEAST_RATIO_OF_LETTERS);
  for (const at of label.at) {
    const [x, y] = toPx(...placeAlong(ring.geo, at * camera.scale, true));
    if (x < -label.width || y < -label.width || x > camera.width + label.width || y > camera.height + label.width) continue;
    const line = stretchPx(ring.geo, at * camera.scale, 1.15 * label.width * camera.scale, true);
    paintAlong(ctx, label.text, line, label.type, ink, haloFor(ink, look.theme));
  }
}

// The letter of a doubtful figure on discs along the ring, but not on its label.
function paintRingLetters(ctx, ring, label, look) {
  const letter = ring.style.letter;
  if (!letter) return;
  const length = ring.geo.along[ring.geo.starts[1] - 1] / camera.scale;
  if (length < 60) return;
  const count = Math.max(Math.round(length / 130), 2), theme = look.theme;
  for (let k = 0; k < count; k++) {
    const at = (k + 0.5) * length / count;
    const onLabel = label && label.at.some((other) => {
      const off = Math.abs(at - other);
      return Math.min(off, length - off) <= label.width / 2 + 10;
    });
    if (onLabel) continue;
    const [x, y] = toPx(...placeAlong(ring.geo, at * camera.scale, true));
    if (x < -13 || y < -13 || x > camera.width + 13 || y > camera.height + 13) continue;
    ctx.beginPath();
    ctx.arc(x, y, 6.5, 0, 2 * Math.PI);
    ctx.fillStyle = theme.overlay_halo;
    ctx.fill();
    ctx.setLineDash([]);
    ctx.lineWidth = 1.2;
    ctx.strokeStyle = onGround(ring.style.stroke, theme.land);
    ctx.stroke();
    paintText(ctx, letter, x, y, { size: 10.5, bold: true },
      onGround(ring.style.stroke, theme.land, LEAST_RATIO_OF_LETTERS), "");
  }
}
