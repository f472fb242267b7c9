"""Files that pages use, out of several folders: told by the hash in their address, so that a browser keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope


class Kept(StaticFiles):
    """Static files that stay in the browser where the address carries the hash of what they hold."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Args: folders, the first that has a file gives it; one that is not there may come later."""
        super().__init__(directory=folders[0], check_dir=False)
        self.all_directories = [str(folder) for folder in folders]

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file."""
        answer = await super().get_response(path, scope)
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable" if b"v=" in scope.get("query_string", b"") else "no-cache"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer
