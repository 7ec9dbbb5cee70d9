// What the page does: takes the data, shows a step, listens.

function viewOf(box, margin) {
  const share = 1 - 2 * margin;
  return { x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2,
    scale: Math.max((box[2] - box[0]) / (camera.width * share), (box[3] - box[1]) / (camera.height * share), 40) };
}

// Left, bottom, right, top of all features of all phases.
function boxOfAll(versionsToo = data.versions.keys()) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const number of versionsToo) {
    const version = versionOf(number), [l, b, r, t] = version.geo ? version.geo.box : [...version.at, ...version.at];
    box[0] = Math.min(box[0], l); box[1] = Math.min(box[1], b);
    box[2] = Math.max(box[2], r); box[3] = Math.max(box[3], t);
  }
  if (box[0] > box[2]) {
    const [x0, y0] = projection.forward(11, 54), [x1, y1] = projection.forward(31, 65);
    return [x0, y0, x1, y1];
  }
  return box;
}

function scaleNow() {
  if (scaleKept.x !== camera.x || scaleKept.y !== camera.y) {
    scaleKept = { x: camera.x, y: camera.y, factor: scaleFactor(projection, camera.x, camera.y) };
  }
  return scaleKept.factor;
}

function stepView(step) {
  const factor = scaleFactor(projection, ...step.at);
  const ground = Math.max(step.wide_m / camera.width, step.high_m / camera.height);
  return { x: step.at[0], y: step.at[1], scale: ground * factor };
}

function goToStep(number, instantly = false) {
  if (number < 0 || number >= data.steps.length) return;
  const step = data.steps[number];
  Object.assign(state, { step: number, phase: step.phase, overlays: new Set(step.overlays), altitude: step.altitude,
    hidden: new Set(step.hidden), lit: step.lit, rings: step.rings });
  showCard([]);
  refresh();
  stepHeld = true;
  flyTo(stepView(step), instantly);
  say([`Step ${number + 1} of ${data.steps.length}: ${step.title}`, phaseName(step.phase), step.note].filter(Boolean).join(". "));
}

function goToPhase(number) {
  Object.assign(state, { phase: number, hidden: new Set(), lit: [], rings: "" });
  refresh();
  say(phaseName(number));
}

function showAll() {
  stepHeld = false;
  const shown = scene.shown.map(({ version }) => version.number);
  flyTo(viewOf(boxOfAll(shown.length ? shown : undefined), 0.07));
}

function say(text) {
  byId("said").textContent = text;
}

// What the state says, everywhere on the page.
function refresh() {
  const serial = (scene ? scene.serial : 0) + 1;
  scene = makeScene();
  scene.serial = serial;
  const step = data.steps[state.step];
  byId("stepper").hidden = !data.steps.length;
  if (step) {
    byId("step-number").textContent = `${state.step + 1} / ${data.steps.length}`;
    byId("step-title").textContent = step.title;
    byId("step-phase").textContent = phaseName(state.phase);
  }
  byId("step-back").disabled = state.step <= 0;
  byId("step-on").disabled = state.step >= data.steps.length - 1;
  byId("altitude").value = state.altitude === null ? "" : String(state.altitude);
  byId("note").textContent = state.rings;
  byId("note").hidden = !state.rings;
  const reach = state.altitude !== null && scene.reaches.length > 0;
  byId("reach-note").hidden = !reach;
  if (reach) byId("reach-note").textContent = `Reach at ${data.reach.altitudes[state.altitude].text}`;
  document.documentElement.dataset.theme = themeNow().id;
  showStepInPanel();
  showLayers();
  showLegend();
  changed();
}

function applyTheme() {
  document.documentElement.dataset.theme = themeNow().id;
  const words = { auto: "as the system", light: "light", dark: "dark" }[state.themeChoice];
  byId("theme").title = `Theme: ${words} (D)`;
  byId("theme").setAttribute("aria-label", `Theme: ${words}`);
  if (scene) {
    showLegend();
    changed();
  }
}

function nextTheme() {
  const order = darkQuery.matches ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
  state.themeChoice = order[(order.indexOf(state.themeChoice) + 1) % 3];
  applyTheme();
  say(byId("theme").getAttribute("aria-label"));
}

function nextAltitude() {
  if (!data.reach) return;
  const next = state.altitude === null ? 0 : state.altitude + 1;
  setAltitude(next < data.reach.altitudes.length ? next : null);
}

function setAltitude(altitude) {
  state.altitude = altitude;
  refresh();
  say(altitude === null ? "Ranges as published" : `Reach at ${data.reach.altitudes[altitude].text}`);
}

function showFurniture() {
  const ground = camera.scale / scaleNow(), bar = scaleBar(ground, 140);
  byId("scale-text").textContent = bar.text;
  byId("scale-ratio").textContent = scaleText(ground * 96 / 0.0254);
  byId("scale-line").style.width = `${100 * bar.px / camera.width}%`;
  const box = byId("grid-labels"), labels = picture.labels.map(({ text, at, across }) => {
    // As the picture is shifted and stretched.
    const zoom = picture.scale / camera.scale;
    const x = (at[0] - picture.wide / 2) * zoom + (picture.x - camera.x) / camera.scale + camera.width / 2;
    const y = (at[1] - picture.high / 2) * zoom + (camera.y - picture.y) / camera.scale + camera.height / 2;
    return across ? [text, x, 12, x > 40 && x < camera.width - 70] : [text, 22, y, y > 60 && y < camera.height - 90];
  }).filter(([, , , seen]) => seen);
  while (box.childElementCount < labels.length) box.append(element("span"));
  while (box.childElementCount > labels.length) box.lastElementChild.remove();
  labels.forEach(([text, x, y], k) => {
    const label = box.children[k];
    if (label.textContent !== text) label.textContent = text;
    label.style.left = `${100 * x / camera.width}%`;
    label.style.top = `${100 * y / camera.height}%`;
  });
}

