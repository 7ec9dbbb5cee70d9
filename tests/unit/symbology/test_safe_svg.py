"""Hostile and honest SVG: what is taken is written anew, what is not is refused with its place."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic_desk.symbology.own_picture import (
    MOST_BYTES,
    OwnPictureError,
    drawable,
    drawable_of_data,
)
from baltic_desk.symbology.safe_svg import SafeSvgError, safe_svg

NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(body: str, attributes: str = 'viewBox="0 0 10 10"') -> bytes:
    return f"<svg {NAMESPACE} {XLINK} {attributes}>\n{body}\n</svg>".encode()


def taken(body: str, attributes: str = 'viewBox="0 0 10 10"') -> str:
    return safe_svg(svg(body, attributes)).text


def outcome(data: bytes) -> str:
    """The text that comes of it, or a refusal in capitals."""
    try:
        return safe_svg(data).text
    except SafeSvgError as error:
        return f"REFUSED: {error}"


def refusal(data: bytes) -> str:
    with pytest.raises(SafeSvgError) as caught:
        safe_svg(data)
    return str(caught.value)


BILLION_LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><text>&d;</text></svg>"""
EXTERNAL_ENTITY = b"""<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><text>&x;</text></svg>"""
EXTERNAL_DTD = b"""<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://evil.example/svg.dtd">
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>"""


@pytest.mark.parametrize("data", [BILLION_LAUGHS, EXTERNAL_ENTITY, EXTERNAL_DTD])
def test_a_doctype_is_refused_whatever_it_says(data: bytes) -> None:
    assert "DOCTYPE" in refusal(data)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("<script>alert(1)</script>", "<script>: scripts"),
        ("<g><script/></g>", "<script>: scripts"),
        ('<image href="file:///etc/passwd"/>', "<image>"),
        ('<image xlink:href="http://evil.example/x.png"/>', "<image>"),
        (
            '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>',
            "another kind",
        ),
        ('<use href="#a"/>', "<use>"),
        ('<a href="javascript:alert(1)"><rect/></a>', "links"),
        ("<style>@import url(http://evil.example/x.css);</style>", "style sheets"),
        ("<style>rect { fill: red }</style>", "style sheets"),
        ('<animate attributeName="x"/>', "animation"),
        ('<set attributeName="x"/>', "animation"),
        ("<animateTransform/>", "animation"),
        ("<filter/>", "<filter>"),
        ('<mask id="m"/>', "<mask>"),
        ('<pattern id="p"/>', "<pattern>"),
        ("<svg/>", "<svg>"),
        ("<switch/>", "<switch>"),
        ("<iframe/>", "<iframe>"),
        ('<rect onclick="alert(1)"/>', "onclick: scripts"),
        ('<rect onload="alert(1)"/>', "onload: scripts"),
        ('<rect ONLOAD="x"/>', "scripts"),
        ('<rect fill="url(http://evil.example/#a)"/>', "no colour"),
        ('<rect fill="url(file:///etc/passwd)"/>', "no colour"),
        ('<rect fill="url(other.svg#a)"/>', "no colour"),
        ('<rect style="fill:url(http://evil.example/x)"/>', "no colour"),
        ('<rect style="fill:u\\72l(x)"/>', "style"),
        ('<rect style="fill:red;background:url(http://evil.example/x)"/>', "elsewhere"),
        ("<rect style=\"@import 'x'\"/>", "style"),
        ('<rect style="width:expression(alert(1))"/>', "style"),
        ('<rect style="a{b}"/>', "style"),
        ('<rect filter="url(#f)"/>', "not drawn"),
        ('<rect clip-path="url(#f)"/>', "not drawn"),
        ('<rect mask="url(http://evil.example/m)"/>', "not drawn"),
        ('<rect href="#a"/>', "only a gradient"),
        ('<linearGradient xlink:href="http://evil.example/g"/>', "href"),
        ('<linearGradient xlink:href="javascript:alert(1)"/>', "href"),
        ('<linearGradient href="data:image/svg+xml,x"/>', "href"),
        ('<linearGradient href="#nowhere"/>', "no gradient"),
        ('<linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/>', "circle"),
        ('<linearGradient id="a" href="#a"/>', "circle"),
        ('<rect x="1e300"/>', "out of all measure"),
        ('<rect x="1e999"/>', "out of all measure"),
        ('<path d="M0 0L1e9 5"/>', "out of all measure"),
        ('<path d="M0 0 nan"/>', "not a path"),
        ('<path d="M0 0 javascript:x"/>', "is not taken"),
        ('<polygon points="1,2 3,4;5"/>', "list of numbers"),
        ('<g transform="scale(99999) scale(99999)"><rect/></g>', "out of all measure"),
        ('<g transform="scale(9e4)"><g transform="scale(9e4)"><rect/></g></g>', "out of all"),
        ('<g transform="skewX(89.99999999)"><rect/></g>', "out of all measure"),
        ('<g transform="spin(3)"/>', "no transformation"),
        ('<path d="M0 0H90000" stroke-dasharray="0.001"/>', "dashes"),
        ('<g stroke-dasharray="1e-9"><path d="M0 0H9"/></g>', "dashes"),
        ('<text font-size="90000">A</text>', "too large"),
        ("<g>" * 40 + "</g>" * 40, "deeper than 32"),
        ("<rect/>" * 5_001, "more than 5,000 elements"),
        ('<path d="' + "1 " * 100_001 + '"/>', "more than 100,000 figures"),
        ("<text>" + "A" * 2_001 + "</text>", "more than 2,000 letters"),
        ("<g><rect></g>", "not well-formed"),
        ("<text>&unknown;</text>", "not well-formed"),
    ],
)
def test_what_is_not_taken_is_refused_with_its_line(body: str, why: str) -> None:
    said = refusal(svg(body))
    assert why in said
    assert re.match(r"line \d+: ", said)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not well-formed"),
        (b"<svg/>", "does not begin with <svg>"),
        (b'<html xmlns="http://www.w3.org/1999/xhtml"/>', "does not begin with <svg>"),
        (b"\x1f\x8b\x08\x00", "compressed"),
        (b"<?xml-stylesheet href='x.css'?>" + svg(""), "style sheet"),
        (
            b'<?xml version="1.0" encoding="klingon"?>' + svg(""),
            "letters of this SVG cannot be read",
        ),
        (svg("", ""), "no viewBox"),
        (svg("", 'viewBox="0 0 0 5"'), "cannot be drawn"),
        (svg("", 'viewBox="0 0 -3 5"'), "cannot be drawn"),
        (svg("", 'viewBox="0 0 5"'), "four numbers"),
        (svg("", 'viewBox="0 0 100000 1"'), "long and narrow"),
        (svg("", 'width="100%" height="100%"'), "no viewBox"),
        (svg("", 'width="1e7" height="1e7"'), "out of all measure"),
        (svg("", 'viewBox="0 0 10 10" onload="x()"'), "scripts"),
        (b" " * (2 * 1024 * 1024 + 1), "more than 2 MB"),
        (svg("").replace(b"</svg>", b"\xff</svg>"), "not well-formed"),
    ],
)
def test_a_file_that_cannot_be_a_picture_is_refused(data: bytes, why: str) -> None:
    assert why in refusal(data)


