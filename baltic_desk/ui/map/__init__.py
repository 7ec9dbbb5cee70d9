"""Camera and painting; the only room that knows pyqtgraph."""
