"""Geometry of the earth: geodesics, projections, outlines, coordinates, base-map data. No Qt.

Positions are `(lon, lat)` in degrees on WGS 84 (or its European twin ETRS89, which this desk does
not tell apart: they differ by less than a metre), map positions `(x, y)` in metres, many of them a
float64 array of shape `(n, 2)`. Arrays in, arrays out.

Lengths, bearings and areas always refer to the ellipsoid and never to the map, so that nothing
drawn changes when the projection does. What is drawn is made of short straight edges;
`geodesy.bend` says how short they must be to stay true in every projection offered and in the
programs that read the file.
"""
