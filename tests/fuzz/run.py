"""Looks for input that makes a reader fail, guided by what of the program it runs through.

    python tests/fuzz/run.py --bounded                     # the same each time, a minute in all
    python tests/fuzz/run.py project --seconds 600         # one reader for ten minutes
    python -m pytest -m fuzz_long                          # each for FUZZ_SECONDS (600)

What makes one fail is put into tests/fuzz/found/TARGET/ and stays there once it is mended:
`test_fuzz_corpus.py` reads all of it again. Needs the extra `[fuzz]`.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LONGEST = {"project": 12_000, "clipboard": 4_000, "picture": 4_000, "systems": 3_000,
           "terrain": 6_000, "way": 400}  # fmt: skip
LONGEST_TEXT = 120
BOUNDED = {"project": 2_500, "clipboard": 2_500, "sidc": 10_000, "coordinates": 10_000,
           "typed": 500, "picture": 5_000}  # fmt: skip
"""Runs of each reader, so that all take a minute, most of it for loading what is instrumented."""
SLOWEST_S = 2.0
TABLES = ("baltic_desk.geo.basemap", "baltic_desk.geo.gazetteer", "baltic_desk.symbology.catalogue",
          "baltic_desk.symbology.catalogue_reading", "baltic_desk.symbology.search")  # fmt: skip
"""Run through thousands of rows of what is shipped for each input: being told of each of them takes
far longer than reading, and guides nobody. They are run all the same."""
BYTES_SHARE = 0.4
"""How much of what is tried differs by bytes, as libFuzzer does it, and not by values."""


def main() -> int:
    """Fuzz one target in this process, or all of them one after the other."""
    sys.path.insert(0, str(ROOT))
    options = _options()
    if options.bounded and options.target:
        options.runs = BOUNDED[options.target]
    if options.target:
        return _fuzz(options)
    from tests.fuzz.targets import TARGETS

    how = [f"--{name}={value}" for name, value in
           (("runs", options.runs), ("seconds", options.seconds), ("seed", options.seed),
            ("corpus", options.corpus)) if value is not None]  # fmt: skip
    how += ["--bounded"] * options.bounded
    failed = [
        name
        for name in (BOUNDED if options.bounded else TARGETS)
        if subprocess.run([sys.executable, __file__, name, *how], check=False).returncode
    ]
    print(f"failed: {', '.join(failed)}" if failed else "nothing found")
    return 1 if failed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", nargs="?")
    parser.add_argument("--runs", type=int)
    parser.add_argument("--seconds", type=int)
    parser.add_argument("--bounded", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", help="folder that keeps what is new; none is kept without it")
    return parser.parse_args()


def _fuzz(options: argparse.Namespace) -> int:
    import atheris

    with atheris.instrument_imports(include=["baltic_desk"], exclude=list(TABLES)):
        from tests.fuzz import targets
        from tests.fuzz.mutating import mutated
        from tests.fuzz.seeds import seeds

    name: str = options.target
    work = Path(tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
    given = work / "seeds"
    given.mkdir()
    for number, seed in enumerate(seeds(name)):
        (given / f"{number:04d}").write_bytes(seed)
    own = Path(options.corpus) / name if options.corpus else work / "new"
    own.mkdir(parents=True, exist_ok=True)
    found = HERE / "found" / name
    found.mkdir(parents=True, exist_ok=True)
    words = work / "words"
    words.write_text(
        "".join(f'"{_quoted(word)}"\n' for word in targets.DICTIONARIES.get(name, ())), "ascii"
    )
    arguments = [
        sys.argv[0],
        f"-seed={options.seed}",
        f"-max_len={LONGEST.get(name, LONGEST_TEXT)}",
        f"-artifact_prefix={work}/",
        "-timeout=60",
        "-rss_limit_mb=1500",
        "-print_final_stats=1",
    ]
    if words.stat().st_size:  # an empty one ends it
        arguments.append(f"-dict={words}")
    if options.runs is not None:
        arguments.append(f"-runs={options.runs}")
    if options.seconds is not None:
        arguments.append(f"-max_total_time={options.seconds}")
    read, known = targets.TARGETS[name], targets.DICTIONARIES.get(name, ())

    def attempt(data: bytes) -> None:
        began = time.process_time()
        try:
            read(data)
            taken_s = time.process_time() - began
            assert taken_s < SLOWEST_S, f"it takes {taken_s:.1f} s"
        except BaseException:
            # libFuzzer's own way of keeping it does not work under a plain interpreter.
            case = found / hashlib.sha256(data).hexdigest()[:12]
            case.write_bytes(data)
            print(f"kept as {case}", file=sys.stderr)
            raise

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        chance = Random(seed)
        if chance.random() < BYTES_SHARE:
            return atheris.Mutate(data, most)
        return mutated(data, chance, known)[:most]

    atheris.Setup([*arguments, str(own), str(given)], attempt, custom_mutator=mutate)
    atheris.Fuzz()
    return 0


def _quoted(word: str) -> str:
    return "".join(
        chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}"
        for byte in word.encode()
    )


if __name__ == "__main__":
    sys.exit(main())
