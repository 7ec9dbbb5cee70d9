"""Reads the lines of a PDF's page independently of whoever wrote it, in millimetres from its upper
left corner."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pikepdf

POINTS_PER_MM = 72.0 / 25.4


@dataclass(frozen=True)
class DrawnPath:
    """A subpath's vertices (n, 2), and the colours that it is stroked and filled with."""

    mm: np.ndarray
    stroke: str | None
    fill: str | None


def drawn_paths(file: Path, page: int = 0) -> list[DrawnPath]:
    """All that is stroked or filled on a page, curves by their end points."""
    with pikepdf.open(file) as pdf:
        target = pdf.pages[page]
        height = float(target.mediabox[3])
        return list(_Reader(height).read(pikepdf.parse_content_stream(target)))


class _Reader:
    def __init__(self, height: float) -> None:
        self.height = height
        self.matrix = np.eye(3)
        self.colours = {"stroke": "#000000", "fill": "#000000"}
        self.kept: list[tuple[np.ndarray, dict[str, str]]] = []
        self.parts: list[list[tuple[float, float]]] = []

    def read(self, instructions):
        for operands, operator in instructions:
            name = str(operator)
            numbers = [float(each) for each in operands if _is_number(each)]
            match name:
                case "q":
                    self.kept.append((self.matrix, dict(self.colours)))
                case "Q":
                    self.matrix, self.colours = self.kept.pop()
                case "cm":
                    a, b, c, d, e, f = numbers
                    self.matrix = np.array(((a, b, 0), (c, d, 0), (e, f, 1))) @ self.matrix
                case "SCN" | "scn":
                    if len(numbers) == 3:
                        side = "stroke" if name == "SCN" else "fill"
                        self.colours[side] = "#" + "".join(
                            f"{round(each * 255):02x}" for each in numbers
                        )
                case "m":
                    self.parts.append([(numbers[0], numbers[1])])
                case "l":
                    self.parts[-1].append((numbers[0], numbers[1]))
                case "c":
                    self.parts[-1].append((numbers[4], numbers[5]))
                case "h":
                    self.parts[-1].append(self.parts[-1][0])
                case "re":
                    x, y, w, h = numbers
                    corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)]
                    self.parts.append(corners)
                case "n":
                    self.parts = []
                case "S" | "s" | "f" | "f*" | "B" | "B*" | "b" | "b*":
                    for part in self.parts:
                        yield DrawnPath(
                            self._mm(part),
                            self.colours["stroke"] if name[0] in "SsBb" else None,
                            self.colours["fill"] if name[0] in "fBb" else None,
                        )
                    self.parts = []
                case _:
                    pass

    def _mm(self, part: list[tuple[float, float]]) -> np.ndarray:
        points = np.column_stack((np.array(part), np.ones(len(part)))) @ self.matrix
        return np.column_stack(
            (points[:, 0] / POINTS_PER_MM, (self.height - points[:, 1]) / POINTS_PER_MM)
        )


def _is_number(value: object) -> bool:
    try:
        float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False
    return True
