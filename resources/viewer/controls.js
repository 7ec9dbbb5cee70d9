// Hands on the map: pointer, touch, wheel, keys, and the buttons about it.

const pointers = new Map();
// Whether the view is still that of the step: then it is fitted again when the window changes.
let stepHeld = false;
let flightNow = null, pinch = null, pressed = null, glide = null;
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
const darkQuery = window.matchMedia("(prefers-color-scheme: dark)");

function flying() {
  return flightNow !== null || glide !== null;
}

function setView(view) {
  Object.assign(camera, limited(view, mapBounds));
  moved();
}

function stopFlight() {
  flightNow = glide = null;
}

function flyTo(view, instantly = false) {
  stopFlight();
  delete document.documentElement.dataset.settled;
  const target = limited(view, mapBounds);
  const way = flight({ ...camera }, target, camera.width);
  if (instantly || calm.matches || !(way.length > 1e-3) || !isFinite(way.length)) {
    setView(target);
    return;
  }
  const lasts = Math.min(Math.max(way.length * 520, 350), 1900), begun = performance.now();
  const flown = flightNow = { lasts };
  const step = () => {
    if (flightNow !== flown) return;
    const share = Math.min((performance.now() - begun) / lasts, 1);
    const eased = share < 0.5 ? 2 * share * share : 1 - 2 * (1 - share) * (1 - share);
    if (share >= 1) {
      flightNow = null;
      setView(target);
    } else {
      setView(way.at(eased));
      requestAnimationFrame(step);
    }
  };
  requestAnimationFrame(step);
}

function zoomBy(factor, px = camera.width / 2, py = camera.height / 2) {
  stepHeld = false;
  const [x, y] = toMap(px, py), scale = Math.min(Math.max(camera.scale / factor, FINEST), COARSEST);
  setView({ x: x - (px - camera.width / 2) * scale, y: y + (py - camera.height / 2) * scale, scale });
}

function zoomSmoothly(factor, px = camera.width / 2, py = camera.height / 2) {
  stepHeld = false;
  const [x, y] = toMap(px, py), scale = camera.scale / factor;
  flyTo({ x: x - (px - camera.width / 2) * scale, y: y + (py - camera.height / 2) * scale, scale });
}

function pan(dx, dy) {
  stepHeld = false;
  setView({ x: camera.x - dx * camera.scale, y: camera.y + dy * camera.scale, scale: camera.scale });
}

// -- pointer and touch ---------------------------------------------------------------------------------

function placeOf(event) {
  const box = mapBox.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

const mapBox = document.getElementById("map");

function isOnMap(event) {
  return event.target === mapBox || event.target.tagName === "CANVAS" && event.target.parentElement === mapBox;
}

function onDown(event) {
  if (!isOnMap(event) || event.button > 1) return;
  stopFlight();
  mapBox.setPointerCapture(event.pointerId);
  pointers.set(event.pointerId, placeOf(event));
  if (pointers.size === 1) pressed = { at: placeOf(event), time: performance.now(), moved: false, trail: [] };
  if (pointers.size === 2) pinch = pinchOf();
  if (pointers.size > 1 && pressed) pressed.moved = true;
}

function pinchOf() {
  const [a, b] = [...pointers.values()];
  return { middle: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], apart: Math.hypot(a[0] - b[0], a[1] - b[1]) };
}

function onMove(event) {
  const at = placeOf(event);
  if (!pointers.has(event.pointerId)) {
    if (isOnMap(event)) hover(at);
    return;
  }
  const before = pointers.get(event.pointerId);
  pointers.set(event.pointerId, at);
  if (pointers.size >= 2) {
    const now = pinchOf();
    pan(now.middle[0] - pinch.middle[0], now.middle[1] - pinch.middle[1]);
    if (pinch.apart > 0) zoomBy(now.apart / pinch.apart, ...now.middle);
    pinch = now;
    return;
  }
  if (!pressed.moved && Math.hypot(at[0] - pressed.at[0], at[1] - pressed.at[1]) > 5) {
    pressed.moved = true;
    mapBox.classList.add("dragging");
    pan(at[0] - pressed.at[0], at[1] - pressed.at[1]);
  } else if (pressed.moved) {
    pan(at[0] - before[0], at[1] - before[1]);
  }
  pressed.trail.push([performance.now(), ...at]);
  if (pressed.trail.length > 6) pressed.trail.shift();
}

function onUp(event) {
  if (!pointers.delete(event.pointerId)) return;
  mapBox.classList.remove("dragging");
  if (pointers.size === 1) {
    pinch = null;
    pressed.at = [...pointers.values()][0];
  }
  if (pointers.size || !pressed) return;
  if (!pressed.moved && event.type === "pointerup") click(placeOf(event));
  else if (event.type === "pointerup") glideOn();
  pressed = null;
}

// After a quick drag the map goes on a little; a swipe with two fingers or at the step bar changes steps.
function glideOn() {
  const trail = pressed.trail, last = trail[trail.length - 1], first = trail[0];
  if (!last || calm.matches || performance.now() - last[0] > 40 || last[0] - first[0] < 5) return;
  let vx = (last[1] - first[1]) / (last[0] - first[0]), vy = (last[2] - first[2]) / (last[0] - first[0]);
  if (Math.hypot(vx, vy) < 0.25) return;
  let before = performance.now();
  const gliding = glide = {};
  const step = () => {
    if (glide !== gliding) return;
    const now = performance.now(), passed = Math.min(now - before, 50);
    before = now;
    pan(vx * passed, vy * passed);
    const slower = Math.exp(-passed / 160);
    [vx, vy] = [vx * slower, vy * slower];
    if (Math.hypot(vx, vy) > 0.02) requestAnimationFrame(step);
    else {
      glide = null;
      askFrame();
    }
  };
  requestAnimationFrame(step);
}

function click([px, py]) {
  if (measuring.on) {
    addMeasured(projection.inverse(...toMap(px, py)));
    return;
  }
  showCard(featuresAt(px, py));
}

function hover([px, py]) {
  const place = projection.inverse(...toMap(px, py));
  showPlace(place);
  if (scene.shown.length < 1000) mapBox.classList.toggle("over", featuresAt(px, py).length > 0);
  if (measuring.on && measuring.points.length) {
    measuring.pointer = place;
    showMeasure();
    changed(false);
  }
}

function showPlace(place) {
  const grid = mgrs(place[0], place[1], camera.scale > 300 ? 3 : camera.scale > 30 ? 4 : 5);
  byId("place").textContent = [positionText(place), grid].filter(Boolean).join("  ·  ");
}

function onWheel(event) {
  event.preventDefault();
  stopFlight();
  const step = event.deltaMode === 1 ? event.deltaY * 28 : event.deltaMode === 2 ? event.deltaY * 300 : event.deltaY;
  zoomBy(Math.exp(-Math.max(-400, Math.min(400, step)) * (event.ctrlKey ? 0.01 : 0.0022)), ...placeOf(event));
}

// A swipe over the step bar.
function watchSwipes(box) {
  let from = null;
  box.addEventListener("pointerdown", (event) => { from = [event.clientX, event.clientY]; });
  box.addEventListener("pointerup", (event) => {
    if (from && Math.abs(event.clientX - from[0]) > 40 && Math.abs(event.clientY - from[1]) < 40) {
      event.preventDefault();
      swiped = performance.now();
      goToStep(state.step + (event.clientX < from[0] ? 1 : -1));
    }
    from = null;
  });
}
let swiped = 0;

// -- keys ----------------------------------------------------------------------------------------------

