// What stands beside the map: steps, layers, legend, sources, the card of a feature. All that a file
// says goes in as text, never as mark-up.

const byId = (id) => document.getElementById(id);

function element(tag, text = "", className = "") {
  const made = document.createElement(tag);
  if (text !== "") made.textContent = text;
  if (className) made.className = className;
  return made;
}

const TABS = ["steps", "layers", "legend", "sources"];

function showTab(name, focus = false) {
  for (const each of TABS) {
    const tab = byId(`tab-${each}`), chosen = each === name;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    byId(`pane-${each}`).hidden = !chosen;
    if (chosen && focus) tab.focus();
  }
}

function showPanel(shown) {
  document.body.classList.toggle("no-panel", !shown);
  byId("panel-toggle").setAttribute("aria-expanded", String(shown));
}

// -- steps ---------------------------------------------------------------------------------------

function phaseName(number) {
  const phase = data.phases[number];
  if (!phase) return "";
  return phase.name || (data.phases.length > 1 ? `Phase ${number + 1}` : "");
}

function makeSteps() {
  const pane = byId("pane-steps");
  if (data.steps.length) {
    const list = element("ol", "", "steps");
    data.steps.forEach((step, k) => {
      const before = k ? data.steps[k - 1].phase : -1;
      if (step.phase !== before && phaseName(step.phase)) list.append(element("li", phaseName(step.phase), "phase-name"));
      const item = element("li"), button = element("button");
      button.type = "button";
      button.dataset.step = String(k);
      button.append(element("span", String(k + 1), "number"), element("span", step.title, "words"));
      button.addEventListener("click", () => goToStep(k));
      item.append(button);
      if (step.note) {
        const note = element("div", step.note, "note");
        note.hidden = true;
        item.append(note);
      }
      list.append(item);
    });
    pane.append(list);
  } else if (data.phases.length > 1) {
    pane.append(phaseButtons());
  } else {
    pane.append(element("p", "The project has no steps.", "soft"));
  }
  for (const task of data.tasks) {
    pane.append(element("h2", task.title || "Task"), element("p", task.text));
  }
  if (data.description) pane.append(element("h2", "About"), element("p", data.description, "soft"));
}

function phaseButtons() {
  const list = element("ol", "", "steps");
  data.phases.forEach((phase, k) => {
    const item = element("li"), button = element("button");
    button.type = "button";
    button.dataset.phase = String(k);
    button.append(element("span", String(k + 1), "number"), element("span", phaseName(k), "words"));
    button.addEventListener("click", () => goToPhase(k));
    item.append(button);
    if (phase.note) item.append(element("div", phase.note, "note"));
    list.append(item);
  });
  return list;
}

function showStepInPanel() {
  for (const button of byId("pane-steps").querySelectorAll("button[data-step]")) {
    const current = Number(button.dataset.step) === state.step;
    if (current) button.setAttribute("aria-current", "step"); else button.removeAttribute("aria-current");
    const note = button.parentElement.querySelector(".note");
    if (note) note.hidden = !current;
    if (current) keepInSight(button.parentElement, byId("pane-steps"));
  }
  for (const button of byId("pane-steps").querySelectorAll("button[data-phase]")) {
    if (Number(button.dataset.phase) === state.phase) button.setAttribute("aria-current", "step");
    else button.removeAttribute("aria-current");
  }
}

function keepInSight(item, pane) {
  const a = item.getBoundingClientRect(), b = pane.getBoundingClientRect();
  if (a.top < b.top + 30) pane.scrollTop += a.top - b.top - 60;
  else if (a.bottom > b.bottom - 20) pane.scrollTop += a.bottom - b.bottom + 40;
}

// -- layers --------------------------------------------------------------------------------------

function makeLayers() {
  const pane = byId("pane-layers"), buttons = element("div", "", "row-buttons");
  for (const [text, shown] of [["Show all", true], ["Hide all", false]]) {
    const button = element("button", text);
    button.type = "button";
    button.addEventListener("click", () => {
      state.overlays = new Set(shown ? data.overlays.keys() : []);
      refresh();
    });
    buttons.append(button);
  }
  const list = element("div", "", "checks");
  data.overlays.map((overlay, k) => [overlay, k]).reverse().forEach(([overlay, k]) => {
    const label = element("label", "", "check"), box = element("input");
    box.type = "checkbox";
    box.dataset.overlay = String(k);
    box.addEventListener("change", () => {
      if (box.checked) state.overlays.add(k); else state.overlays.delete(k);
      refresh();
    });
    label.append(box, element("span", overlay.name), element("span", "", "count"));
    list.append(label);
  });
  pane.append(element("h2", "Overlays"), buttons, list);
}

