"""Writing layer files: `.npz` archives with the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from baltic_desk.geo.basemap_format import LayerMeta

EPOCH = (2000, 1, 1, 0, 0, 0)


def write_layer(
    folder: Path, meta: LayerMeta, members: Mapping[str, npt.NDArray[np.generic]]
) -> Path:
    """Write `<name>.npz`; the file's bytes depend only on the arrays."""
    described = np.frombuffer(msgspec.json.encode(meta), np.uint8)
    path = folder / f"{meta.name}.npz"
    write_arrays(path, {"meta": described, **members})
    return path


def write_arrays(path: Path, members: Mapping[str, npt.NDArray[np.generic]]) -> None:
    """Write arrays as an `.npz` without dates."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, array in members.items():
            raw = io.BytesIO()
            np.lib.format.write_array(raw, np.ascontiguousarray(array), allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy", EPOCH)
            info.external_attr = 0o644 << 16
            # LZMA would save a twentieth and take three times as long to read
            archive.writestr(info, raw.getvalue(), zipfile.ZIP_DEFLATED, compresslevel=9)


def words(values: list[str]) -> npt.NDArray[np.uint8]:
    """A column of text as the reader expects it."""
    if any("\n" in value for value in values):
        raise ValueError("a value has a line break")
    return np.frombuffer("\n".join(values).encode(), np.uint8)