const KEYS = [
  ["← ↑ → ↓", "move the map"], ["+ −", "nearer, further away"], ["Home", "all of it"],
  ["Page Down, Space", "next step"], ["Page Up", "step before"], ["1 … 9", "that step"],
  ["/", "search"], ["M", "measure"], ["L", "layers and legend"], ["P", "panel"], ["A", "another altitude"],
  ["D", "light, dark, as the system"], ["Esc", "close, end measuring"], ["?", "this help"],
];

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox";
  if (event.key === "Escape") {
    escape();
    return;
  }
  if (typing || byId("help-box").open) return;
  const inTabs = event.target.getAttribute && event.target.getAttribute("role") === "tab";
  const onButton = event.target.tagName === "BUTTON" || event.target.type === "checkbox";
  const scrolls = event.target.classList && event.target.classList.contains("pane");
  const arrows = { ArrowLeft: [90, 0], ArrowRight: [-90, 0], ArrowUp: [0, 90], ArrowDown: [0, -90] };
  if (inTabs && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
    const at = TABS.indexOf(event.target.id.replace("tab-", ""));
    showTab(TABS[(at + (event.key === "ArrowLeft" ? 3 : 1)) % 4], true);
    event.preventDefault();
    return;
  }
  if (onButton && (event.key === " " || event.key === "Enter")) return;
  if (scrolls && (arrows[event.key] || ["Home", "PageUp", "PageDown", " "].includes(event.key))) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (arrows[key]) {
    stopFlight();
    pan(...arrows[key]);
  } else if (key === "+" || key === "=") zoomSmoothly(1.6);
  else if (key === "-" || key === "−") zoomSmoothly(1 / 1.6);
  else if (key === "Home") showAll();
  else if (key === "PageDown" || key === " ") goToStep(state.step + 1);
  else if (key === "PageUp") goToStep(state.step - 1);
  else if (/^[1-9]$/.test(key)) goToStep(Number(key) - 1);
  else if (key === "/") byId("search").focus();
  else if (key === "m") measuring.on ? stopMeasuring() : startMeasuring();
  else if (key === "l") {
    showPanel(true);
    showTab(byId("pane-layers").hidden ? "layers" : "legend", true);
  } else if (key === "p") showPanel(document.body.classList.contains("no-panel"));
  else if (key === "a") nextAltitude();
  else if (key === "d") nextTheme();
  else if (key === "?") byId("help-box").showModal();
  else return;
  event.preventDefault();
}

function escape() {
  if (byId("help-box").open) byId("help-box").close();
  else if (!byId("search-results").hidden || document.activeElement === byId("search")) closeSearch();
  else if (measuring.on) stopMeasuring();
  else if (!byId("card").hidden) showCard([]);
  else mapBox.focus();
}

// -- search --------------------------------------------------------------------------------------------

let foundRows = [], foundAt = -1;

function showFound() {
  const box = byId("search-results"), text = byId("search").value;
  foundRows = searchFor(text);
  foundAt = foundRows.length ? 0 : -1;
  box.replaceChildren();
  foundRows.forEach((row, k) => {
    const item = element("li");
    item.setAttribute("role", "option");
    item.id = `found-${k}`;
    const words = element("span", row.title);
    if (row.also) words.append(element("small", `  ${row.also}`));
    item.append(words, element("span", row.kind, "kind"));
    item.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      take(row);
    });
    box.append(item);
  });
  if (!foundRows.length && folded(text)) box.append(element("li", "Nothing of that name", "none"));
  box.hidden = !box.childElementCount;
  byId("search").setAttribute("aria-expanded", String(!box.hidden));
  markFound();
}

function markFound() {
  [...byId("search-results").children].forEach((item, k) => {
    if (foundRows.length) item.setAttribute("aria-selected", String(k === foundAt));
    if (k === foundAt) item.scrollIntoView({ block: "nearest" });
  });
  if (foundAt >= 0) byId("search").setAttribute("aria-activedescendant", `found-${foundAt}`);
  else byId("search").removeAttribute("aria-activedescendant");
}

function closeSearch() {
  byId("search-results").hidden = true;
  byId("search").setAttribute("aria-expanded", "false");
  byId("search").value = "";
  byId("search").blur();
  mapBox.focus();
}

function onSearchKey(event) {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    foundAt = (foundAt + (event.key === "ArrowDown" ? 1 : foundRows.length - 1)) % Math.max(foundRows.length, 1);
    markFound();
    event.preventDefault();
  } else if (event.key === "Enter" && foundRows[foundAt]) take(foundRows[foundAt]);
}

// Go to what was found, and bring it into sight where its layer or phase is not shown.
function take(row) {
  closeSearch();
  stepHeld = false;
  if (row.feature === undefined) {
    const [x, y] = nameAt(row.name);
    flyTo({ x, y, scale: Math.min(camera.scale, 160) });
    say(row.title);
    return;
  }
  let version = scene.everywhere.get(row.feature);
  if (!version) {
    state.phase = row.phase;
    refresh();
    version = scene.everywhere.get(row.feature);
  }
  state.overlays.add(version.row.overlay);
  state.hidden.delete(version.f);
  state.lit = [];
  refresh();
  const box = version.geo ? version.geo.box : null;
  if (box) flyTo(viewOf(box, 0.15));
  else flyTo({ x: version.at[0], y: version.at[1], scale: Math.min(camera.scale, 260) });
  showCard([version]);
  say(row.title);
}
