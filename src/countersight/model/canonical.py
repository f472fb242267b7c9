"""JSON in one form, so that the same content gives the same hash everywhere."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from countersight.errors import DataError


def canonical_json(value: object) -> str:
    """JSON in one form: sorted keys, no spaces, ASCII only.

    >>> canonical_json({"b": 1, "a": (2, True)})
    '{"a":[2,true],"b":1}'

    Raises:
        DataError: A value that JSON does not know.
    """
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=_plain)


def digest(text: str | bytes) -> str:
    """SHA-256 in hexadecimal digits.

    >>> digest("")[:12]
    'e3b0c44298fc'
    """
    return sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def _plain(value: object) -> Any:  # noqa: ANN401 - json's own signature
    message = f"a record holds a {type(value).__name__}, which has no canonical form"
    raise DataError(message, hint="records hold text, whole numbers, booleans and tuples of text")
