"""Thresholds per use: ``strict`` (few false hits), ``balanced``, ``wide`` (few misses). Their measured rates stand in bench/README.md."""

from __future__ import annotations

from typing import Final, Literal

Use = Literal["strict", "balanced", "wide"]

THRESHOLDS: Final[dict[Use, float]] = {"strict": 0.9, "balanced": 0.5, "wide": 0.3}
"""A calibrated score from which a name is in the band ``match``, per use."""

POSSIBLE: Final[dict[Use, float]] = {"strict": 0.5, "balanced": 0.15, "wide": 0.05}
"""A calibrated score from which a name is in the band ``possible``: below it the answer is no."""
