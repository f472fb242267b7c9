"""The client: names, matters, decisions, cases and the law of a service, each as a method; lists as iterators that fetch page by page."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, cast

import httpx

from countersight.client.shapes import Case, Entity, Example, Explanation, Hit, Json, Replayed, Screened
from countersight.client.transport import Transport, parts

BATCH: Final = 100
"""Examples of one request."""
PAGE: Final = 100
PDF: Final = "application/pdf"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Client:
    """A service, ready to be asked.

    Errors are those of :mod:`countersight.errors`, with the hint of what would be right: ``NotFoundError``, ``InputError``, ``AccessError`` ...

    >>> with Client("http://127.0.0.1:8765") as client:  # doctest: +SKIP
    ...     for hit in client.match("Hangzhou Hikvision Digital Technology", country="cn"):
    ...         print(hit["caption"], hit["score"], hit["explanations"]["countersight"]["detail"])
    """

    def __init__(  # noqa: PLR0913 - all keywords
        self,
        base_url: str = "http://127.0.0.1:8765",
        *,
        key: str = "",
        timeout: float = 30.0,
        retries: int = 4,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Make a client; nothing is sent yet.

        Args:
            base_url: The address of the service.
            key: An API key, as ``countersight keys add`` prints it; none for a local service.
            timeout: Seconds to wait for an answer.
            retries: How often a request is sent again where no answer came, or the answer was to wait. A write carries a key, so that it counts once.
            transport: Another of httpx's, for tests.
            sleep: What waits between two attempts.
        """
        self._sent = Transport(base_url, key=key, timeout=timeout, retries=retries, transport=transport, sleep=sleep)

    @classmethod
    def from_environment(cls) -> Self:
        """The service that ``COUNTERSIGHT_URL`` names, with the key in ``COUNTERSIGHT_KEY``."""
        return cls(
            os.environ.get("COUNTERSIGHT_URL") or "http://127.0.0.1:8765", key=os.environ.get("COUNTERSIGHT_KEY", "")
        )

    def __enter__(self) -> Self:
        """Use the client, and close it at the end."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._sent.close()

    def ready(self) -> bool:
        """Whether evidence and database answer."""
        return bool(self._sent.get("/readyz")["status"] == "ok")

    # --- names, over the yente wire format ---

    def match(
        self,
        name: str | Sequence[str],
        *,
        schema: str = "LegalEntity",
        country: str = "",
        dataset: str = "default",
        properties: Mapping[str, Sequence[str]] | None = None,
        **options: object,
    ) -> list[Hit]:
        """Who is this? Best first; no hit is "not found", never "clear".

        Args:
            name: As written, one or several of one party.
            schema: FollowTheMoney's type: Company, Person, Vessel ...
            country: ISO 3166-1 alpha-2.
            dataset: ``default``, a source or a list.
            properties: What else is known: ``{"leiCode": ["..."], "address": ["..."]}``.
            options: As ``/match`` takes them: limit, threshold, cutoff, algorithm, topics, exclude_entity_ids ...
        """
        told: dict[str, list[str]] = {
            "name": [name] if isinstance(name, str) else list(name),
            **{key: list(values) for key, values in (properties or {}).items()},
        }
        if country:
            told.setdefault("country", [country])
        return self.match_many({"q": {"schema": schema, "properties": told}}, dataset=dataset, **options)["q"]

    def match_many(
        self, examples: Mapping[str, Example], *, dataset: str = "default", **options: object
    ) -> dict[str, list[Hit]]:
        """Who are these? By the keys of the examples, a hundred in one request."""
        found: dict[str, list[Hit]] = {}
        rest = iter(examples.items())
        while batch := dict(islice(rest, BATCH)):
            answer = self._sent.post(f"/match{parts(dataset)}", {"queries": batch}, writes=False, query=options)
            found |= {key: one["results"] for key, one in answer["responses"].items()}
        return found

    def search(self, text: str = "", *, dataset: str = "default", **filters: object) -> Iterator[Entity]:
        """Bodies by a piece of text, best first, page by page: schema, countries, topics, datasets, sort ... as ``/search`` takes them."""
        return self._offsets(f"/search{parts(dataset)}", q=text, **filters)

    def entity(self, entity_id: str, *, nested: bool = True) -> Entity:
        """A body; an id that it had before leads to it as well."""
        return cast("Entity", self._sent.get(f"/entities{parts(entity_id)}", nested=nested))

    def adjacent(self, entity_id: str, prop: str) -> Iterator[Entity]:
        """What points at a body: ``sanctions``, ``ownershipAsset`` (its owners), ``ownershipOwner`` (its holdings), ``securities``."""
        return self._offsets(f"/entities{parts(entity_id, 'adjacent', prop)}")

    def _offsets(self, path: str, **params: object) -> Iterator[Entity]:
        offset = 0
        while True:
            page = self._sent.get(path, limit=PAGE, offset=offset, **params)
            yield from page["results"]
            offset += PAGE
            if offset >= page["total"]["value"] or not page["results"]:
                return

    def dossier(self, entity_id: str, on: date | None = None) -> Json:
        """Everything held about a body: designations apart from other statements, each with its source."""
        return cast("Json", self._sent.get(f"/v1/entities{parts(entity_id)}", on=on))

    def owners(self, entity_id: str, *, as_of: date | None = None, rule: Sequence[str] = ()) -> Json:
        """Who stands behind a body under each ownership test of the law."""
        return cast("Json", self._sent.get(f"/v1/entities{parts(entity_id, 'owners')}", as_of=as_of, rule=list(rule)))

    # --- matters and decisions ---

    def decide(
        self, matter: Json | Sequence[Json], *, as_of: date | None = None, whole: bool = True, once: str = ""
    ) -> Screened:
        """Decide a matter, or several, and file both. What cannot be read stands under ``failed_rows``.

        Args:
            matter: As ``countersight schema`` describes it.
            as_of: Fills a missing day.
            whole: The decisions too, not their summaries alone.
            once: The key by which the request counts once; made where none is given.
        """
        return cast(
            "Screened", self._sent.post("/v1/matters", matter, once=once, query={"as_of": as_of, "whole": whole})
        )

    def decide_file(
        self, path: str | Path, *, kind: str = "", as_of: date | None = None, whole: bool = False
    ) -> Screened:
        """Decide the matters of a file, as ``countersight screen`` reads it."""
        import secrets  # noqa: PLC0415 - only here

        file = Path(path)
        told = {"files": {"file": (file.name, file.read_bytes())}, "data": {"kind": kind} if kind else {}}
        answer = self._sent.send(
            "POST",
            "/v1/matters/files",
            params={"as_of": as_of, "whole": whole},
            headers={"idempotency-key": secrets.token_hex(16)},
            **told,
        )
        return cast("Screened", answer.json())

    def matters(self, **filters: object) -> Iterator[Json]:
        """The matters that were filed, the newest first."""
        return self._cursors("/v1/matters", **filters)

    def matter(self, matter_id: str) -> Json:
        """A matter as it was last filed."""
        return cast("Json", self._sent.get(f"/v1/matters{parts(matter_id)}"))

    def decisions(self, **filters: object) -> Iterator[Json]:
        """The decisions that were filed, the newest first."""
        return self._cursors("/v1/decisions", **filters)

    def decision(self, decision_id: str) -> Json:
        """A decision whole."""
        return cast("Json", self._sent.get(f"/v1/decisions{parts(decision_id)}"))

    def explain(self, decision_id: str) -> Explanation:
        """A decision in words, with its questions and sources."""
        return cast("Explanation", self._sent.get(f"/v1/decisions{parts(decision_id, 'explanation')}"))

    def replay(self, decision_id: str) -> Replayed:
        """Whether the same comes out today, and if not, what differs."""
        return cast("Replayed", self._sent.get(f"/v1/decisions{parts(decision_id, 'replay')}"))

    def letter(self, decision_id: str) -> bytes:
        """The letter about a decision, as PDF."""
        return self._sent.read(f"/v1/decisions{parts(decision_id, 'letter')}", PDF)

    def workpaper(self, decision_id: str) -> bytes:
        """The workpapers of a decision, as XLSX."""
        return self._sent.read(f"/v1/decisions{parts(decision_id, 'workpaper')}", XLSX)

    # --- cases ---

    def cases(self, **filters: object) -> Iterator[Case]:
        """Cases of the queue: status, assignee, matter, outcome, due_before."""
        return cast("Iterator[Case]", self._cursors("/v1/cases", **filters))

    def case(self, case_id: str) -> Case:
        """A case as it stands."""
        return cast("Case", self._sent.get(f"/v1/cases{parts(case_id)}"))

    def open_case(self, decision_id: str, *, title: str = "", why: str = "", once: str = "") -> Case:
        """Open a case over a decision."""
        return cast(
            "Case", self._sent.post("/v1/cases", {"decision": decision_id, "title": title, "why": why}, once=once)
        )

    def act(self, case_id: str, what: str, *, once: str = "", **body: object) -> Case:
        """Do something in a case, and get it as it then stands.

        Args:
            case_id: The case.
            what: As the address names it: ``comments``, ``assign``, ``due``, ``snooze``, ``flags``, ``answers``, ``proposals``, ``approve``, ``reject``, ``close`` ...
            once: The key by which it counts once; made where none is given.
            body: What the act takes: ``text="..."``, ``reason="..."``, ``fact="..."``, ``value=...``, ``evidence="..."``.
        """
        told = {name: value.isoformat() if isinstance(value, date) else value for name, value in body.items()}
        return cast("Case", self._sent.post(f"/v1/cases{parts(case_id, what)}", told, once=once))

    # --- law ---

    def rulebooks(self) -> list[Json]:
        """The rulebooks that decisions read."""
        return cast("list[Json]", self._sent.get("/v1/rulebooks"))

    def pages(self, rulebook: str, on: date | None = None) -> list[Json]:
        """Pages of a rulebook; with a day, those that speak on it."""
        return cast("list[Json]", self._sent.get(f"/v1/rulebooks{parts(rulebook, 'pages')}", on=on))

    def page(self, rulebook: str, page: str) -> list[Json]:
        """A page of law whole, an entry for each profile that has its own."""
        return cast("list[Json]", self._sent.get(f"/v1/rulebooks{parts(rulebook, 'pages', page)}"))

    def _cursors(self, path: str, **filters: object) -> Iterator[Json]:
        cursor: str | None = ""
        while cursor is not None:
            page: Any = self._sent.get(path, cursor=cursor, limit=PAGE, **filters)
            yield from cast("Iterable[Json]", page["items"])
            cursor = page["next"]
