// One call from the program: a control measure as control points in, lines, areas and texts out, both JSON.
//
// {"sidc", "points": [[lon, lat], …], "bbox": [west, south, east, north], "size": [width, height] of that box in pixels,
//  "amplifiers": {"T": "BLUE", "AM": "3000", …}, "attributes": {"LINECOLOR": "#000000", …}, "font_size"}
function drawMeasure(argument) {
  var request = JSON.parse(argument);
  C5Ren.RendererSettings.getInstance().setMPLabelFont("sans-serif", C5Ren.Font.BOLD, request.font_size);
  var drawn = String(
    C5Ren.WebRenderer.RenderSymbol2D(
      "measure",
      "",
      "",
      request.sidc,
      request.points.map(function (point) { return point[0] + "," + point[1]; }).join(" "),
      request.size[0],
      request.size[1],
      request.bbox.join(","),
      amplifierMap(request.amplifiers),
      new Map(Object.entries(request.attributes)),
      C5Ren.WebRenderer.OUTPUT_FORMAT_GEOJSON,
    ),
  );
  // Its errors look like JSON and are not always.
  if (/^\s*(\{\s*"type"\s*:\s*['"]error|ERROR)/.test(drawn)) return JSON.stringify({ error: errorText(drawn) });
  var features;
  try {
    features = JSON.parse(drawn).features;
  } catch (error) {
    return JSON.stringify({ error: "the drawing cannot be read" });
  }
  return JSON.stringify({ parts: features.map(part).filter(Boolean) });
}

var amplifierNames = null;

function amplifierMap(amplifiers) {
  if (amplifierNames === null) {
    amplifierNames = {};
    Object.getOwnPropertyNames(C5Ren.Modifiers).forEach(function (name) {
      if (typeof C5Ren.Modifiers[name] === "string") amplifierNames[name.split("_")[0]] = C5Ren.Modifiers[name];
    });
  }
  var map = new Map();
  altitudes = amplifiers.X === undefined ? [] : amplifiers.X.split(",").map(function (text) { return escaped(text.trim()); });
  Object.keys(amplifiers).forEach(function (letter) {
    map.set(amplifierNames[letter], letter === "X" ? Object.keys(altitudes).join(",") : escaped(amplifiers[letter]));
  });
  // Without amplifiers the renderer heeds neither colours nor widths.
  if (map.size === 0) map.set(amplifierNames.T, "");
  return map;
}

// Texts go into the renderer's JSON as they are.
function escaped(text) {
  return JSON.stringify(text).slice(1, -1);
}

// The renderer reckons with altitudes as numbers: it is given those of their texts.
var altitudes = [];

function measureAltitude(number) {
  return altitudes[number] || "";
}

function errorText(drawn) {
  var found = /["']?error["']?\s*:\s*["']([^]*?)["']?\s*\}\s*$/.exec(drawn);
  return (found ? found[1] : drawn).replace(/^There was an error creating the MilStdSymbol:? \S+ - ID: \S+( -)? /, "");
}

// A feature of the renderer's GeoJSON as {"lines" or "rings" or "at", and what it looks like}; null for empty ones.
function part(feature) {
  var said = feature.properties;
  var places = feature.geometry.coordinates;
  if (places.length === 0) return null;
  if (said.image !== undefined) return { at: places, svg: dataOf(said.image), angle: said.angle };
  if (feature.geometry.type === "Point") {
    return { at: places, text: said.label, angle: said.angle, align: said.labelAlign, color: said.fontColor };
  }
  var look = { width: said.strokeWidth, cap: said.lineCap, color: said.strokeColor, dash: said.strokeDasharray || [] };
  var lines = places.map(flat);
  if (feature.geometry.type === "MultiLineString") return Object.assign({ lines: lines }, look);
  look.fill = said.fillColor;
  look.opacity = said.fillOpacity;
  if (said.fillPattern !== undefined) look.hatch = hatch(dataOf(said.fillPattern));
  return Object.assign({ rings: lines }, look);
}

function flat(line) {
  var numbers = [];
  line.forEach(function (place) { numbers.push(place[0], place[1]); });
  return numbers;
}

// All patterns are strokes that rise to the right, across a square tile.
function hatch(svg) {
  return {
    tile: Number(/<svg width="([\d.]+)"/.exec(svg)[1]),
    width: Number(/stroke-width="([\d.]+)"/.exec(svg)[1]),
    color: /stroke="(#[0-9A-Fa-f]{6})"/.exec(svg)[1],
  };
}

function dataOf(address) {
  var digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  var text = address.slice(address.indexOf(",") + 1).replace(/=+$/, "");
  var bytes = "";
  for (var i = 0; i < text.length; i += 4) {
    var four = 0;
    for (var j = 0; j < 4; j++) four = (four << 6) | (i + j < text.length ? digits.indexOf(text[i + j]) : 0);
    bytes += String.fromCharCode((four >> 16) & 255, (four >> 8) & 255, four & 255);
  }
  return decodeURIComponent(escape(bytes.slice(0, Math.floor((text.length * 3) / 4))));
}