function makePage() {
  document.title = data.title;
  byId("title").textContent = data.title;
  for (const id of ["marking-top", "marking-bottom"]) {
    byId(id).textContent = data.marking;
    byId(id).hidden = !data.marking;
  }
  byId("credit").textContent = "© OpenStreetMap contributors (ODbL) · GSHHG · Natural Earth · GeoNames";
  byId("altitude-box").hidden = !data.reach;
  const options = [["", "Published ranges"], ...(data.reach ? data.reach.altitudes.map((a, k) => [String(k), a.text]) : [])];
  for (const [value, text] of options) {
    const option = element("option", text);
    option.value = value;
    byId("altitude").append(option);
  }
  for (const [key, words] of KEYS) byId("keys").append(element("dt", key), element("dd", words));
  byId("about").textContent = "Drag or use the keys to move, wheel or pinch to zoom, click a symbol or a ring to see what is known of it.";
  makeSteps();
  makeLayers();
  makeSources();
  showTab("steps");
}

function listen() {
  const on = (id, what, does) => byId(id).addEventListener(what, does);
  mapBox.addEventListener("pointerdown", onDown);
  mapBox.addEventListener("pointermove", onMove);
  mapBox.addEventListener("pointerup", onUp);
  mapBox.addEventListener("pointercancel", onUp);
  mapBox.addEventListener("wheel", onWheel, { passive: false });
  mapBox.addEventListener("dblclick", (event) => {
    if (isOnMap(event) && !measuring.on) zoomSmoothly(2, ...placeOf(event));
    if (measuring.on) stopFlight();
  });
  document.addEventListener("keydown", onKey);
  on("zoom-in", "click", () => zoomSmoothly(1.8));
  on("zoom-out", "click", () => zoomSmoothly(1 / 1.8));
  on("home", "click", showAll);
  on("measure", "click", () => measuring.on ? stopMeasuring() : startMeasuring());
  on("measure-end", "click", stopMeasuring);
  on("measure-undo", "click", () => {
    measuring.points.pop();
    measuring.pointer = null;
    showMeasure();
    changed(false);
  });
  on("step-back", "click", () => goToStep(state.step - 1));
  on("step-on", "click", () => goToStep(state.step + 1));
  on("step-words", "click", () => {
    if (performance.now() - swiped < 400) return;
    showPanel(true);
    showTab("steps");
  });
  watchSwipes(byId("stepper"));
  on("panel-toggle", "click", () => showPanel(document.body.classList.contains("no-panel")));
  for (const name of TABS) on(`tab-${name}`, "click", () => showTab(name));
  on("altitude", "change", () => setAltitude(byId("altitude").value === "" ? null : Number(byId("altitude").value)));
  on("theme", "click", nextTheme);
  on("help", "click", () => byId("help-box").showModal());
  on("help-close", "click", () => byId("help-box").close());
  on("card-close", "click", () => showCard([]));
  on("search", "input", showFound);
  on("search", "keydown", onSearchKey);
  on("search", "blur", () => { byId("search-results").hidden = true; });
  on("search", "focus", () => { if (byId("search").value) showFound(); });
  darkQuery.addEventListener("change", applyTheme);
  new ResizeObserver(() => {
    if (printing) return;
    resize();
    if (stepHeld && !flying()) Object.assign(camera, limited(stepView(data.steps[state.step]), mapBounds));
    drawFrame();
  }).observe(mapBox);
  window.addEventListener("beforeprint", () => {
    makePrintWords();
    drawForPrint();
  });
  window.addEventListener("afterprint", afterPrint);
  window.addEventListener("hashchange", fromAddress);
}

// What the address asks for: "#step=3&theme=dark&panel=0".
function fromAddress() {
  const asked = new Map(location.hash.slice(1).split("&").map((part) => part.split("=")));
  if (["light", "dark", "auto"].includes(asked.get("theme"))) state.themeChoice = asked.get("theme");
  if (asked.has("panel")) showPanel(asked.get("panel") !== "0");
  if (TABS.includes(asked.get("tab"))) showTab(asked.get("tab"));
  resize();
  applyTheme();
  const step = Number(asked.get("step"));
  if (step >= 1 && step <= data.steps.length) goToStep(step - 1, true);
}

const data = JSON.parse(document.getElementById("data").textContent);
const projection = makeProjection(data.projection);
let scaleKept = { x: NaN, y: NaN, factor: 1 };
const mapBounds = (() => {
  const corners = [];
  for (let lon = -5; lon <= 50; lon += 5) for (const lat of [46, 72]) corners.push(projection.forward(lon, lat));
  const xs = corners.map(([x]) => x), ys = corners.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
})();

for (const id of ["light", "dark"]) data.themes[id].id = id;
data.overlays.forEach((overlay, k) => { if (overlay.visible) state.overlays.add(k); });
if (window.matchMedia("(max-width: 720px)").matches) showPanel(false);
makePage();
resize();
applyTheme();
scene = makeScene();
scene.serial = 0;
Object.assign(camera, limited(viewOf(boxOfAll(), 0.07), mapBounds));
listen();
if (data.steps.length) goToStep(0, true);
else refresh();
fromAddress();
drawFrame();
