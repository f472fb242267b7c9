"""Requests made out of the API's own description, right and wrong ones: no fault of ours, and no answer that is not described."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

from tests.serving import MATTER, OPEN, Served, served

schemathesis = pytest.importorskip("schemathesis")

CHECKS: Final = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance", "response_headers_conformance")


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = served(tmp_path_factory.mktemp("fuzzed"), per_minute=0)
    yield made
    made.office.desk.close()


@pytest.fixture(scope="module")
def ids(fuzzed: Served) -> dict[str, str]:
    """Ids that are there, so that half of the requests come further than "there is no such"."""
    client = fuzzed.client()
    first, second = (client.post("/v1/matters", json=one).json()["summaries"][0]["id"] for one in (MATTER, OPEN))
    case = client.post("/v1/cases", json={"decision": second}).json()["id"]
    file = client.post(f"/v1/cases/{case}/attachments", files={"file": ("a.txt", b"a")}).json()["attachments"][0]["sha256"]
    hook = client.post("/v1/webhooks", json={"url": "https://example.org/hook"}).json()["id"]
    watch = client.post("/v1/watched", json={"matter": {k: v for k, v in MATTER.items() if k != "date"}}).json()["id"]
    return {
        "watch_id": watch, "decision_id": first, "matter_id": "S-1", "case_id": case, "sha256": file, "entity_id": "kw", "book": "us-in-force", "page": "ear.744.11",
        "user_id": "reader-of-one", "hook_id": hook, "key_id": client.get("/v1/keys").json()[0]["id"], "dataset": "default",
    }  # fmt: skip


def described(fuzzed: Served) -> Any:  # noqa: ANN401 - schemathesis has its own types
    return schemathesis.openapi.from_asgi("/v1/openapi.json", fuzzed.app, headers=shown(fuzzed))


def shown(fuzzed: Served) -> dict[str, str]:
    """What every request shows: the key of an admin."""
    return {"authorization": f"Bearer {fuzzed.keys['one', 'admin']}"}


def run(fuzzed: Served, ids: dict[str, str], examples: int) -> dict[str, int]:
    from schemathesis import checks

    checks.load_all_checks()
    wanted = [checks.CHECKS.get_one(name) for name in CHECKS]
    seen: dict[str, int] = {}
    modes = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)
    for number, found in enumerate(described(fuzzed).get_all_operations()):
        operation = found.ok()
        both = modes if examples > FEW else modes[number % 2 :][:1]  # to make ready what makes requests takes most of the time of a few
        ways = [operation.as_strategy(generation_mode=mode) for mode in both]
        try:
            best = one(st.one_of(ways), shown(fuzzed), ids, wanted, examples)
        except Unsatisfiable:  # nothing that could be wrong is sent there
            best = one(operation.as_strategy(generation_mode=modes[0]), shown(fuzzed), ids, wanted, examples)
        seen[f"{operation.method.upper()} {operation.path}"] = best
    return seen


def one(ways: Any, headers: dict[str, str], ids: dict[str, str], wanted: list[Any], examples: int) -> int:  # noqa: ANN401 - as above
    """The best status of one operation."""
    statuses: list[int] = []
    @settings(max_examples=examples, deadline=None, database=None, derandomize=True, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
    @given(case=ways, known=st.sampled_from((True, True, False)))
    def ask(case: Any, known: bool) -> None:  # noqa: ANN401, FBT001 - drawn
        if known and case.path_parameters:
            case.path_parameters.update({name: ids[name] for name in case.path_parameters if name in ids})
        got = case.call(headers=headers)
        case.validate_response(got, checks=wanted)
        statuses.append(got.status_code)

    ask()
    return min(statuses)


FEW, MANY = 3, 60
"""Requests of one operation: in the quick suite, and in the long one."""


def test_no_fault_and_no_answer_that_is_not_described(fuzzed: Served, ids: dict[str, str]) -> None:
    warnings.simplefilter("ignore")
    seen = run(fuzzed, ids, FEW)
    assert len(seen) > 50
    assert sum(status < 300 for status in seen.values()) > 25, "the requests come far enough to say something"


@pytest.mark.slow
def test_the_same_at_length(fuzzed: Served, ids: dict[str, str]) -> None:
    warnings.simplefilter("ignore")
    seen = run(fuzzed, ids, MANY)
    assert sum(status < 300 for status in seen.values()) > 40
