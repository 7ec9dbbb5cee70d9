// Numbers and names as they are written and compared.

function grouped(number) {
  const [whole, rest] = number.split(".");
  const parts = whole.replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f");
  return rest === undefined ? parts : `${parts}.${rest}`;
}

// Four figures, in metres below a kilometre.
function distanceText(metres) {
  if (metres < 999.5) return `${metres < 10 ? metres.toFixed(1) : metres.toFixed(0)} m`;
  const km = metres / 1000, whole = String(Math.floor(km)).length;
  const text = km.toFixed(Math.max(0, Math.min(4 - whole, 3)));
  return `${grouped(text.includes(".") ? text.replace(/\.?0+$/, "") : text)} km`;
}

function bearingText(degrees) {
  return `${String(Math.round(degrees) % 360).padStart(3, "0")}°`;
}

function degreesText(degrees, positive, negative) {
  const seconds = Math.round(Math.abs(degrees) * 3600);
  const pad = (n) => String(n).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}°${pad(Math.floor(seconds / 60) % 60)}′${pad(seconds % 60)}″` +
    (degrees < 0 ? negative : positive);
}

function positionText([lon, lat]) {
  return `${degreesText(lat, "N", "S")} ${degreesText(lon, "E", "W")}`;
}

// The denominator of a scale with three figures.
function scaleText(denominator) {
  const magnitude = 10 ** Math.max(0, Math.floor(Math.log10(denominator)) - 2);
  return `1:${grouped(String(Math.round(denominator / magnitude) * magnitude))}`;
}

// The longest bar of 1, 2 or 5 times a power of ten metres that fits.
function scaleBar(metresPerPx, mostPx) {
  const longest = metresPerPx * mostPx, power = 10 ** Math.floor(Math.log10(longest));
  const digit = [5, 2, 1].find((each) => each * power <= longest * (1 + 1e-9)) || 1;
  const metres = digit * power;
  return { metres, px: metres / metresPerPx, parts: digit === 2 ? 4 : 5,
    text: metres < 1000 ? `${metres} m` : `${grouped(String(metres / 1000))} km` };
}

const LETTERS = { ł: "l", ø: "o", æ: "ae", œ: "oe", đ: "d", ð: "d", þ: "th", ħ: "h", ı: "i", ŋ: "n", ß: "ss" };

// A name without case, marks and punctuation: "Königsberg" is "konigsberg".
function folded(text) {
  return text.toLowerCase().replace(/[łøæœđðþħıŋß]/g, (letter) => LETTERS[letter])
    .normalize("NFKD").replace(/[\u0300-\u036f]+/g, "")
    .replace(/[^\p{L}\p{N}_]+/gu, " ").trim();
}
