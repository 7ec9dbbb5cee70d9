import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baltic_desk.io import strict_json
from baltic_desk.io.strict_json import MAX_DEPTH, MAX_NAMES, MAX_STRING, StrictJsonError, loads
from tests.growth import shortest_s


def refusal(data, **options):
    with pytest.raises(StrictJsonError) as caught:
        loads(data, **options)
    return caught.value


@pytest.mark.parametrize(
    ("text", "place", "word"),
    [
        (b'{"a":1,"a":2}', "a", "twice"),
        (b'{"features":[0,{"properties":{"sidc":1,"sidc":2}}]}', "features[1].properties.sidc", ""),
        (b'{"a":[NaN]}', "a[0]", "NaN"),
        (b'{"a":{"b":-Infinity}}', "a.b", "-Infinity"),
        (b'{"a":1e999}', "a", "too large"),
        (b'{"a":-1E400}', "a", "too large"),
        (b'{"a":123456789012345678901}', "a", "21 digits"),
        (b'{"a":["\\ud800"]}', "a[0]", "surrogate"),
        (b'{"a b":["\\udc00x"]}', '["a b"][0]', "surrogate"),
        (b'{"\\ud800":1}', "", "surrogate"),
    ],
)
def test_what_programs_would_read_differently_is_refused_with_its_place(text, place, word):
    error = refusal(text)
    assert error.place == place
    assert word in error.text


def test_places_are_put_after_the_root():
    assert refusal(b'{"properties":{"a":NaN}}', root="features[7]").place == (
        "features[7].properties.a"
    )


@pytest.mark.parametrize(
    "text",
    [b"{'a':1}", b'{"a":1,}', b'{"a":1}//x', b'{"a":1} xyz', b'{"a":', b'"\x01"', b"01", b"tru"],
)
def test_what_is_not_json_is_refused_with_line_and_column(text):
    error = refusal(b"\n\n" + text)
    assert error.place.startswith("line 3, column ")
    assert error.text.startswith("not JSON: ")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"])
def test_other_encodings_than_utf_8_are_refused(encoding):
    assert "UTF-8" in refusal('{"a":1}'.encode(encoding)).text


def test_bytes_that_are_no_text_are_refused_with_their_line():
    assert refusal(b'{"a":1,\n"b":"\xff"}').place == "line 2, byte 13"


def test_a_file_of_zeros_says_what_happened_to_it():
    assert "crash" in refusal(b"\x00" * 200).text


@pytest.mark.parametrize("text", [b"", b"  \n", b"\xef\xbb\xbf"])
def test_nothing_is_refused(text):
    assert "nothing" in refusal(text).text


def test_a_byte_order_mark_is_tolerated():
    assert loads(b'\xef\xbb\xbf{"a":1}') == {"a": 1}


def nested(depth, opening="[", closing="]"):
    return (opening * depth + "1" + closing * depth).encode()


def test_depth_has_a_limit():
    assert loads(nested(MAX_DEPTH))
    error = refusal(nested(MAX_DEPTH + 1))
    assert (error.place, error.text) == ("line 1, column 33", "nested deeper than 32 levels")


def test_brackets_in_texts_are_not_depth():
    text = json.dumps(["[" * 100 + '\\"{{{', {"]": "}"}]).encode()
    assert loads(text) == json.loads(text)


@pytest.mark.parametrize(
    "bomb",
    [
        lambda depth: b"[" * depth,
        nested,
        lambda depth: nested(depth, '{"a":', "}"),
        lambda depth: b'{"a":' * depth,
    ],
    ids=["open lists", "lists", "objects", "open objects"],
)
def test_nesting_bombs_take_no_longer_than_their_length(bomb):
    small, large = bomb(50_000), bomb(400_000)
    assert "deeper" in refusal(large).text
    assert shortest_s(lambda: refusal(large)) < 24 * shortest_s(lambda: refusal(small))


@pytest.mark.parametrize("number", [b"1e999", b"-2.5E+400", b"9" * 5_000, b"1" * 21, b"3e1000"])
@pytest.mark.parametrize("at", [0, 70_000, *range((1 << 20) - 14, (1 << 20) + 3)])
def test_a_number_that_is_too_large_is_found_wherever_it_stands(number, at):
    text = b"[%b%b,%b]" % (b" " * at, number, b"0," * 40_000 + b"0")
    assert refusal(text).place == "[0]"


@pytest.mark.parametrize("before", [b'"10031000001211000000"', b'"a1e300"', b'"1e999",-1e-999'])
def test_what_looks_like_a_large_number_is_read(before):
    text = b"[%b,%b0.5]" % (before, b"1," * 40_000)
    assert loads(text) == json.loads(text)


LONG = MAX_STRING + 1


@pytest.mark.parametrize("before", ['""', '"a"', '"\\\\"', '"\\""', '"\\\\\\""', "0", '"[", "]"'])
@pytest.mark.parametrize("blanks", [0, LONG])
def test_a_text_that_is_too_long_is_found_after_any_other(before, blanks):
    between = " " * blanks
    text = f'[{before},{between}"{"x" * LONG}"]'
    assert refusal(text.encode()).text == "a text of 1,000,001 characters is too long"
    text = f'[{before},{between}"{"x" * MAX_STRING}"]'
    assert loads(text.encode()) == json.loads(text)


def test_lists_without_texts_are_not_gone_through(monkeypatch):
    """Of numbers alone, however long: going through millions of lists takes a second."""
    walked = []
    monkeypatch.setattr(strict_json, "_walk", lambda *walk: walked.append(walk))
    text = b'{"a":"b\\"","c":[%b]}' % b",".join([b"[20,55]"] * 200_000)
    assert loads(text) == json.loads(text)
    assert walked == []


def test_a_pair_of_surrogates_is_a_character():
    assert loads(b'["\\ud83d\\ude00"]') == ["😀"]


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**19), 10**19)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(json_values, st.booleans())
def test_all_other_json_is_read_as_the_standard_library_reads_it(value, ascii_only):
    text = json.dumps(value, ensure_ascii=ascii_only).encode()
    assert loads(text) == value


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    with contextlib.suppress(StrictJsonError):
        loads(data)


@pytest.mark.parametrize("text", [b"[],", b'{"a":1},', b"0,", b'"ab",'])
def test_what_would_take_far_more_memory_than_the_file_is_refused(text):
    error = refusal(b'{"x":[' + text * 10_000_000 + b"0]}")
    assert "too many values" in error.text


@pytest.mark.parametrize("inside", ["a", "ab\\n", '\\"'])
def test_texts_beyond_their_limit_are_refused_however_they_are_written(inside):
    shown = 1 if inside == "a" else len(inside) - 1
    text = inside * (1_000_001 // shown + 1)
    error = refusal(b'{"x":"' + text.encode() + b'"}')
    assert (error.place, "is too long" in error.text) == ("x", True)
    short = inside * 1000
    assert loads(b'{"x":"' + short.encode() + b'"}') == {"x": json.loads(f'"{short}"')}


def test_an_object_of_names_without_end_is_refused_with_its_place():
    names = ",".join(f'"n{k}":0' for k in range(MAX_NAMES + 1))
    error = refusal(f'{{"a":[{{{names}}}]}}'.encode())
    assert (error.place, "50,001 names" in error.text) == ("a[0]", True)