function showLayers() {
  const counts = new Map();
  for (const number of data.phases[state.phase].versions) {
    const k = data.versions[number].overlay;
    counts.set(k, (counts.get(k) || 0) + 1);
  }
  for (const box of byId("pane-layers").querySelectorAll("input[data-overlay]")) {
    const k = Number(box.dataset.overlay);
    box.checked = state.overlays.has(k);
    box.parentElement.querySelector(".count").textContent = counts.get(k) ? String(counts.get(k)) : "–";
  }
}

// -- legend --------------------------------------------------------------------------------------

function showLegend() {
  const pane = byId("pane-legend"), look = lookNow(Math.max(dpr, 2));
  const used = new Set(), sides = new Set(), letters = new Set();
  for (const { version } of scene.shown) {
    if (version.row.legend !== null) used.add(version.row.legend);
    if (version.style.letter) letters.add(version.style.letter);
    if (version.kind === "unit") sides.add(version.row.side);
  }
  pane.replaceChildren();
  const rows = [...used].sort((a, b) => a - b).map((k) => data.legend[k]);
  section(pane, "Standard identities", data.identities.filter(([digit]) => sides.has(digit)).map(([, name, drawing]) =>
    [name, (ctx) => sampleDrawing(ctx, drawing, look)]));
  const named = new Map(rows.filter(([kind]) => kind === "unit").map((row) => [row[1], row]));
  section(pane, "Symbols", [...named.values()].sort((a, b) => a[1].localeCompare(b[1]))
    .map(([, name, drawing]) => [name, (ctx) => sampleDrawing(ctx, drawing, look)]));
  section(pane, "Lines and areas", rows.filter(([kind]) => kind !== "unit").map(([kind, name, ...style]) =>
    [name, (ctx) => kind === "measure" ? sampleMeasure(ctx, style, look)
      : sampleLine(ctx, data.styles[style[0]], look, kind === "area")]));
  const doubts = [["A", "range assumed by whoever drew it"], ["?", "range that nobody of standing gives"]];
  section(pane, "Letters on rings", doubts.filter(([letter]) => letters.has(letter)).map(([letter, words]) =>
    [words, (ctx) => paintText(ctx, letter, 29, 17, { size: 13, bold: true }, look.theme.overlay_text, "")]));
  if (scene.reaches.length) {
    const causes = new Set(scene.reaches.flatMap(edgesOf));
    const edges = Object.entries(EDGE_LOOKS).filter(([cause]) => causes.has(cause)).map(([, edge]) => edge);
    if (scene.reaches.some(({ item }) => item.provisional)) edges.push(PROVISIONAL);
    edges.push({ width: 2, dash: [], opacity: 0.4, means: "published range" });
    section(pane, `Reach at ${data.reach.altitudes[state.altitude].text}`, edges.map((edge) =>
      [edge.means, (ctx) => sampleEdge(ctx, edge, look)]));
    if (data.reach.assumed) pane.append(element("p", "Where no height of an antenna is stated it is assumed, and the label says so.", "soft"));
  }
  if (scene.traces.length) pane.append(element("p", "Faint symbols show where units were a phase before; arrows how they came.", "soft"));
  if (!pane.childElementCount) pane.append(element("p", "Nothing is shown.", "soft"));
}

function section(pane, title, rows) {
  if (!rows.length) return;
  const list = element("ul", "", "legend");
  for (const [words, draw] of rows) {
    const item = element("li"), canvas = element("canvas"), density = Math.max(dpr, 2);
    canvas.width = 58 * density;
    canvas.height = 34 * density;
    canvas.setAttribute("aria-hidden", "true");
    const ctx = canvas.getContext("2d");
    ctx.scale(density, density);
    draw(ctx);
    item.append(canvas, element("span", words));
    list.append(item);
  }
  pane.append(element("h2", title), list);
}

function sampleDrawing(ctx, number, look) {
  const { size, anchor } = data.drawings[number], scale = Math.min(54 / size[0], 32 / size[1], 1);
  ctx.translate(29, 17);
  ctx.scale(scale, scale);
  paintDrawing(ctx, number, anchor[0] - size[0] / 2, anchor[1] - size[1] / 2, { ...look, exact: true });
}

function sampleLine(ctx, row, look, area) {
  const style = { stroke: row[0], width: row[1], opacity: row[2], dash: row[5] };
  if (area && row[4] > 0) {
    ctx.fillStyle = withOpacity(row[3], row[4]);
    ctx.fillRect(8, 6, 42, 22);
  }
  strokeStyle(ctx, style, look);
  if (area) ctx.strokeRect(8, 6, 42, 22);
  else {
    polyline(ctx, [[4, 17], [54, 17]]);
    ctx.stroke();
  }
}

