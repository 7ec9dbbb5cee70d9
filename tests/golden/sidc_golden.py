"""Writes sidc_cases.json and sidc_golden.json: what milsymbol draws in Node.js, as SHA-256.

Run by hand when package-lock.json changes, with the scripts built: `python -m
tests.golden.sidc_golden`. The test draws the same cases in the program's engine; look at what
changed before committing. The first cases, which were chosen, stay.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from tests.symbol_cases import Case, random_cases
from tests.symbol_reference import reference_drawings

HERE = Path(__file__).parent
COUNT, SIZE, SEED, CHOSEN = 500, 40, 2525, 107


def main() -> None:
    kept = json.loads((HERE / "sidc_cases.json").read_text(encoding="utf-8"))[:CHOSEN]
    cases = [Case(each["sidc"], each["options"]) for each in kept]
    fresh = random_cases(COUNT, SEED)
    _, drawn = reference_drawings(fresh, SIZE)
    valid = [case for case, each in zip(fresh, drawn, strict=True) if each["valid"]]
    cases += valid[: COUNT - len(cases)]
    version, drawn = reference_drawings(cases, SIZE)
    rows = [
        {
            "sidc": case.sidc,
            "svg_sha256": hashlib.sha256(each.pop("svg").encode()).hexdigest(),
            **each,
        }
        for case, each in zip(cases, drawn, strict=True)
    ]
    lines = ",\n".join(" " + json.dumps(case._asdict(), ensure_ascii=False) for case in cases)
    (HERE / "sidc_cases.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    lines = ",\n".join("  " + json.dumps(row) for row in rows)
    text = f'{{\n "milsymbol": "{version}",\n "drawn": [\n{lines}\n ]\n}}\n'
    (HERE / "sidc_golden.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