def test_honest_content_is_kept() -> None:
    text = taken(
        '<defs><linearGradient id="a"><stop offset="0" stop-color="#f00"/></linearGradient>'
        '<radialGradient id="b" xlink:href="#a" r="50%"/></defs>'
        '<g transform="translate(1 2) rotate(30, 5, 5)" fill="url(#b) red" opacity=".5">'
        '<path d="M0-1.5e0L3.5.5 2z"/><circle cx="5" cy="5" r="2"/><ellipse rx="1" ry="2"/>'
        '<line x1="1" y1="2" x2="3" y2="4" stroke="rgb(1, 2, 3)" stroke-dasharray="1 2"/>'
        '<polyline points="1,2 3,4"/><polygon points="1 2 3 4 5 6"/><rect width="2mm" height="3"/>'
        '<text x="1 2" y="3" font-family="Arial, \'X Y\'" font-size="4">A &lt; <tspan>B</tspan>'
        "</text></g>"
    )
    tree = ElementTree.fromstring(text)
    names = [element.tag.rpartition("}")[2] for element in tree.iter()]
    assert names == [
        "svg", "defs", "linearGradient", "stop", "radialGradient", "g", "path", "circle",
        "ellipse", "line", "polyline", "polygon", "rect", "text", "tspan",
    ]  # fmt: skip
    assert "A &lt; <tspan>B</tspan>" in text
    assert 'xlink:href="#a"' in text


def test_what_shows_nothing_is_left_out() -> None:
    text = taken(
        "<title>T</title><desc>D</desc><metadata><x/></metadata><!-- note --><?php x ?>"
        '<i:layer xmlns:i="http://inkscape.example"><i:script>alert(1)</i:script></i:layer>'
        '<rect i:label="x" xmlns:i="http://inkscape.example" class="c" data-x="1" aria-label="y"'
        ' id="räder 1" xml:base="http://evil.example/" unheard-of="1" filter="none"/>'
    )
    body = text.partition(">")[2]
    assert body == "<rect/></svg>"


def test_a_script_of_another_namespace_is_not_written() -> None:
    text = taken('<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script><rect/>')
    assert "script" not in text


def test_style_declarations_become_attributes_and_lead() -> None:
    text = taken('<rect fill="red" style="fill: #00f; stroke-width: 2 !important;"/>')
    assert '<rect fill="#00f" stroke-width="2"/>' in text


