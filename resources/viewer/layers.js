// The two canvases: the base map as a picture that is moved and stretched while the view changes and
// drawn anew when it rests; features drawn in every frame over it.

const baseCanvas = document.getElementById("base"), overCanvas = document.getElementById("features");
const MARGIN = 0.2, REST_MS = 130;
let picture = null, spare = null, washLayer = null, frameAsked = false, lastMove = 0, baseCost = 20, dpr = 1;
let baseStale = true, restTimer = 0;

function themeNow() {
  const dark = state.themeChoice === "auto" ? darkQuery.matches : state.themeChoice === "dark";
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
  const now = performance.now(), look = lookNow();
  const resting = now - lastMove > REST_MS || baseCost < 14;
  if (baseStale || picture === null || (!matches(picture) && (resting || !covered(picture)))) {
    drawBase(look);
  }
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
  if (zoom < 0.5 || zoom > 3) return false;
  const wide = made.wide * zoom, high = made.high * zoom;
  const dx = (made.x - camera.x) / camera.scale, dy = (camera.y - made.y) / camera.scale;
  return Math.abs(dx) <= (wide - camera.width) / 2 + 0.5 && Math.abs(dy) <= (high - camera.height) / 2 + 0.5;
}

function drawBase(look) {
  const begun = performance.now(), view = { ...camera };
  const made = spare || { canvas: document.createElement("canvas") };
  spare = picture;
  camera.width = Math.ceil(view.width * (1 + 2 * MARGIN));
  camera.height = Math.ceil(view.height * (1 + 2 * MARGIN));
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
  baseCost = 0.6 * baseCost + 0.4 * (performance.now() - begun);
}

function showBase() {
  const ctx = baseCanvas.getContext("2d", { alpha: false }), zoom = picture.scale / camera.scale;
  ctx.setTransform(dpr, 0, 0, dpr, 0, 0);
  const wide = picture.wide * zoom, high = picture.high * zoom;
  let left = (picture.x - camera.x) / camera.scale + camera.width / 2 - wide / 2;
  let top = (camera.y - picture.y) / camera.scale + camera.height / 2 - high / 2;
  if (zoom === 1) [left, top] = [Math.round(left * dpr) / dpr, Math.round(top * dpr) / dpr];
  if (left > 0 || top > 0 || left + wide < camera.width || top + high < camera.height) {
    ctx.fillStyle = themeNow().sea;
    ctx.fillRect(0, 0, camera.width, camera.height);
  }
  ctx.drawImage(picture.canvas, left, top, wide, high);
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
