"""Features are written by the run, just as they would be one by one."""

from __future__ import annotations

import json
import re

import pytest
from msgspec.structs import replace

from baltic_desk.document.feature import Feature, Foreign, Unknown
from baltic_desk.io.feature_writer import encode, encode_run
from tests.features import area, line, note, ring, unit

PLAIN = (unit("u"), ring("r"), line("l"), area("a"), note("t"))
MANY_DECIMALS = unit("m", at=(24.123456789, 57.000000004))
TINY = unit("z", at=(1e-9, 57.0))
STRANGE = replace(unit("s"), unknown=Unknown({"x-more": 2**70}, {"x-share": 0.1234567890123}))
HALF = unit("h", name="half \ud83d a character")
FOREIGN = Foreign(id="f", raw=b'{"type":"Feature",\n "x":0.123456789}', why="")


@pytest.mark.parametrize("odd", [MANY_DECIMALS, TINY, STRANGE, HALF, FOREIGN], ids=lambda f: f.id)
def test_one_odd_feature_changes_nothing_about_the_others(odd: Feature | Foreign) -> None:
    run = encode_run((*PLAIN, odd, *PLAIN))
    assert run == b",\n".join(
        (
            *map(encode, PLAIN),
            odd.raw if isinstance(odd, Foreign) else encode(odd),
            *map(encode, PLAIN),
        )
    )
    assert len(json.loads(b"[" + run + b"]")) == 2 * len(PLAIN) + 1


@pytest.mark.parametrize("odd", [MANY_DECIMALS, TINY, HALF], ids=lambda f: f.id)
def test_places_have_at_most_seven_decimals(odd: Feature) -> None:
    text = encode_run((*PLAIN, odd)).decode()
    assert not re.search(r"\.\d{8}|\de-", text)


def test_a_kept_feature_is_written_byte_for_byte() -> None:
    assert encode_run((FOREIGN,)) == FOREIGN.raw
    assert encode_run((Foreign(id="e", raw=b"1", why=""),)) == b"1"
