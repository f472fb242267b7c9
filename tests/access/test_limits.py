"""Limits of one request and of one caller."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import APIRouter

from tests.serving import Served, served


@pytest.fixture
def small(tmp_path: Path) -> Served:
    return served(tmp_path, max_body=2_000, per_minute=5)


def test_too_many_bytes_are_refused_before_they_are_read(small: Served) -> None:
    client = small.client()
    got = client.post("/v1/classify/items", content=b"x" * 2_001, headers={"content-type": "application/json"})
    assert (got.status_code, got.json()["type"]) == (413, "urn:countersight:problem:too-large")


def test_too_many_bytes_are_refused_where_nobody_said_how_many(small: Served) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(30):
            yield b"x" * 100

    got = small.client().post("/v1/classify/items", content=pieces(), headers={"content-type": "application/json"})
    assert got.status_code == 413


def test_too_many_requests_are_refused_for_a_while_and_for_that_caller_alone(small: Served) -> None:
    client = small.client("one")
    assert [client.get("/v1/me").status_code for _ in range(7)] == [200] * 5 + [429] * 2
    refused = client.get("/v1/me")
    assert refused.headers["retry-after"]
    assert refused.headers["content-type"] == "application/problem+json"
    assert small.client("two").get("/v1/me").status_code == 200
    assert [client.get("/healthz").status_code for _ in range(7)] == [200] * 7


def test_a_request_that_takes_too_long_is_answered(tmp_path: Path) -> None:
    made = served(tmp_path, seconds=0.2)
    slow = APIRouter()

    @slow.get("/v1/slow")
    def slowly() -> None:
        time.sleep(0.6)

    made.app.include_router(slow)
    got = made.client().get("/v1/slow")
    assert (got.status_code, got.json()["type"]) == (503, "urn:countersight:problem:data")
