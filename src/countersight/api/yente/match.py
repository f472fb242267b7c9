"""``POST /match/{dataset}``: examples in, the bodies that they may be, with the score, the reason, and whether it is a match.

The answer is put together as text: entities lie ready (``entities.py``), and only score and reason are new. It runs in the event loop, because a question
takes less time than to hand it to another thread; between the questions of a batch others have their turn.
"""

from __future__ import annotations

import json
from asyncio import sleep
from typing import TYPE_CHECKING, Any, Final

from countersight.api.yente.example import Asked, asked
from countersight.api.yente.held import SANCTIONS, Held
from countersight.api.yente.model import CONCERNS
from countersight.api.yente.params import MAX_BATCH, THRESHOLD, Params
from countersight.errors import InputError, TooLargeError, UsageError
from countersight.match.asking import ask
from countersight.match.matcher import MAX_POSSIBLE
from countersight.store.without import Without

if TYPE_CHECKING:
    from collections.abc import Iterator

    from countersight.api.yente.entities import Card
    from countersight.match.adjudications import Adjudications
    from countersight.match.outcome import Match

MAX_BYTES: Final = 4_000_000
_ROUNDS: Final = 6
"""How often a question is asked again without the bodies that filters left out, before what is found must do."""
_BELOW: Final = 0.699

FEATURES: Final = {
    "countersight": {
        "description": "The verdict of the matcher: from 0.7 on its band is match, below it is possible, and a person has to look. Its detail is the reason.",
        "coefficient": 1.0,
        "url": None,
    },
    "name_likelihood": {
        "description": "Calibrated likelihood that the two names laid side by side are one body's, before anything else is weighed. Informs, and adds nothing.",
        "coefficient": 0.0,
        "url": None,
    },
}


def wire_score(hit: Match) -> float:
    """Our band and score on yente's one scale: a match is at least 0.7, what is only possible is below.

    >>> from countersight.match.outcome import Match
    >>> wire_score(Match("a", "match", 1000, "", "")), wire_score(Match("a", "possible", 760, "", ""))
    (1.0, 0.531)
    """
    return (
        round(THRESHOLD + (1 - THRESHOLD) * hit.score / 1000, 3)
        if hit.band == "match"
        else round(_BELOW * hit.score / 1000, 3)
    )


def read_body(body: bytes) -> dict[str, Any]:
    """The queries of a request by their keys.

    Raises:
        InputError: Not of the form.
        UsageError: No queries, or too many.
        TooLargeError: More bytes than one request may have.
    """
    if len(body) > MAX_BYTES:
        raise TooLargeError(f"{len(body)} bytes", hint=f"at most {MAX_BYTES} in one request")
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise InputError(
            "the body is not JSON", hint='{"queries": {"q1": {"schema": "Company", "properties": {"name": ["..."]}}}}'
        ) from None
    queries = told.get("queries") if isinstance(told, dict) else None
    if not isinstance(queries, dict):
        raise InputError(
            "there are no queries", hint='{"queries": {"q1": {"schema": "Company", "properties": {"name": ["..."]}}}}'
        )
    if len(queries) > MAX_BATCH:
        raise UsageError(f"Too many queries in one batch (limit: {MAX_BATCH})", hint="send several requests")
    if not queries:
        raise UsageError(
            "No queries provided.", hint='{"queries": {"q1": {"schema": "Company", "properties": {"name": ["..."]}}}}'
        )
    return queries


async def answer(
    held: Held, decided: Adjudications | None, dataset: str, queries: dict[str, Any], params: Params
) -> bytes:
    """The answer to all queries of a request, as JSON."""
    read = [(key, asked(example)) for key, example in queries.items() if example is not None]
    parts = []
    for at, (key, one) in enumerate(read):
        if at:
            await sleep(0)
        parts.append(f"{json.dumps(key, ensure_ascii=False)}:{_one(held, decided, dataset, one, params)}")
    return f'{{"responses":{{{",".join(parts)}}},"matcher":{_MATCHER},"limit":{params.limit}}}'.encode()


