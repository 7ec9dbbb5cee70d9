"""Makers of entries for a person's own catalogue of systems, as trees of JSON."""

from __future__ import annotations

from typing import Any


def source(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Maker's leaflet",
        "url": "https://example.org/leaflet",
        "year": 2015,
    } | changes


def figure(**changes: Any) -> dict[str, Any]:
    plain = {"what": "range_max", "value": 90, "unit": "km", "status": "declared"}
    return plain | {"sources": ["leaflet"]} | changes


def variant(**changes: Any) -> dict[str, Any]:
    return {"name": "M1", "ring_class": "air-defence", "figures": [figure()]} | changes


def entry(system_id: str = "own_sam", **changes: Any) -> dict[str, Any]:
    """A small air-defence system with one sourced range."""
    return {
        "id": system_id,
        "name": "Vētra",
        "category": "medium-range SAM",
        "operators": ["Latvia"],
        "periods": [{"years": "2016–17", "there": "no"}],
        "sidc": "10031500001111070000",
        "variants": [variant()],
        "sources": {"leaflet": source()},
    } | changes
