"""Settings, from the environment: where the snapshot and the home folder are. No module-level state."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.util import module_from_spec, spec_from_file_location
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


def stamp(source: Path) -> str:
    """Of which source a module was compiled: a hash of it, and of the types beside it where it has some."""
    types = source.with_suffix(".pxd")
    return sha256(source.read_bytes() + (types.read_bytes() if types.exists() else b"")).hexdigest()


def compiled(module: ModuleType, environment: Mapping[str, str] | None = None) -> bool:
    """True when a module of ours was compiled from the source that stands beside it, and ``COUNTERSIGHT_PURE=1`` does not forbid its use.

    What was compiled before the source changed is not used: ``make compile`` makes it again.

    >>> import countersight.errors
    >>> compiled(countersight.errors)
    False
    """
    if (module.__file__ or ".py").endswith(".py"):
        return False
    return _usable(Path(str(module.__file__)).parent / f"{module.__name__.rpartition('.')[2]}.py", environment)


def _usable(source: Path, environment: Mapping[str, str] | None = None) -> bool:
    """Whether what was compiled of a source may be used."""
    env = os.environ if environment is None else environment
    try:
        return env.get("COUNTERSIGHT_PURE", "") != "1" and source.with_suffix(".stamp").read_text(encoding="ascii") == stamp(source)
    except OSError:
        return False


def from_source(package: str, folder: Path, *names: str) -> None:
    """Bring modules of a package in from their sources, where a compiled file stands before one and may not be used; in the order in which they import each other."""
    for name in names:
        source = folder / f"{name}.py"
        if any((folder / f"{name}{suffix}").exists() for suffix in EXTENSION_SUFFIXES) and not _usable(source):
            spec = spec_from_file_location(f"{package}.{name}", source)
            if spec and spec.loader:
                sys.modules[spec.name] = module = module_from_spec(spec)
                spec.loader.exec_module(module)
