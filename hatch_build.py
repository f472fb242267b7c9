"""Builds the compiled parts into a wheel, or beside their sources for a checkout; without a compiler it says so in one line and goes on.

``python hatch_build.py`` compiles in place (``make compile``), ``python hatch_build.py FOLDER [FLAG...]`` in a copy of ``src`` with flags for
the C compiler. What is compiled gives the same answers as its source: tests/match/test_compiled.py.
"""

from __future__ import annotations

import os
import sys
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # compiled in place, without a build
    BuildHookInterface = object  # type: ignore[assignment,misc]

HERE = Path(__file__).resolve().parent
MODULES = ("names/kernel", "store/kernel", "match/kernel_laid", "match/kernel")
DIRECTIVES = {
    "language_level": 3, "boundscheck": True, "wraparound": False, "initializedcheck": False, "annotation_typing": False, "cdivision": True,
    "binding": False, "auto_pickle": False,
}  # fmt: skip
"""Bounds stay checked in what is shipped: names and index files are hostile input."""
FLAGS = ("-O3", "-g0", "-ffp-contract=off")


def compile_into(out: Path, *, flags: tuple[str, ...] = FLAGS, root: Path = HERE / "src") -> list[Path]:
    """Compile the modules into a folder of the package's shape.

    Args:
        out: Where the folder ``countersight`` with the compiled files appears: ``src`` itself, or any other.
        flags: For the C compiler.
        root: Where the folder ``countersight`` with the sources is.

    Returns:
        The files that were made: each module, and a stamp of the source that it was made of, without which it is not used.

    Raises:
        ImportError: Cython or setuptools is not installed.
        Exception: The C compiler is missing, or fails.
    """
    from Cython.Build import cythonize  # noqa: PLC0415 - optional
    from setuptools import Distribution, Extension  # noqa: PLC0415
    from setuptools.command.build_ext import build_ext  # noqa: PLC0415

    before = Path.cwd()
    with tempfile.TemporaryDirectory() as scratch:
        os.chdir(root)  # so that Cython finds the package, and writes no path of this machine into the C file
        try:
            wanted = [
                Extension(f"countersight.{name.replace('/', '.')}", [f"countersight/{name}.py"], extra_compile_args=list(flags), extra_link_args=[f for f in flags if "sanitize" in f])
                for name in MODULES
                if Path(f"countersight/{name}.py").exists()
            ]
            made = cythonize(wanted, compiler_directives=DIRECTIVES, build_dir=scratch, quiet=True, force=True)
            command = build_ext(Distribution({"name": "countersight", "ext_modules": made}))
            command.build_lib, command.build_temp, command.parallel = str(out), scratch, False
            command.ensure_finalized()
            command.run()
        finally:
            os.chdir(before)
        files = []
        for one in made:
            path = out / command.get_ext_filename(one.name)
            source = root / Path(*one.name.split(".")).with_suffix(".py")
            stamp = path.parent / f"{source.stem}.stamp"
            stamp.write_text(sha256(source.read_bytes() + source.with_suffix(".pxd").read_bytes()).hexdigest(), encoding="ascii")
            files += [path, stamp]
        return files


class CompileHook(BuildHookInterface):  # type: ignore[misc,type-arg,unused-ignore]
    """Adds the compiled modules to a wheel. ``COUNTERSIGHT_PURE=1`` builds one without."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, or say why not."""
        if self.target_name != "wheel" or os.environ.get("COUNTERSIGHT_PURE", "") == "1":
            return
        if version == "editable":
            return  # a checkout compiles when it is asked to: make compile
        out = Path(tempfile.mkdtemp(prefix="countersight-build-"))
        try:
            made = compile_into(out)
        except (Exception, SystemExit) as fault:  # noqa: BLE001 - whatever is missing, the package works without
            self.app.display_warning(f"countersight is built without its compiled parts, which make it faster: {type(fault).__name__}: {fault}".splitlines()[0])
            return
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
        build_data["force_include"] |= {str(path): path.relative_to(out).as_posix() for path in made}


def main(arguments: list[str]) -> None:
    """Compile in place, or in a copy; a fault is told in one line, because everything works without."""
    root = Path(arguments[0]).resolve() if arguments else HERE / "src"
    try:
        for path in compile_into(root, flags=tuple(arguments[1:]) or FLAGS, root=root)[::2]:
            print(f"compiled: {path.name} in {path.parent.name}")  # noqa: T201 - a command
    except (Exception, SystemExit) as fault:  # noqa: BLE001 - whatever is missing
        print(f"not compiled, which only is slower: {type(fault).__name__}: {fault}".splitlines()[0], file=sys.stderr)  # noqa: T201 - the same


if __name__ == "__main__":
    main(sys.argv[1:])
