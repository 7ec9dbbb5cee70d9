// Symbols: strokes, fills and texts by `viewer_symbols.py`, kept as sprites for the screen's density.

const FONT = '"Liberation Sans", Arial, Helvetica, "Nimbus Sans", sans-serif';
const symbolPaths = [], sprites = new Map(), images = new Map();
const MOST_SPRITES = 1500;

function fontOf(size, bold = false, italic = false) {
  return `${italic ? "italic " : ""}${bold ? "bold " : ""}${size}px ${FONT}`;
}

function symbolPath(number) {
  if (symbolPaths[number] === undefined) symbolPaths[number] = new Path2D(data.paths[number]);
  return symbolPaths[number];
}

function symbolColour(name, theme) {
  if (name[0] !== "@") return name;
  return { "@edge": theme.symbol_edge, "@text": theme.overlay_text, "@halo": theme.overlay_halo }[name];
}

function drawOps(ctx, ops, theme) {
  for (const op of ops) {
    if (op[0] === "g") {
      drawOps(ctx, op[1], theme);
    } else if (op[0] === "m") {
      ctx.save();
      ctx.transform(...op[1]);
      drawOps(ctx, [op[2]], theme);
      ctx.restore();
    } else {
      drawMark(ctx, op, theme);
    }
  }
}

function drawMark(ctx, op, theme) {
  const [fill, fillOpacity, stroke, strokeOpacity, width, dash, cap, join] = data.paints[op[op.length - 1]];
  const above = ctx.globalAlpha;
  let path = null;
  if (op[0] === "p") path = symbolPath(op[1]);
  if (op[0] === "c") {
    path = new Path2D();
    path.ellipse(op[1], op[2], op[3], op[4], 0, 0, 2 * Math.PI);
  }
  if (op[0] === "t") {
    ctx.font = fontOf(op[4], op[5] === 1);
    ctx.textAlign = { middle: "center", end: "right" }[op[6]] || "left";
    ctx.textBaseline = "alphabetic";
  }
  if (fill) {
    ctx.globalAlpha = above * fillOpacity;
    ctx.fillStyle = symbolColour(fill, theme);
    if (path) ctx.fill(path); else ctx.fillText(op[3], op[1], op[2]);
  }
  if (stroke && width > 0) {
    ctx.globalAlpha = above * strokeOpacity;
    ctx.strokeStyle = symbolColour(stroke, theme);
    ctx.lineWidth = width;
    ctx.lineCap = cap;
    ctx.lineJoin = join;
    ctx.setLineDash(dash);
    if (path) ctx.stroke(path); else ctx.strokeText(op[3], op[1], op[2]);
  }
  ctx.globalAlpha = above;
}

// A drawing with its anchor at the origin, in pixels.
function drawDrawing(ctx, drawing, theme) {
  ctx.save();
  ctx.translate(-drawing.anchor[0], -drawing.anchor[1]);
  ctx.scale(drawing.view[2], drawing.view[2]);
  ctx.translate(-drawing.view[0], -drawing.view[1]);
  drawOps(ctx, drawing.ops, theme);
  ctx.restore();
}

function imageOf(number) {
  let found = images.get(number);
  if (found === undefined) {
    found = new Image();
    found.addEventListener("load", () => changed());
    found.src = data.drawings[number].image;
    images.set(number, found);
  }
  return found;
}

// Left, top, right, bottom in pixels about the place that it stands on.
function drawingBox(number) {
  const { size, anchor } = data.drawings[number];
  return [-anchor[0], -anchor[1], size[0] - anchor[0], size[1] - anchor[1]];
}

// Draw a drawing at a place in pixels; upright ones from sprites, on whole device pixels.
function paintDrawing(ctx, number, x, y, look, turn = 0) {
  const drawing = data.drawings[number];
  if (drawing.image !== undefined) {
    paintImage(ctx, number, x, y, look);
    return;
  }
  if (turn || look.exact) {
    ctx.save();
    ctx.translate(x, y);
    ctx.rotate(turn * RADIANS);
    drawDrawing(ctx, drawing, look.theme);
    ctx.restore();
    return;
  }
  const sprite = spriteOf(number, look), dpr = look.dpr;
  const left = Math.round(x * dpr) / dpr - sprite.dx, top = Math.round(y * dpr) / dpr - sprite.dy;
  ctx.drawImage(sprite.canvas, left, top, sprite.canvas.width / dpr, sprite.canvas.height / dpr);
}

function spriteOf(number, look) {
  const key = `${number} ${look.theme.id} ${look.dpr}`;
  let sprite = sprites.get(key);
  if (sprite === undefined) {
    if (sprites.size > MOST_SPRITES) sprites.clear();
    const drawing = data.drawings[number], dpr = look.dpr, margin = 2;
    const dx = Math.ceil((drawing.anchor[0] + margin) * dpr) / dpr;
    const dy = Math.ceil((drawing.anchor[1] + margin) * dpr) / dpr;
    const canvas = document.createElement("canvas");
    canvas.width = Math.ceil((dx + drawing.size[0] - drawing.anchor[0] + margin) * dpr);
    canvas.height = Math.ceil((dy + drawing.size[1] - drawing.anchor[1] + margin) * dpr);
    const ctx = canvas.getContext("2d");
    ctx.scale(dpr, dpr);
    ctx.translate(dx, dy);
    drawDrawing(ctx, drawing, look.theme);
    sprite = { canvas, dx, dy };
    sprites.set(key, sprite);
  }
  return sprite;
}

function paintImage(ctx, number, x, y, look) {
  const drawing = data.drawings[number], image = imageOf(number);
  let [wide, high] = drawing.size;
  if (image.complete && image.naturalWidth > 0) {
    if (!wide) [wide, high] = [image.naturalWidth, image.naturalHeight];
    ctx.drawImage(image, x - wide / 2, y - high / 2, wide, high);
  }
  if (drawing.label) {
    paintText(ctx, drawing.label, x, y + drawing.down, { size: 11, bold: true }, look.theme.overlay_text,
      haloFor(look.theme.overlay_text, look.theme));
  }
}
