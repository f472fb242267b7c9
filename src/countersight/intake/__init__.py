"""Readers of what users bring: one per format. A bad row is reported and the others go on; unknown stays unknown."""
