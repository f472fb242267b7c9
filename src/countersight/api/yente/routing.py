"""What the routes of this wire format share: the router, who may, and the parameters that several take."""

from __future__ import annotations

import json
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query, Response

from countersight.access.door import require

MAX_PAGE: Final = 500
MAX_OFFSET: Final = 9_499
TAG: Final = "yente"

router = APIRouter(tags=[TAG])

MATCHING: Final = [Depends(require("match"))]
READING: Final = [Depends(require("atlas:read"))]
DatasetPath = Annotated[
    str, Path(description="default for everything, or one of those of /catalog", examples=["default"])
]
EntityPath = Annotated[str, Path(description="an id, or one that it had before", examples=["hikvision"])]
Limit = Annotated[int, Query(ge=0, le=MAX_PAGE)]
Offset = Annotated[int, Query(ge=0, le=MAX_OFFSET)]


def dumped(value: Any, headers: dict[str, str]) -> Response:  # noqa: ANN401 - JSON
    """An answer as JSON."""
    return Response(
        json.dumps(value, ensure_ascii=False, separators=(",", ":")), media_type="application/json", headers=headers
    )
