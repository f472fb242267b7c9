"""What a download begins with, and what its name says."""

from __future__ import annotations

import pytest

from countersight.errors import DataError
from countersight.sources.sniffing import refuse_other_kind


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("a.csv", b'_id,name\n1,"<html> is a name"\n'), ("a.csv", b'\xef\xbb\xbf306,"BANCO"\n'), ("a.JSON", b'\xef\xbb\xbf {"a": 1}'),
        ("a.json", b"[]"), ("a.jsonl", b'{"a": 1}\n{}'), ("a.xml", b'<?xml version="1.0"?><list/>'), ("a.zip", b"PK\x03\x04rest"),
        ("a.html", b"<!doctype html>"), ("a.txt", b"plain"),
    ],
)  # fmt: skip
def test_what_is_right_passes(name: str, head: bytes) -> None:
    refuse_other_kind(head, name, "https://example.org/")


@pytest.mark.parametrize(
    ("name", "head", "words"),
    [
        ("a.csv", b"", "sent nothing"), ("a.csv", b" \n ", "sent nothing"), ("a.csv", b"\n<HTML lang=en>", "a web page"),
        ("a.xml", b"<!-- x --> <!DOCTYPE\n html><title>Log in</title>", r"a web page \('Log in'\)"), ("a.csv", b"<?xml version='1.0'?><Error/>", "not CSV"),
        ("a.csv", b'{"error": "denied"}', "not CSV"), ("a.csv", b"PK\x03\x04", "a ZIP archive: it is not CSV"), ("a.csv", b"%PDF-1.7", "a PDF"),
        ("a.json", b"id,name", "'id,name': it is not JSON"), ("a.xml", b"PK\x03\x04", "a ZIP archive"), ("a.zip", b"PK\x05\x06", "an empty ZIP archive"),
        ("a.zip", b"<xml/>", "not ZIP"), ("a.jsonl", b"[{}]", "not JSONL"), ("a.html", b"PK\x03\x04", "not HTML"),
    ],
)  # fmt: skip
def test_what_is_plainly_wrong_is_refused(name: str, head: bytes, words: str) -> None:
    with pytest.raises(DataError, match=words) as fault:
        refuse_other_kind(head, name, "https://example.org/list")
    assert "https://example.org/list" in fault.value.hint
