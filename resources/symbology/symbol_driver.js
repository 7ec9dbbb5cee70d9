// milsymbol 3.0.4 has "rbg(255, 188, 1)" for the frames of suspects that are not filled: no colour at all.
ms.setColorMode("FrameColor", Object.assign(ms.getColorMode("FrameColor"), { Suspect: "rgb(255, 188, 1)" }));

// milsymbol keeps the parts of all icons for each combination of identity, dimension and colours it has met, 0.75 MB
// each and for ever: hours of work fill the memory. A project has some six of them for each choice of colours; one that
// is made again takes 4 ms.
var MOST_KEPT = 32;

// One call from the program: {"sidc", "options"} in, a drawing out, both JSON.
function drawSymbol(argument) {
  var request = JSON.parse(argument);
  var kept = Object.keys(ms._iconCache);
  for (var k = 0; k < kept.length - MOST_KEPT; k++) delete ms._iconCache[kept[k]]; // the oldest
  var symbol = new ms.Symbol(request.sidc, request.options);
  var anchor = symbol.getAnchor();
  var octagon = symbol.getOctagonAnchor();
  var size = symbol.getSize();
  return JSON.stringify({
    svg: symbol.asSVG(),
    anchor: [anchor.x, anchor.y],
    size: [size.width, size.height],
    octagon_anchor: [octagon.x, octagon.y],
    valid: isMeaningful(symbol) && isComplete(symbol.drawInstructions),
  });
}

// What milsymbol's isValid() means. That looks for the word "null" in the drawing as text, so that it takes a unit
// called "Annulled" for invalid, and writes the whole drawing out for it.
function isMeaningful(symbol) {
  var metadata = symbol.metadata;
  return (
    symbol.validIcon &&
    metadata.mobility != undefined &&
    metadata.affiliation !== "undefined" &&
    (metadata.dimension !== "undefined" || Boolean(metadata.controlMeasure))
  );
}

// A part of the drawing that the code does not determine is null, undefined or not a number.
function isComplete(part) {
  if (part === null || part === undefined) return false;
  if (typeof part === "number") return isFinite(part);
  if (typeof part !== "object") return true;
  for (var key in part) {
    if (part[key] === undefined && !Array.isArray(part)) continue;
    if (!isComplete(part[key])) return false;
  }
  return true;
}
