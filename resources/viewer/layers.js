// The two canvases: the base map as a picture that is moved and stretched while the view changes and
// drawn anew when it rests; features drawn in every frame over it.

const baseCanvas = document.getElementById("base"), overCanvas = document.getElementById("features");
const REST_MS = 130, LARGE_PX = 3e6, OVERVIEW_PX = 1300;
let picture = null, spare = null, overview = null, washLayer = null, frameAsked = false, dpr = 1;
let printing = false;
let lastMove = 0, lastBase = 0, baseCost = 20, baseStale = true, restTimer = 0;

// The person's choice, else what the step asks for, else what the system prefers; paper is light.
function themeNow() {
  const step = data.steps[state.step], asked = step && step.theme ? step.theme === "dark" : darkQuery.matches;
  const dark = !printing && (state.themeChoice === "auto" ? asked : state.themeChoice === "dark");
  return data.themes[dark ? "dark" : "light"];
}

function lookNow(density = dpr) {
  return {
    theme: themeNow(), dpr: density,
    layer() {
      if (washLayer === null) washLayer = document.createElement("canvas");
      const wide = Math.round(camera.width * density), high = Math.round(camera.height * density);
      if (washLayer.width !== wide || washLayer.height !== high) [washLayer.width, washLayer.height] = [wide, high];
      return washLayer;
    },
  };
}

// Something else is to be seen: draw it all anew.
function changed(baseToo = true) {
  if (baseToo) baseStale = true;
  askFrame();
}

function moved() {
  lastMove = performance.now();
  askFrame();
}

function askFrame() {
  if (frameAsked) return;
  frameAsked = true;
  requestAnimationFrame(drawFrame);
}

function drawFrame() {
  frameAsked = false;
  if (printing) return;
  const now = performance.now(), look = lookNow();
  const resting = now - lastMove > REST_MS || baseCost < 14;
  // While all moves a picture that does not reach as far as is seen is good enough for a moment.
  const due = picture !== null && !covered(picture) && now - lastBase > Math.max(150, 6 * baseCost);
  if (baseStale || picture === null || (!matches(picture) && (resting || due))) drawBase(look);
  showBase();
  const ctx = overCanvas.getContext("2d");
  ctx.setTransform(dpr, 0, 0, dpr, 0, 0);
  ctx.clearRect(0, 0, camera.width, camera.height);
  paintScene(ctx, look);
  paintMeasuring(ctx, look);
  showFurniture();
  if (!matches(picture)) {
    clearTimeout(restTimer);
    restTimer = setTimeout(askFrame, REST_MS + 10);
  } else if (!flying()) {
    document.documentElement.dataset.settled = String(state.step + 1);
  }
}

function matches(made) {
  return made.scale === camera.scale && made.width === camera.width && made.height === camera.height && covered(made);
}

// Whether a picture covers the view.
function covered(made) {
  const zoom = made.scale / camera.scale;
  if (zoom < 0.35 || zoom > 3) return false;
  const wide = made.wide * zoom, high = made.high * zoom;
  const dx = (made.x - camera.x) / camera.scale, dy = (camera.y - made.y) / camera.scale;
  return Math.abs(dx) <= (wide - camera.width) / 2 + 0.5 && Math.abs(dy) <= (high - camera.height) / 2 + 0.5;
}

