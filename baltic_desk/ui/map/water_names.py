"""Names of seas, gulfs, straits and lakes for the map: where they are written, and how large.

Written for this map: positions are the middle of the lettering, not of the water. Local spelling
for lakes, English for what several states share.
"""

from __future__ import annotations

from typing import NamedTuple

from baltic_desk.geo.geodesy import Position


class WaterName(NamedTuple):
    """A name, `\\n` between its lines, and the length of water it names, kilometres."""

    text: str
    at: Position
    length_km: float


WATER_NAMES = (
    WaterName("Baltic Sea", (18.90, 56.45), 700.0),
    WaterName("Gulf of Bothnia", (19.90, 62.60), 560.0),
    WaterName("Bothnian Sea", (19.30, 61.55), 260.0),
    WaterName("Bothnian Bay", (23.20, 64.95), 230.0),
    WaterName("Kvarken", (20.90, 63.45), 70.0),
    WaterName("Gulf of Finland", (25.60, 59.83), 330.0),
    WaterName("Gulf of Riga", (23.55, 57.70), 140.0),
    WaterName("Väinameri", (23.10, 58.83), 45.0),
    WaterName("Irbe Strait", (21.95, 57.80), 38.0),
    WaterName("Archipelago\nSea", (21.20, 59.97), 90.0),
    WaterName("Åland Sea", (19.15, 60.18), 80.0),
    WaterName("Northern\nBaltic", (20.50, 58.80), 150.0),
    WaterName("Gdańsk Bay", (19.30, 54.62), 85.0),
    WaterName("Vistula\nLagoon", (19.72, 54.44), 45.0),
    WaterName("Curonian\nLagoon", (21.10, 55.16), 60.0),
    WaterName("Pomeranian Bay", (14.45, 54.25), 90.0),
    WaterName("Szczecin\nLagoon", (14.25, 53.79), 38.0),
    WaterName("Hanö Bay", (14.90, 55.70), 70.0),
    WaterName("Bornholmsgat", (14.50, 55.33), 35.0),
    WaterName("Öresund", (12.75, 55.78), 55.0),
    WaterName("Kattegat", (11.45, 56.90), 200.0),
    WaterName("Skagerrak", (9.60, 58.05), 240.0),
    WaterName("Great Belt", (10.95, 55.38), 50.0),
    WaterName("Kiel Bay", (10.45, 54.58), 55.0),
    WaterName("Mecklenburg\nBay", (11.65, 54.28), 70.0),
    WaterName("Fehmarn Belt", (11.25, 54.57), 24.0),
    WaterName("Kalmar Strait", (16.52, 56.72), 80.0),
    WaterName("Gotland\nBasin", (19.90, 57.35), 130.0),
    WaterName("Luga Bay", (28.25, 59.75), 26.0),
    WaterName("Narva Bay", (27.65, 59.52), 42.0),
    WaterName("Vyborg Bay", (28.60, 60.50), 28.0),
    WaterName("Koporye Bay", (28.85, 59.88), 24.0),
    WaterName("Pärnu Bay", (24.36, 58.28), 24.0),
    WaterName("Matsalu", (23.60, 58.75), 14.0),
    WaterName("Neva Bay", (29.80, 59.98), 22.0),
    WaterName("Lake Ladoga", (31.40, 60.85), 190.0),
    WaterName("Lake Onega", (35.45, 61.65), 210.0),
    WaterName("Vänern", (13.25, 58.90), 120.0),
    WaterName("Vättern", (14.55, 58.33), 90.0),
    WaterName("Mälaren", (17.10, 59.42), 62.0),
    WaterName("Hjälmaren", (15.80, 59.24), 44.0),
    WaterName("Peipsi", (27.45, 58.75), 80.0),
    WaterName("Pskov Lake", (27.95, 58.02), 34.0),
    WaterName("Võrtsjärv", (26.03, 58.28), 28.0),
    WaterName("Ilmen", (31.30, 58.27), 40.0),
    WaterName("Saimaa", (28.25, 61.28), 64.0),
    WaterName("Päijänne", (25.48, 61.55), 80.0),
    WaterName("Oulujärvi", (27.15, 64.30), 46.0),
    WaterName("Pielinen", (29.60, 63.25), 58.0),
    WaterName("Näsijärvi", (23.75, 61.70), 24.0),
    WaterName("Storsjön", (14.30, 63.20), 44.0),
    WaterName("Siljan", (14.80, 60.87), 28.0),
    WaterName("Śniardwy", (21.73, 53.76), 18.0),
    WaterName("Mamry", (21.72, 54.10), 12.0),
    WaterName("Lubāns", (26.88, 56.76), 12.0),
    WaterName("Rāzna", (27.46, 56.32), 10.0),
    WaterName("Narach", (26.78, 54.86), 11.0),
    WaterName("Müritz", (12.70, 53.42), 18.0),
)
