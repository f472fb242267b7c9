"""What the tools answer: closed shapes, so that an agent sees what there is and what there is not."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

NOT_CLEAR = "Not to be found is not to be clear."


class Listing(BaseModel):
    """An entry on a list."""

    list: str
    state: str = Field(description="in force, ended, or not begun, on the day that was asked")
    start: str
    end: str
    citation: str
    scope: str = Field(description="what the entry itself limits")


class Hit(BaseModel):
    """A body that a party may be."""

    id: str
    name: str
    band: str = Field(description="match: the same body as far as a name can tell; possible: a person has to look")
    score: int = Field(description="0 to 1000, orders within a band; no probability")
    reason: str
    matched: str = Field(description="the name on the list that was met")
    agreements: list[str]
    conflicts: list[str]
    flips: list[str] = Field(description="what would change the band, were it otherwise")
    countries: list[str]
    listings: list[Listing]


class MatchAnswer(BaseModel):
    """Who a party is or may be."""

    hits: list[Hit] = Field(description="best first; none is 'not found', never 'clear'")
    notes: list[str] = Field(description="what was wrong with what was told, such as a wrong check digit")
    not_held_in_full: list[str] = Field(description="lists of which not to be found on says nothing on that day")
    on: str
    snapshot: str = Field(description="content hash of the evidence that answered")
    means: str = NOT_CLEAR


class Found(BaseModel):
    """A body that a text finds."""

    id: str
    name: str
    schema_: str = Field(alias="schema", serialization_alias="schema", description="FollowTheMoney's type")
    countries: list[str]
    lists_in_force: list[str]


class SearchAnswer(BaseModel):
    """Bodies for a text."""

    results: list[Found]
    total: int
    snapshot: str
    means: str = NOT_CLEAR


class OpenQuestion(BaseModel):
    """What would settle something."""

    about: str
    ask: str
    note: str
    waits: list[str]


class FindingTold(BaseModel):
    """A page of law that fired or could not be settled."""

    page: str
    title: str
    outcome: str
    counts: bool = Field(description="false: shown, and moves nothing")
    red_flag: bool
    citations: list[str]
    doubt: str
    license_policy: str
    about: list[str]


class ColumnTold(BaseModel):
    """What one rulebook says."""

    rulebook: str
    title: str
    proposed: bool = Field(description="true: a bill, not law in force")
    outcome: str
    means: str
    findings: list[FindingTold]
    next_change: str = Field(description="the next day on which the law changes for these facts, and what it then says")


class DecisionAnswer(BaseModel):
    """What the law says of a matter."""

    id: str = Field(description="hash of the whole decision: whoever has the same evidence and law gets the same")
    on: str
    parties: list[dict[str, str]] = Field(description="who each party was found to be, and why")
    columns: list[ColumnTold]
    questions: list[OpenQuestion]
    notes: list[str]
    snapshot: str
    means: str = "No outcome is a clearance; not triggered says that the pages read do not reach these facts."


class Explanation(BaseModel):
    """A decision in words."""

    id: str
    text: str = Field(description="the proof of every finding, what was looked at and not met, and the questions")
    sources: list[dict[str, Any]]


class PageRow(BaseModel):
    """A page of law in the list."""

    rulebook: str
    id: str
    title: str
    citations: list[str]
    windows: list[str]
    verified_on: str


class PagesAnswer(BaseModel):
    """Pages of law."""

    pages: list[PageRow]
    rulebooks: dict[str, str] = Field(description="id to title")


class PageAnswer(BaseModel):
    """One page of law, whole; one entry for each profile that has its own."""

    pages: list[dict[str, Any]]
