"""Thresholds per use: ``strict`` (few false hits), ``balanced``, ``wide`` (few misses). Their measured rates stand in bench/README.md."""

from __future__ import annotations

from typing import Final, Literal

Use = Literal["strict", "balanced", "wide"]

THRESHOLDS: Final[dict[Use, float]] = {"strict": 0.9, "balanced": 0.5, "wide": 0.3}
"""A calibrated score from which a name is in the band ``match``, per use."""

POSSIBLE: Final[dict[Use, float]] = {"strict": 0.5, "balanced": 0.15, "wide": 0.05}
"""A calibrated score from which a name is in the band ``possible``: below it the answer is no."""

PERSON_THRESHOLDS: Final[dict[Use, float]] = {"strict": 0.995057, "balanced": 0.745542, "wide": 0.226856}
"""The same for two persons: what was 0.9, 0.5 and 0.3 before their map was made of real names too, so that no band moved by it
(``tools/person_names.py`` prints what an old score is now)."""

PERSON_POSSIBLE: Final[dict[Use, float]] = {"strict": 0.745542, "balanced": 0.101231, "wide": 0.031831}
"""The same as :data:`POSSIBLE` for two persons."""