def _one(held: Held, decided: Adjudications | None, dataset: str, one: Asked, params: Params) -> str:
    found = hits(held, decided, dataset, one, params)
    scored = [(wire_score(hit), hit, card) for hit, card in found.pairs]
    matches = sum(score >= params.threshold for score, _, _ in scored)
    kept = [item for item in scored if item[0] >= params.cutoff][: params.limit]
    results = ",".join(_result(score, hit, card, one, params.threshold) for score, hit, card in kept)
    notes = (*one.notes, *found.notes)
    more = f',"notes":{_dump(notes)}' if notes else ""
    return f'{{"status":200,"results":[{results}],"total":{{"value":{matches},"relation":"eq"}},"query":{_dump(one.echo)}{more}}}'


def _result(score: float, hit: Match, card: Card, one: Asked, threshold: float) -> str:
    likelihood = hit.evidence.likelihood
    names = one.party.names
    said = f'"score":{score},"detail":{_dump(hit.reason)},"query":{_dump(names[0] if names else None)},"candidate":{_dump(hit.name_matched)},"weight":1.0'
    features, explained = f'"countersight":{score}', f'"countersight":{{{said}}}'
    if likelihood:
        features += f',"name_likelihood":{likelihood}'
        explained += (
            f',"name_likelihood":{{"score":{likelihood},"detail":null,"query":null,"candidate":null,"weight":0.0}}'
        )
    match = "true" if score >= threshold else "false"
    return f'{card.text},"score":{score},"features":{{{features}}},"explanations":{{{explained}}},"match":{match}}}'


class Found:
    """Hits with their cards, and what was wrong with the question."""

    __slots__ = ("notes", "pairs")

    def __init__(self, pairs: list[tuple[Match, Card]], notes: tuple[str, ...]) -> None:
        """Args: the hits, best first, and notes."""
        self.pairs = pairs
        self.notes = notes


def hits(held: Held, decided: Adjudications | None, dataset: str, one: Asked, params: Params) -> Found:
    """Who the example may be, of those that the request does not leave out.

    What is left out takes no place: where the matcher gave all that it gives and some of it was left out, it is asked again without them.
    """
    gone = {body for body in params.exclude_entity_ids if held.snapshot.body(body) is not None}
    for _ in range(_ROUNDS):
        snapshot = Without(held.snapshot, frozenset(gone)) if gone else held.snapshot
        found = ask(snapshot, one.party, use=params.use, decided=decided)
        pairs = [(hit, card) for hit in found if (card := held.cards.card(hit.body_id))]
        fit = [pair for pair in pairs if fits(pair[1], dataset, one, params)]
        left_out = {card.body_id for _, card in pairs} - {card.body_id for _, card in fit}
        if not left_out or len(pairs) < MAX_POSSIBLE or len(fit) >= params.limit:
            break
        gone |= left_out
    return Found([pair for pair in fit if pair[1].body_id not in gone], found.notes)


def fits(card: Card, dataset: str, one: Asked, params: Params) -> bool:
    """Whether a body is one that the request asks about."""
    if card.schema not in one.fitting or (dataset and not within(card, dataset)):
        return False
    if not params.filters:
        return True
    return not (
        card.schema in params.exclude_schema
        or (params.include_dataset and not any(within(card, name) for name in params.include_dataset))
        or any(within(card, name) for name in params.exclude_dataset)
        or (params.topics and not params.topics & card.topics)
        or (params.changed_since and card.changed and card.changed < params.changed_since)
    )


def within(card: Card, dataset: str) -> bool:
    """Whether a body is part of a dataset."""
    return dataset in card.datasets or dataset == "default" or (dataset == SANCTIONS and bool(card.topics & CONCERNS))


def results(
    held: Held, decided: Adjudications | None, dataset: str, one: Asked, params: Params
) -> Iterator[tuple[float, Match, Card]]:
    """Score, hit and card, as ``/reconcile`` shows them."""
    for hit, card in hits(held, decided, dataset, one, params).pairs[: params.limit]:
        yield wire_score(hit), hit, card


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


_MATCHER: Final = _dump(FEATURES)
