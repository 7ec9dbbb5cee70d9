"""Gestures as small state machines of frozen values, without Qt."""
