"""What the service answers, as types: the fields that are promised. An answer may hold more, and is plain JSON."""

from __future__ import annotations

from typing import Any, TypedDict

Json = dict[str, Any]


class Entity(TypedDict):
    """A body in the form of FollowTheMoney, as yente gives it."""

    id: str
    caption: str
    schema: str
    properties: dict[str, list[Any]]
    datasets: list[str]
    referents: list[str]
    target: bool
    first_seen: str | None
    last_seen: str | None
    last_change: str | None


class Hit(Entity):
    """A body that an example may be. ``match`` is false where a person has to look."""

    score: float
    match: bool
    features: dict[str, float]
    explanations: dict[str, dict[str, Any]]


class Example(TypedDict, total=False):
    """Who is asked about: ``{"schema": "Company", "properties": {"name": ["..."]}}``."""

    id: str
    schema: str
    properties: dict[str, list[str]]


class Summary(TypedDict):
    """A decision in a line."""

    id: str
    matter: str
    kind: str
    on: str
    outcome: str
    outcomes: dict[str, str]
    questions: int


class Screened(TypedDict):
    """What came out of what was sent."""

    summaries: list[Summary]
    decisions: list[Json]
    failed_rows: list[Json]
    notes: list[str]


class Explanation(TypedDict):
    """A decision in words."""

    id: str
    text: str
    questions: list[Json]
    sources: list[Json]


class Replayed(TypedDict):
    """Whether the same comes out today."""

    id: str
    same: bool
    now: str
    outcomes: dict[str, str]
    differs: list[str]


class Case(TypedDict):
    """A case: where the work stands, and what the law says."""

    id: str
    title: str
    matter: str
    decision: str
    outcome: str
    status: str
    assignee: str
    due: str
    snoozed_until: str
    events: int
