"""Panels at the sides of the map. Each shows the workspace and changes it; none knows another."""
