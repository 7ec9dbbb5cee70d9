"""A checker for as much of JSON Schema as the schemas in `resources` use; the rest it refuses."""

from __future__ import annotations

import json
import re
from typing import Any

_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
    "null": type(None),
}
_SAID = {"$schema", "$defs", "title", "description"}


def faults(schema: dict[str, Any], value: Any, root: dict[str, Any], at: str = "$") -> list[str]:
    """Places of a value that a schema does not allow, with the keyword that says so."""
    found: list[str] = []

    def wrong(keyword: str) -> None:
        found.append(f"{at}: {keyword}")

    for keyword, said in schema.items():
        match keyword:
            case "$ref":
                found += faults(root["$defs"][said.removeprefix("#/$defs/")], value, root, at)
            case "anyOf":
                if all(faults(each, value, root, at) for each in said):
                    wrong("anyOf")
            case "type":
                kinds = [said] if isinstance(said, str) else said
                fits = any(isinstance(value, _TYPES[kind]) for kind in kinds)
                if not fits or (isinstance(value, bool) and "boolean" not in kinds):
                    wrong("type")
            case "enum" if value not in said:
                wrong("enum")
            case "pattern" if isinstance(value, str) and not re.search(said, value):
                wrong("pattern")
            case "minLength" if isinstance(value, str) and len(value) < said:
                wrong("minLength")
            case "maxLength" if isinstance(value, str) and len(value) > said:
                wrong("maxLength")
            case "minimum" if isinstance(value, int | float) and value < said:
                wrong("minimum")
            case "maximum" if isinstance(value, int | float) and value > said:
                wrong("maximum")
            case "maxItems" if isinstance(value, list) and len(value) > said:
                wrong("maxItems")
            case "uniqueItems" if isinstance(value, list):
                if len({json.dumps(each) for each in value}) < len(value):
                    wrong("uniqueItems")
            case "required" if isinstance(value, dict):
                found += [f"{at}.{name}: required" for name in said if name not in value]
            case "items" if isinstance(value, list):
                for number, each in enumerate(value):
                    found += faults(said, each, root, f"{at}[{number}]")
            case "properties" if isinstance(value, dict):
                for name in said.keys() & value.keys():
                    found += faults(said[name], value[name], root, f"{at}.{name}")
            case "additionalProperties" if isinstance(value, dict):
                for name in value.keys() - schema.get("properties", {}).keys():
                    if said is False:
                        found.append(f"{at}.{name}: additionalProperties")
                    else:
                        found += faults(said, value[name], root, f"{at}.{name}")
            case _:
                known = {
                    *("enum", "pattern", "minLength", "maxLength", "minimum", "maximum"),
                    *("maxItems", "uniqueItems", "required", "items", "properties"),
                    *("additionalProperties", *_SAID),
                }
                assert keyword in known, f"the checker does not know {keyword}"
    return found
