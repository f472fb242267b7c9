"""The decision letter as PDF/UA: tagged, with its headings, tables and languages, so that it can also be read aloud.

Set by Typst, out of ``templates/letter.typ`` and the plain data of ``letter_view``. Both the typesetter and the fonts for
Chinese, Japanese, Korean and Arabic letters are packages of the extra ``countersight[letters]``; no font is kept here.
A sign that no font holds is shown by its number: a PDF/UA file may hold no empty box. The same decision gives the same
file, byte for byte, with the same versions of both.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from countersight.errors import UsageError
from countersight.model.decision import Decision
from countersight.reports.letter_view import Data, every_text, letter
from countersight.reports.screening import Screening

MOST: Final = 200
"""Letters in one file."""

FONT_PACKAGES: Final = ("justmytype_intl_cjk", "justmytype_intl_rtl")
"""Packages that carry the Noto fonts under the Open Font License: East Asian scripts, and scripts that run to the left."""

_HINT: Final = "pip install 'countersight[letters]', or --format html"


def sets_type() -> ModuleType:
    """What sets the letter.

    Raises:
        UsageError: It is not installed, or its fonts are not.
    """
    try:
        import typst  # noqa: PLC0415 - an extra, and heavy
    except ImportError:
        raise UsageError("a letter is set with Typst, which is not installed", hint=_HINT) from None
    missing = [name for name in FONT_PACKAGES if find_spec(name) is None]
    if missing:
        raise UsageError(f"the fonts of the letter are not installed: {', '.join(missing)}", hint=_HINT)
    return typst  # type: ignore[no-any-return,unused-ignore]


def letter_report(run: Screening) -> bytes:
    """A letter for each decision, in one file.

    Raises:
        UsageError: Typst or the fonts are missing, there is no decision, or there are too many.
    """
    if not run.decisions:
        raise UsageError("nothing was decided, so there is no letter to write", hint="the faults above say what could not be read")
    return letters(run.decisions)


def letters(decisions: Sequence[Decision]) -> bytes:
    """The file.

    Raises:
        UsageError: As for :func:`letter_report`.
    """
    if len(decisions) > MOST:
        raise UsageError(f"{len(decisions):,} letters are more than one file holds ({MOST})", hint="--format xlsx holds them all; or give fewer matters")
    typst = sets_type()
    data = [letter(one) for one in decisions]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(one) for one in _font_folders()])
    source = files("countersight.reports").joinpath("templates", "letter.typ").read_bytes()
    try:
        return _set(typst, fonts, source, data)
    except typst.TypstError as fault:
        if "could not be displayed" not in fault.message:
            raise
    return _set(typst, fonts, source, _numbered(data, _not_held(typst, fonts, data)))


def _font_folders() -> list[Path]:
    return [Path(spec.origin).parent / "fonts" for name in FONT_PACKAGES if (spec := find_spec(name)) is not None and spec.origin]


def _set(typst: Any, fonts: Any, source: bytes, data: list[Data]) -> bytes:  # noqa: ANN401 - the extra has no types here
    made = typst.compile(source, font_paths=fonts, sys_inputs={"letters": json.dumps(data, ensure_ascii=False)}, pdf_standards=["ua-1"], timestamp=0)
    assert isinstance(made, bytes)  # noqa: S101 - no output file is named, so the bytes come back
    return made


def _not_held(typst: Any, fonts: Any, data: list[Data]) -> frozenset[str]:  # noqa: ANN401
    """The signs that no font holds: each is set alone."""
    signs = sorted({sign for text in every_text(list(data)) for sign in text if not sign.isascii()})
    missing = set()
    for sign in signs:
        page = f'#set document(title: "sign")\n#set text(font: {_FAMILIES})\n#sys.inputs.sign'
        try:
            typst.compile(page.encode(), font_paths=fonts, sys_inputs={"sign": sign}, pdf_standards=["ua-1"])
        except typst.TypstError:
            missing.add(sign)
    return frozenset(missing)


_FAMILIES: Final = '("Libertinus Serif", "Noto Sans SC", "Noto Sans JP", "Noto Sans KR", "Noto Sans Arabic", "DejaVu Sans Mono")'


def _numbered(value: Any, missing: frozenset[str]) -> Any:  # noqa: ANN401 - JSON
    """The data with every sign that no font holds written as its number."""
    if isinstance(value, str):
        return "".join(f"<U+{ord(sign):04X}>" if sign in missing else sign for sign in value)
    if isinstance(value, dict):
        return {key: _numbered(inner, missing) for key, inner in value.items()}
    return [_numbered(inner, missing) for inner in value] if isinstance(value, list) else value
