"""Geometry of the earth: geodesics, projections, outlines, coordinates, base-map data. Arrays in, arrays out; no Qt."""
