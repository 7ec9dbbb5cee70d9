// What mil-sym-ts looks for in a browser, for a script engine that has none of it. It draws nothing on a canvas: it
// measures texts with one, here by the widths of the program's own font (`setMeasureFont`).
// Qt's engine does not know `globalThis`.
if (typeof globalThis === "undefined") {
  var globalThis = this;
}
var self = globalThis;
var window = undefined;
if (typeof console === "undefined") {
  var console = { log() {}, warn() {}, error() {}, info() {}, debug() {} };
}

// Advance widths by letter and heights, in thousandths of the font size; until told, those of an average letter.
var measureFont = { widths: {}, other: 556, ascent: 716, descent: 212 };

function setMeasureFont(argument) {
  measureFont = JSON.parse(argument);
  return "null";
}

function OffscreenCanvas(width, height) {
  this.width = width;
  this.height = height;
}

OffscreenCanvas.prototype.getContext = function () {
  return new MeasuringContext();
};

function MeasuringContext() {
  this.font = "12px sans-serif";
}

// By this name the renderer tells whether it has a canvas without a document.
var OffscreenCanvasRenderingContext2D = MeasuringContext;

MeasuringContext.prototype.measureText = function (text) {
  var found = /(\d+(?:\.\d+)?)p[xt]/.exec(this.font);
  var size = found ? parseFloat(found[1]) : 12;
  var width = textWidth(String(text), size);
  var ascent = (measureFont.ascent * size) / 1000;
  var descent = (measureFont.descent * size) / 1000;
  return {
    width: width,
    actualBoundingBoxLeft: 0,
    actualBoundingBoxRight: width,
    actualBoundingBoxAscent: ascent,
    actualBoundingBoxDescent: descent,
    fontBoundingBoxAscent: ascent,
    fontBoundingBoxDescent: descent,
  };
};

// Stands in for the renderer's own measure of a text, half the font size for any letter.
function measureWidth(text, font) {
  return textWidth(text, font.getSize());
}

function textWidth(text, size) {
  var width = 0;
  for (var letter of text) {
    width += measureFont.widths[letter] === undefined ? measureFont.other : measureFont.widths[letter];
  }
  return (width * size) / 1000;
}

[
  "arc", "beginPath", "bezierCurveTo", "clearRect", "clip", "closePath", "drawImage", "fill", "fillRect", "fillText",
  "lineTo", "moveTo", "quadraticCurveTo", "rect", "restore", "rotate", "save", "scale", "setLineDash", "setTransform",
  "stroke", "strokeText", "translate",
].forEach(function (name) {
  MeasuringContext.prototype[name] = function () {};
});

if (!String.prototype.replaceAll) {
  String.prototype.replaceAll = function (found, by) {
    return found instanceof RegExp ? this.replace(found, by) : this.split(found).join(by);
  };
}
if (!String.prototype.trimEnd) {
  String.prototype.trimEnd = function () { return this.replace(/\s+$/, ""); };
  String.prototype.trimStart = function () { return this.replace(/^\s+/, ""); };
}
if (!Array.prototype.flat) {
  Array.prototype.flat = function () {
    return this.reduce(function (all, each) { return all.concat(each); }, []);
  };
}
if (!Array.prototype.at) {
  Array.prototype.at = function (place) { return this[place < 0 ? this.length + place : place]; };
}
if (!Object.fromEntries) {
  Object.fromEntries = function (pairs) {
    var made = {};
    pairs.forEach(function (pair) { made[pair[0]] = pair[1]; });
    return made;
  };
}
if (typeof TextEncoder === "undefined") {
  globalThis.TextEncoder = function () {};
  TextEncoder.prototype.encode = function (text) {
    return Uint8Array.from(unescape(encodeURIComponent(text)), function (letter) { return letter.charCodeAt(0); });
  };
}
if (typeof btoa === "undefined") {
  globalThis.btoa = function (text) {
    var digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    var made = "";
    for (var i = 0; i < text.length; i += 3) {
      var three = (text.charCodeAt(i) << 16) | (text.charCodeAt(i + 1) << 8) | text.charCodeAt(i + 2);
      made += digits[(three >> 18) & 63] + digits[(three >> 12) & 63];
      made += i + 1 < text.length ? digits[(three >> 6) & 63] : "=";
      made += i + 2 < text.length ? digits[three & 63] : "=";
    }
    return made;
  };
}
