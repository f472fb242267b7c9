"""Types: what may be compared with what, and where the fault stands."""

from __future__ import annotations

import pytest

from countersight.errors import RulebookError
from countersight.rules.infer import Names, infer
from countersight.rules.parser import parse
from countersight.rules.syntax import In, Lit, Path

NAMES = Names(
    facts={
        "a.flag": "bool", "a.text": "string", "a.count": "int", "a.share": "share", "a.money": "money", "a.day": "date",
        "a.words": "list<string>",
    },
    params={"words": "list<string>", "share": "share", "reached": "bool"},
    defs=frozenset({"covered"}),
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a.text", "string"),
        ("50%", "share"),
        ("param.words", "list<string>"),
        ("def.covered", "bool"),
        ("!a.flag && def.covered || param.reached", "bool"),
        ("a.share >= param.share", "bool"),
        ('a.money < usd("5")', "bool"),
        ("a.day == a.day", "bool"),
        ("(a.count > 3) == a.flag", "bool"),
        ('a.text in param.words && a.text in ["CN"] && "CN" in a.words', "bool"),
        ("a.share in [25%, 50%]", "bool"),
        ('a.text.startsWith("3A") && overlaps(a.words, param.words)', "bool"),
    ],
)
def test_an_expression_has_this_type(text: str, kind: str) -> None:
    assert infer(parse(text), NAMES) == kind


@pytest.mark.parametrize(
    ("text", "column", "message", "hint"),
    [
        ("a.flag && a.flug", 11, "unknown fact 'a.flug'", "did you mean 'a.flag'?"),
        ("zzzzz", 1, "unknown fact 'zzzzz'", "facts: the fact schema lists all"),
        ("param.wrds == 3", 1, "unknown parameter 'wrds'", "did you mean 'words'?"),
        ("param.qqq", 1, "unknown parameter 'qqq'", "declare it in rulebook.yaml"),
        ("def.coverd", 1, "unknown definition 'coverd'", "did you mean 'covered'?"),
        ("def.qqq", 1, "unknown definition 'qqq'", "a page must say `defines:`"),
        ("!a.text", 2, "! needs bool, not string", ""),
        ("a.flag && a.text", 11, "&& needs bool, not string", ""),
        ("a.count || a.flag", 1, "|| needs bool, not int", ""),
        ("a.share >= 50", 9, "cannot compare share >= int", 'a share is written 50%, money usd("50")'),
        ('a.day == "2026-11-10"', 7, "cannot compare date == string", ""),
        ("a.words == a.words", 9, "lists are not compared", "use `in` or overlaps(...)"),
        ('a.text < "x"', 8, "string has no order", "== and != compare it"),
        ("a.flag < true", 8, "bool has no order", "== and != compare it"),
        ("a.count in param.words", 9, "cannot look for int in list<string>", ""),
        ("a.text in a.text", 8, "cannot look for string in string", ""),
        ('a.count.startsWith("3")', 1, "startsWith needs string, not int", ""),
        ("a.text.startsWith(3)", 19, "startsWith needs string, not int", ""),
        ('overlaps(["x"], a.words)', 1, "overlaps() asks a list fact first", 'overlaps(party.programs, ["skynet"])'),
        ("overlaps(a.words, a.words)", 19, "the second list must be written out, or be a parameter", ""),
        ("overlaps(a.words, [3])", 1, "overlaps() needs two lists of one type, not list<string> and list<int>", ""),
        ('overlaps(a.text, "x")', 1, "overlaps() needs two lists of one type, not string and string", ""),
    ],
)
def test_a_mismatch_is_refused_at_its_place(text: str, column: int, message: str, hint: str) -> None:
    with pytest.raises(RulebookError) as caught:
        infer(parse(text), NAMES)
    assert (caught.value.message, caught.value.hint, caught.value.where.column) == (message, hint, column)


def test_an_empty_list_is_one_of_texts() -> None:
    assert infer(In(Path("a.text"), Lit((), "list<string>")), NAMES) == "bool"
