"""Settings, from the environment: where the snapshot and the home folder are. No module-level state."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import ModuleType


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run needs to know of its surroundings."""

    cache: Path
    """The home folder: raw lists, snapshots, and which of them is the current one."""
    snapshot: Path | None = None
    """The snapshot that was named; without one the current one answers, and before the first update the starter atlas."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read ``COUNTERSIGHT_HOME`` (default: the user's cache folder) and ``COUNTERSIGHT_SNAPSHOT``."""
        env = os.environ if environment is None else environment
        base = env.get("COUNTERSIGHT_HOME")
        if base:
            home = Path(base)
        else:
            cache = env.get("XDG_CACHE_HOME")
            home = (Path(cache) if cache else Path.home() / ".cache") / "countersight"
        named = env.get("COUNTERSIGHT_SNAPSHOT")
        return cls(cache=home, snapshot=Path(named) if named else None)


def compiled(module: ModuleType, environment: Mapping[str, str] | None = None) -> bool:
    """True when a module of ours was compiled from the source that stands beside it, and ``COUNTERSIGHT_PURE=1`` does not forbid its use.

    What was compiled before the source changed is not used: ``make compile`` makes it again.

    >>> import countersight.errors
    >>> compiled(countersight.errors)
    False
    """
    env = os.environ if environment is None else environment
    if env.get("COUNTERSIGHT_PURE", "") == "1" or (module.__file__ or ".py").endswith(".py"):
        return False
    source = Path(str(module.__file__)).parent / f"{module.__name__.rpartition('.')[2]}.py"
    try:
        told = source.with_suffix(".stamp").read_text(encoding="ascii")
        return told == sha256(source.read_bytes() + source.with_suffix(".pxd").read_bytes()).hexdigest()
    except OSError:
        return False
