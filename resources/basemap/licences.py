"""The list of shipped map files with their credits, licences and the texts that go with them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import msgspec
import numpy as np
from sources import Sources
from terrain import CREDIT, LAND_PACKAGE, LICENCE, SEA_PACKAGE

from baltic_desk.geo.basemap_format import LayerMeta

# where a licence wants its text to go with the files, beside this module
TEXTS = {
    "LGPL-3.0-or-later": ("LICENSE-LGPL-3.0.txt", "LICENSE-GPL-3.0.txt"),
    "ODbL-1.0": ("LICENSE-ODbL-1.0.txt",),
    "CC-BY-4.0": ("LICENSE-CC-BY-4.0.txt",),
    "Apache-2.0": ("LICENSE-Apache-2.0.txt", "NOTICE-ports.txt"),
    "Public domain": ("LICENSE-public-domain.txt",),
    LICENCE: ("LICENSE-terrain.txt",),
}


def write_manifest(basemap: Path, terrain: Path, sources: Sources) -> None:
    """`manifest.json` beside the layers: file, credit, licence, source, texts, size and sha256."""
    entries = [_layer_entry(path) for path in sorted(basemap.glob("*.npz"))]
    origin = sources.origin(LAND_PACKAGE, SEA_PACKAGE)
    for path in sorted(terrain.glob("*.npz")):
        entries.append(_entry(path, "../terrain/", "terrain", CREDIT, LICENCE, origin))
    text = json.dumps({"files": entries}, ensure_ascii=False, indent=1)
    (basemap / "manifest.json").write_text(text + "\n", "utf-8")


def _layer_entry(path: Path) -> dict[str, object]:
    with np.load(path) as file:
        meta = msgspec.json.decode(file["meta"].tobytes(), type=LayerMeta)
    return _entry(path, "", meta.name, meta.credit, meta.licence, meta.source)


def _entry(
    path: Path, folder: str, name: str, credit: str, licence: str, source: str
) -> dict[str, object]:
    return {
        "file": folder + path.name,
        "name": name,
        "credit": credit,
        "licence": licence,
        "texts": list(TEXTS[licence]),
        "source": source,
        "bytes": path.stat().st_size,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }
