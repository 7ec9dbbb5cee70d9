"""Time of a search in the gazetteer and in the symbol catalogue (with every table, code,
language and catalogued system in "everything"), beside a plain fuzzy search.

    python tests/benchmarks/bench_search.py            the table
    python tests/benchmarks/bench_search.py --smoke    each search once; for CI

The alternative is what one would write first: rapidfuzz's `extract` over the bare names, which
knows no abbreviations, no old names and no importance.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence

from rapidfuzz import process

from baltic_desk.app.symbol_search import SymbolSearch
from baltic_desk.coverage.systems import open_systems
from baltic_desk.geo.gazetteer import open_gazetteer
from baltic_desk.symbology.catalogue import open_catalogue

BUDGET_MS = 30.0
PLACES = ("Königsberg", "Kaliningrd", "a", "Tallin", "Wilno", "Sankt Petersburg")
SYMBOLS = ("mech inf", "a", "air defence missile launcher light", "xyzzy", "surveillance radar")
EVERYTHING = (
    *SYMBOLS, "S-400", "sa21", "hostile pataljon", "jalaväe", "śmigłowiec", "1211", "SHGPUCI",
    "inf", "10061000161211020000", "SHGPUCIZ---E---", "infntry", "okręt podwodny", "air",
)  # fmt: skip


def main() -> int:
    """Print the table; exit 1 when a budget is not met in the full run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--smoke", action="store_true", help="each search once")
    options = parser.parse_args()
    runs = 1 if options.smoke else 40
    gazetteer, catalogue = open_gazetteer(), open_catalogue()
    everything = SymbolSearch(catalogue, open_systems())
    gazetteer.prepare()
    everything.prepare()
    names = [entry.name for entry in catalogue.entries]
    plain = measured_ms(lambda text: process.extract(text, names, limit=20), SYMBOLS, runs)
    rows = {
        "places": measured_ms(lambda text: gazetteer.search(text), PLACES, runs),
        "symbols": measured_ms(lambda text: catalogue.search(text), SYMBOLS, runs),
        "everything": measured_ms(lambda text: everything.search(text), EVERYTHING, runs),
    }
    print(f"{runs} runs of each text; milliseconds")
    print(f"{'':12}{'median':>8}{'p95':>8}{'budget':>8}{'ratio to plain':>16}")
    for name, taken in rows.items():
        ratio = statistics.median(taken) / statistics.median(plain)
        print(
            f"{name:12}{statistics.median(taken):8.1f}{p95(taken):8.1f}{BUDGET_MS:8.0f}{ratio:16.2f}"
        )
    met = all(p95(taken) <= BUDGET_MS for taken in rows.values())
    return 0 if met or options.smoke else 1


def measured_ms(search: Callable[[str], object], texts: Sequence[str], runs: int) -> list[float]:
    """Milliseconds of each search."""
    taken: list[float] = []
    for _ in range(runs):
        for text in texts:
            start = time.perf_counter()
            search(text)
            taken.append((time.perf_counter() - start) * 1000.0)
    return taken


def p95(taken: Sequence[float]) -> float:
    """The value that 95 % stay below."""
    return sorted(taken)[round(0.95 * (len(taken) - 1))]


if __name__ == "__main__":
    raise SystemExit(main())
