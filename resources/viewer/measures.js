// Control measures, as they were drawn for the scale that is nearest.

const MEASURE_SCALES = [3200, 1600, 800, 400, 200, 100, 50, 25];

function paintMeasure(ctx, version, look) {
  const { row, style } = version;
  let best = 0;
  MEASURE_SCALES.forEach((scale, k) => {
    if (Math.abs(Math.log(scale / camera.scale)) < Math.abs(Math.log(MEASURE_SCALES[best] / camera.scale))) best = k;
  });
  const pieces = row.drawn[best];
  if (!pieces || !pieces.length) {
    paintArea(ctx, version, look);
    paintName(ctx, version, look);
    return;
  }
  for (const piece of pieces) paintPiece(ctx, piece, style, look);
}

function paintPiece(ctx, piece, style, look) {
  if (piece[0] === "s") {
    const [, number, grid, colour, width, dash, flat] = piece, outline = geometry(number, grid);
    if (!inView(outline.box, 20)) return;
    ctx.strokeStyle = withOpacity(onGround(colour, look.theme.land), style.opacity);
    ctx.lineWidth = width;
    ctx.lineCap = flat || dash.length ? "butt" : "round";
    ctx.lineJoin = "round";
    strokeOutline(ctx, outline, dash);
  } else if (piece[0] === "f") {
    const [, number, grid, colour, opacity] = piece, outline = geometry(number, grid);
    if (!inView(outline.box, 20)) return;
    ctx.beginPath();
    tracePx(ctx, outline);
    ctx.fillStyle = withOpacity(colour, opacity);
    ctx.fill("evenodd");
  } else if (piece[0] === "t") {
    const [, mx, my, text, align, turn, colour] = piece, type = { size: Math.round(style.font), bold: true };
    const width = textWidth(text, type), t = turn * RADIANS, up = LIFT * type.size;
    const shift = (align === "left" ? width / 2 : align === "right" ? -width / 2 : 0);
    const [x, y] = toPx(mx, my);
    const ink = onGround(colour || look.theme.overlay_text, look.theme.land, LEAST_RATIO_OF_LETTERS);
    paintText(ctx, text, x + shift * Math.cos(t) + up * Math.sin(t), y + shift * Math.sin(t) - up * Math.cos(t),
      type, ink, style.halo ? haloFor(ink, look.theme) : "", turn);
  } else {
    const [x, y] = toPx(piece[1], piece[2]);
    paintDrawing(ctx, piece[3], x, y, look, piece[4]);
  }
}
