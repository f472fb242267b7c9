"""Text files of a folder, as the law engine wants them: relative name to text. The engine itself reads no disk."""

from __future__ import annotations

from pathlib import Path

from countersight.errors import InputError, Where


def read_tree(folder: Path, endings: tuple[str, ...] = (".md", ".yaml")) -> dict[str, str]:
    """Read the text files below a folder.

    Args:
        folder: Where to look.
        endings: Which files count.

    Returns:
        Names relative to the folder, with ``/``, in sorted order, each with its text.

    Raises:
        InputError: No such folder, or a file that is not UTF-8.
    """
    if not folder.is_dir():
        raise InputError(f"no folder {folder}", hint="a rulebook is a folder with rulebook.yaml and pages *.md")
    files: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in endings:
            try:
                files[path.relative_to(folder).as_posix()] = path.read_text(encoding="utf-8")
            except UnicodeDecodeError as fault:
                raise InputError(f"not UTF-8: byte {fault.start}", where=Where(str(path))) from None
    return files