function drawBase(look) {
  const begun = performance.now(), view = { ...camera };
  const made = spare || { canvas: document.createElement("canvas") };
  spare = picture;
  const margin = view.width * view.height * dpr * dpr > LARGE_PX ? 0.08 : 0.2;
  camera.width = Math.ceil(view.width * (1 + 2 * margin));
  camera.height = Math.ceil(view.height * (1 + 2 * margin));
  const wide = Math.round(camera.width * dpr), high = Math.round(camera.height * dpr);
  if (made.canvas.width !== wide || made.canvas.height !== high) [made.canvas.width, made.canvas.height] = [wide, high];
  const ctx = made.canvas.getContext("2d", { alpha: false });
  ctx.setTransform(dpr, 0, 0, dpr, 0, 0);
  const ground = camera.scale / scaleNow();
  paintBase(ctx, look, ground);
  paintNames(ctx, look, ground);
  Object.assign(made, { x: view.x, y: view.y, scale: view.scale, wide: camera.width, high: camera.height,
    width: view.width, height: view.height, labels: gridLabels });
  Object.assign(camera, view);
  picture = made;
  baseStale = false;
  lastBase = performance.now();
  baseCost = 0.6 * baseCost + 0.4 * (lastBase - begun);
}

// All of the region, for what a moved picture does not cover.
function drawOverview(look) {
  const view = { ...camera }, [left, bottom, right, top] = mapBounds;
  const canvas = document.createElement("canvas"), scale = Math.max(right - left, top - bottom) / OVERVIEW_PX;
  Object.assign(camera, { x: (left + right) / 2, y: (bottom + top) / 2, scale,
    width: Math.ceil((right - left) / scale), height: Math.ceil((top - bottom) / scale) });
  canvas.width = camera.width;
  canvas.height = camera.height;
  const ctx = canvas.getContext("2d", { alpha: false });
  ctx.fillStyle = look.theme.sea;
  ctx.fillRect(0, 0, camera.width, camera.height);
  paintLevel(ctx, look.theme, 0, scale);
  overview = { canvas, theme: look.theme, x: camera.x, y: camera.y, scale, wide: camera.width, high: camera.height };
  Object.assign(camera, view);
}

function showBase() {
  const ctx = baseCanvas.getContext("2d"), theme = themeNow();
  ctx.setTransform(dpr, 0, 0, dpr, 0, 0);
  if (!covered(picture)) {
    if (overview === null || overview.theme !== theme) drawOverview(lookNow());
    ctx.fillStyle = theme.sea;
    ctx.fillRect(0, 0, camera.width, camera.height);
    ctx.drawImage(overview.canvas, ...placeOfPicture(overview));
  }
  ctx.drawImage(picture.canvas, ...placeOfPicture(picture));
}

function placeOfPicture(made) {
  const zoom = made.scale / camera.scale, wide = made.wide * zoom, high = made.high * zoom;
  let left = (made.x - camera.x) / camera.scale + camera.width / 2 - wide / 2;
  let top = (camera.y - made.y) / camera.scale + camera.height / 2 - high / 2;
  if (zoom === 1) [left, top] = [Math.round(left * dpr) / dpr, Math.round(top * dpr) / dpr];
  return [left, top, wide, high];
}

// For paper, straight onto the page: browsers print it as lines and letters where they can.
function drawForPrint() {
  printing = true;
  resize(Math.max(window.devicePixelRatio || 1, 2));
  mapBox.style.setProperty("--ratio", String(camera.width / camera.height));
  const look = lookNow(), ground = camera.scale / scaleNow();
  for (const [canvas, paint] of [[baseCanvas, (ctx) => {
    paintBase(ctx, look, ground);
    paintNames(ctx, look, ground);
  }], [overCanvas, (ctx) => paintScene(ctx, look)]]) {
    const ctx = canvas.getContext("2d");
    ctx.setTransform(dpr, 0, 0, dpr, 0, 0);
    paint(ctx);
  }
}

function afterPrint() {
  printing = false;
  resize();
  drawFrame();
}

function resize(density = window.devicePixelRatio || 1) {
  const box = document.getElementById("map").getBoundingClientRect();
  dpr = Math.min(density, 3);
  camera.width = Math.max(Math.round(box.width), 1);
  camera.height = Math.max(Math.round(box.height), 1);
  for (const canvas of [baseCanvas, overCanvas]) {
    canvas.width = Math.round(camera.width * dpr);
    canvas.height = Math.round(camera.height * dpr);
  }
  spare = null;
  changed();
}
