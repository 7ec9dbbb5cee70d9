// Colours of features made to read on a dark map, as the program does (WCAG 2.2, 1.4.11 and 1.4.3).

const LEAST_RATIO = 3.0, LEAST_RATIO_OF_LETTERS = 4.5;
const shownColours = new Map();

function channels(name) {
  return [1, 3, 5].map((k) => parseInt(name.slice(k, k + 2), 16) / 255);
}

function luminance(name) {
  const linear = (c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const [r, g, b] = channels(name).map(linear);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrastRatio(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function lightness(name) {
  const rgb = channels(name);
  return (Math.max(...rgb) + Math.min(...rgb)) / 2;
}

function withLightness(name, light) {
  const [r, g, b] = channels(name), high = Math.max(r, g, b), low = Math.min(r, g, b), d = high - low;
  let hue = 0;
  if (d > 0) hue = high === r ? ((g - b) / d + 6) % 6 : high === g ? (b - r) / d + 2 : (r - g) / d + 4;
  const l = (high + low) / 2, saturation = d === 0 ? 0 : d / (1 - Math.abs(2 * l - 1));
  const c = (1 - Math.abs(2 * light - 1)) * saturation, x = c * (1 - Math.abs(hue % 2 - 1));
  const parts = [[c, x, 0], [x, c, 0], [0, c, x], [0, x, c], [x, 0, c], [c, 0, x]][Math.floor(hue) % 6];
  return "#" + parts.map((p) => Math.round(255 * (p + light - c / 2)).toString(16).padStart(2, "0")).join("");
}

// The colour, lightened in its hue until it stands out from a dark ground.
function onGround(name, ground, least = LEAST_RATIO) {
  const key = `${name} ${ground} ${least}`;
  let shown = shownColours.get(key);
  if (shown === undefined) {
    shown = name;
    let light = lightness(name);
    while (luminance(ground) <= 0.18 && contrastRatio(shown, ground) < least && light < 1) {
      light = Math.min(light + 0.06, 1);
      shown = withLightness(name, light);
    }
    shownColours.set(key, shown);
  }
  return shown;
}

function withOpacity(name, opacity) {
  const [r, g, b] = channels(name).map((c) => Math.round(255 * c));
  return `rgba(${r},${g},${b},${opacity})`;
}
