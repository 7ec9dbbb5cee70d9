// One call from the program: {"sidc", "options"} in, a drawing out, both JSON.
function drawSymbol(argument) {
  var request = JSON.parse(argument);
  var symbol = new ms.Symbol(request.sidc, request.options);
  var anchor = symbol.getAnchor();
  var octagon = symbol.getOctagonAnchor();
  var size = symbol.getSize();
  return JSON.stringify({
    svg: symbol.asSVG(),
    anchor: [anchor.x, anchor.y],
    size: [size.width, size.height],
    octagon_anchor: [octagon.x, octagon.y],
    valid: isDrawn(symbol),
  });
}

// What milsymbol's isValid() means. That looks for the word "null" in the drawing as text and so takes a unit called
// "Annulled" for invalid.
function isDrawn(symbol) {
  var parts = symbol.isValid(true);
  var complete = true;
  JSON.parse(JSON.stringify(symbol.drawInstructions), function (key, value) {
    if (value === null) complete = false;
    return value;
  });
  return (
    complete &&
    parts.icon &&
    parts.mobility &&
    parts.affiliation !== "undefined" &&
    (parts.dimension !== "undefined" || Boolean(symbol.metadata.controlMeasure))
  );
}
