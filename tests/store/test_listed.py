"""A name that is a candidate says of its body what the body itself says, in one layer and in several."""

from __future__ import annotations

import random

from countersight.model.body import Body, Name
from countersight.names.normalise import core, fold
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import Snapshot

WORDS = ("Kestrel", "Auk", "Optics", "Works")


def layer(rng: random.Random) -> AtlasRecords:
    """Invented bodies, each with some of what a body may have; the same ids in every layer."""
    bodies = []
    for key in "abcd":
        if rng.random() < 0.8:
            texts = {" ".join(rng.sample(WORDS, rng.randrange(1, 3))) for _ in range(rng.randrange(1, 4))}
            names = tuple(Name(text, rng.choice(("", "en")), rng.choice(("primary", "alias", "weak", "former"))) for text in sorted(texts))
            numbers = {kind: f"{kind}{rng.randrange(3)}" for kind in ("lei", "cik") if rng.random() < 0.5}
            bodies.append(Body(key, rng.choice(("Company", "Person", "")), names, tuple(rng.sample(("CN", "US", "RU"), rng.randrange(3))), identifiers=numbers))
    return AtlasRecords(bodies=bodies)


def test_it_says_what_the_body_says() -> None:
    rng = random.Random(9)
    seen = 0
    for _ in range(60):
        snapshot = Snapshot.in_memory(layer(rng))
        for _ in range(rng.randrange(3)):
            snapshot = snapshot.overlay(layer(rng))
        for text in ("Kestrel", "Auk Optics", "Optics Auk", "Works"):
            for one in snapshot.named(text, fold(text), core(text), 40, 0):
                body = snapshot.body(one.body_id)
                assert body is not None
                assert (one.schema, list(one.countries), dict(one.identifiers)) == (body.schema, list(dict.fromkeys(body.countries)), body.identifiers)
                assert one.kind == next(name.kind for name in body.names if name.text == one.text)
                seen += len(snapshot._layers) > 1
    assert seen > 100
