// What milsymbol itself draws, in Node.js: a list of {"sidc", "options"} as JSON on standard input, a list of
// {"svg", "valid"} on standard output. node tests/golden/reference.mjs MILSYMBOL_JS
//
// The one thing that is said to milsymbol beforehand is its own slip "rbg(255, 188, 1)" put right, through its own
// interface; codes and options are drawn in the order given, each in a symbol of its own.

import { readFileSync } from "node:fs";
import vm from "node:vm";

const context = vm.createContext({});
vm.runInContext(readFileSync(process.argv[2], "utf8"), context);
const { ms } = context;
ms.setColorMode("FrameColor", { ...ms.getColorMode("FrameColor"), Suspect: "rgb(255, 188, 1)" });

const drawn = JSON.parse(readFileSync(0, "utf8")).map(({ sidc, options }) => {
  const symbol = new ms.Symbol(sidc, options);
  return { svg: symbol.asSVG(), valid: symbol.isValid() };
});
process.stdout.write(JSON.stringify(drawn));