function sampleMeasure(ctx, [colour, width, dash], look) {
  ctx.strokeStyle = onGround(colour, look.theme.land);
  ctx.lineWidth = width;
  ctx.setLineDash(dash);
  polyline(ctx, [[4, 17], [54, 17]]);
  ctx.stroke();
}

function sampleEdge(ctx, edge, look) {
  ctx.strokeStyle = withOpacity(look.theme.overlay_text, edge.opacity || 1);
  ctx.lineWidth = edge.width;
  ctx.setLineDash(edge.dash.map((length) => length * edge.width));
  polyline(ctx, [[6, 17], [52, 17]]);
  ctx.stroke();
  if (edge.crosses) {
    ctx.setLineDash([]);
    ctx.beginPath();
    ctx.moveTo(25, 13); ctx.lineTo(33, 21); ctx.moveTo(25, 21); ctx.lineTo(33, 13);
    ctx.stroke();
  }
}

// -- sources and credits -----------------------------------------------------------------------------

function makeSources() {
  const pane = byId("pane-sources");
  pane.append(element("h2", "Sources of what is drawn"));
  const list = element("ul", "", "sources");
  for (const source of data.sources) list.append(element("li", source));
  pane.append(data.sources.length ? list : element("p", "None are named in the project.", "soft"));
  pane.append(element("h2", "Map and symbols"));
  const credits = element("dl", "", "credits");
  for (const [what, who, terms] of data.credits) {
    credits.append(element("dt", what), element("dd", [who, terms].filter(Boolean).join(" · ")));
  }
  pane.append(credits, element("h2", "About this file"));
  const finest = data.base[data.base.length - 1].metres_per_px;
  pane.append(element("p", `Made by ${data.program} for ${data.audience === "student" ? "students: what is for the instructor is not in it" : "instructors"}. It loads nothing from anywhere.`, "soft"));
  pane.append(element("p", `The base map is simplified: lines stray by up to ${data.stray_px} of a pixel at ${data.base.map((level) => scaleText(level.metres_per_px / 0.0254 * 96)).join(", ")}, the finer ones around what is shown; its finest detail is ${Math.round(finest * data.stray_px)} m. Left out: ${data.left_out}.`, "soft"));
  pane.append(element("p", `Projection: ${data.projection.title}. Distances and bearings are those of geodesics on the WGS 84 ellipsoid.`, "soft"));
}

// -- the card of a feature -----------------------------------------------------------------------------

function showCard(found) {
  const card = byId("card"), body = byId("card-body");
  card.hidden = !found.length;
  if (!found.length) return;
  const [version, ...others] = found, row = version.row;
  body.replaceChildren(element("h2", row.title));
  body.append(element("div", `${KIND_WORDS[row.kind]} · ${data.overlays[row.overlay].name}`, "kind"));
  const facts = element("dl");
  for (const [name, text] of row.facts || []) facts.append(element("dt", name), element("dd", text));
  if (version.at && version.kind !== "text") {
    facts.append(element("dt", "Place"), element("dd", positionText(projection.inverse(...version.at))));
  }
  const reached = scene.reaches.find((each) => each.version === version);
  if (reached && reached.item.label) facts.append(element("dt", "Reach"), element("dd", reached.item.label));
  if (facts.childElementCount) body.append(facts);
  if (row.text !== undefined) body.append(element("p", data.texts[row.text]));
  if (others.length) {
    const more = element("div", "", "more");
    for (const other of others.slice(0, 12)) {
      const button = element("button", other.row.title);
      button.type = "button";
      button.addEventListener("click", () => showCard([other, ...found.filter((each) => each !== other)]));
      more.append(button);
    }
    body.append(more);
  }
  card.scrollTop = 0;
}

// -- for print ---------------------------------------------------------------------------------------

function makePrintWords() {
  const box = byId("print-words");
  box.replaceChildren();
  const step = data.steps[state.step];
  if (step) {
    box.append(element("h2", `${state.step + 1}. ${step.title}`));
    if (phaseName(state.phase)) box.append(element("p", phaseName(state.phase)));
    if (step.note) box.append(element("p", step.note));
  }
  const names = [...new Set(scene.shown.map(({ version }) => version.row.legend))].filter((k) => k !== null).map((k) => data.legend[k][1]);
  if (names.length) box.append(element("h2", "Shown"), element("p", [...new Set(names)].join(" · ")));
  if (data.sources.length) {
    box.append(element("h2", "Sources"));
    for (const source of data.sources) box.append(element("p", source));
  }
  box.append(element("p", byId("credit").textContent));
}
