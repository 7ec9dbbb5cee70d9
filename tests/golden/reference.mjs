// What milsymbol itself draws, in Node.js: a list of {"sidc", "options"} as JSON on standard input, a list of drawings
// on standard output, in the order given and each of a symbol of its own. node tests/golden/reference.mjs MILSYMBOL_JS
//
// The one thing that is said to milsymbol beforehand is its own slip "rbg(255, 188, 1)" put right, through its own
// interface.

import { readFileSync } from "node:fs";
import vm from "node:vm";

const context = vm.createContext({});
vm.runInContext(readFileSync(process.argv[2], "utf8"), context);
const { ms } = context;
ms.setColorMode("FrameColor", { ...ms.getColorMode("FrameColor"), Suspect: "rgb(255, 188, 1)" });

const drawn = JSON.parse(readFileSync(0, "utf8")).map(({ sidc, options }) => {
  const symbol = new ms.Symbol(sidc, options);
  const [anchor, octagon, size] = [symbol.getAnchor(), symbol.getOctagonAnchor(), symbol.getSize()];
  return {
    svg: symbol.asSVG(),
    anchor: [anchor.x, anchor.y],
    size: [size.width, size.height],
    octagon_anchor: [octagon.x, octagon.y],
    valid: symbol.isValid(),
  };
});
process.stdout.write(JSON.stringify({ version: ms.getVersion(), drawn }));
