// Lines and areas from the text they are packed in: see `viewer_packing.py`.

function bytesOf(text) {
  const raw = atob(text), bytes = new Uint8Array(raw.length);
  for (let k = 0; k < raw.length; k++) bytes[k] = raw.charCodeAt(k);
  return bytes;
}

// {xy: x, y of all points in map metres, starts: of each line and one past the last, flags}.
function unpacked(text, grid) {
  const bytes = bytesOf(text);
  let at = 0;
  const number = () => {
    let value = 0, factor = 1, byte;
    do {
      byte = bytes[at++];
      value += (byte & 127) * factor;
      factor *= 128;
    } while (byte & 128);
    return value;
  };
  const count = number(), starts = new Int32Array(count + 1), flags = new Uint8Array(count);
  const xy = new Float64Array(2 * bytes.length);
  let x = 0, y = 0, n = 0;
  for (let line = 0; line < count; line++) {
    const head = number();
    flags[line] = head & 3;
    for (let k = Math.floor(head / 4); k > 0; k--) {
      const dx = number(), dy = number();
      x += dx % 2 ? -(dx + 1) / 2 : dx / 2;
      y += dy % 2 ? -(dy + 1) / 2 : dy / 2;
      xy[2 * n] = x * grid;
      xy[2 * n + 1] = y * grid;
      n++;
    }
    starts[line + 1] = n;
  }
  return { xy: xy.slice(0, 2 * n), starts, flags };
}