def test_a_size_in_millimetres_is_taken_where_there_is_no_view_box() -> None:
    found = safe_svg(svg("<rect/>", 'width="25.4mm" height="1in"'))
    assert (round(found.width), round(found.height)) == (96, 96)


def test_cleaning_twice_changes_nothing() -> None:
    once = taken('<g style="fill:red"><rect x="1"/><text>a&amp;"b"</text></g>')
    assert safe_svg(once.encode()).text == once


def test_utf_16_is_read() -> None:
    text = svg("<text>ä</text>").decode()
    assert "ä" in safe_svg(('<?xml version="1.0" encoding="utf-16"?>' + text).encode("utf-16")).text


_NAMES = ["rect", "g", "path", "script", "image", "style", "use", "text", "linearGradient", "set"]
_ATTRIBUTES = [
    "x",
    "fill",
    "style",
    "d",
    "href",
    "xlink:href",
    "onload",
    "transform",
    "filter",
    "id",
]
_VALUES = [
    "1", "1e99", "red", "url(#a)", "url(http://x)", "javascript:x", "#a", "M0 0L1 1",
    "scale(9e4)", "fill:red", "fill:url(x)", "@import 'x'", "none", "", "a b", "\\75rl(x)",
]  # fmt: skip
_ELEMENTS = st.recursive(
    st.sampled_from(["", "text", "&amp;", "<!-- c -->"]),
    lambda inner: st.builds(
        lambda name, attributes, body: "<{0} {1}>{2}</{0}>".format(
            name, " ".join(f'{k}="{v}"' for k, v in attributes.items()), "".join(body)
        ),
        st.sampled_from(_NAMES),
        st.dictionaries(st.sampled_from(_ATTRIBUTES), st.sampled_from(_VALUES), max_size=3),
        st.lists(inner, max_size=3),
    ),
    max_leaves=12,
)
_ALLOWED = {
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
    "tspan", "defs", "stop", "linearGradient", "radialGradient",
}  # fmt: skip


@settings(max_examples=300)
@given(body=_ELEMENTS)
def test_nothing_but_allowed_content_comes_through(body: str) -> None:
    text = outcome(svg(body))
    if text.startswith("REFUSED: "):
        return
    for element in ElementTree.fromstring(text).iter():
        assert element.tag.rpartition("}")[2] in _ALLOWED
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on")
            assert name != "style"
            assert not re.search(r"javascript|import|http|file:|data:|\\", value)
            if name.endswith("href"):
                assert value.startswith("#")
    assert safe_svg(text.encode()).text == text


@settings(max_examples=200)
@given(data=st.binary(max_size=200))
def test_any_bytes_have_an_answer(data: bytes) -> None:
    for content in (data, b"<svg " + data, svg("").replace(b"\n", data, 1)):
        assert outcome(content).startswith(("REFUSED: ", "<svg "))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("d", "1" * 200_000 + "x"),
        ("points", "1," * 90_000 + "x"),
        ("stroke-dasharray", "1" * 200_000 + "x"),
        ("transform", "scale(" * 50_000),
        ("fill", "rgb(" + "1" * 100_000),
        ("font-family", "a" * 100_000 + ";"),
        ("x", "1" * 200_000 + "em" * 5 + "x"),
        ("width", "1" * 200_000 + "x"),
        ("opacity", "1." + "1" * 200_000 + "!"),
        ("stroke-width", "1e" + "1" * 200_000 + "x"),
    ],
)
def test_long_values_are_refused_at_once(name: str, value: str) -> None:
    # A pattern that could part such a value in many ways would not come back.
    assert refusal(svg(f'<rect {name}="{value}"/>'))


def test_a_namespace_without_end_is_refused() -> None:
    # The parser puts it before each name: half a megabyte of it makes gigabytes of names.
    named = f'<g xmlns:a="{"a" * 500_000}">{"<a:b/>" * 4_000}</g>'
    assert "namespace" in refusal(svg(named))


def test_digits_of_other_scripts_are_no_numbers() -> None:
    # Who draws stops at them: what was weighed would not be what is drawn.
    assert refusal(svg('<path d="M0 0H9" stroke-dasharray="0.0001 ٩٩٩٩"/>'))


def test_a_picture_that_is_too_large_when_it_is_clean_is_refused() -> None:
    body = "".join(f'<rect x="{n}" id="{"i" * 150}{n}"/>' for n in range(4_000))
    with pytest.raises(OwnPictureError, match=f"more than {MOST_BYTES // 1024} kB"):
        drawable(svg(body))


@pytest.mark.parametrize("data", ["", "AA==", "é", "PHN2Zw=="])
def test_data_of_a_file_that_are_no_picture_are_refused(data: str) -> None:
    with pytest.raises(OwnPictureError):
        drawable_of_data("image/svg+xml", data)
