"""Random matters, made from the fields of the model itself, so that a new field is covered without a word here."""

from __future__ import annotations

import types
from datetime import date
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from countersight.measures.world import World
from countersight.model.body import Edge
from countersight.model.matter import Line, Matter, Party
from countersight.model.units import WHOLE

from .worlds import ALL_LISTS, CMIC, COVERED, ENTITY, MEU, SDN, UFLPA, body, world

NAMES = (
    "Kestrel Vision Technology Co., Ltd.", "Kestrel Trading GmbH", "Osprey Optics", "Meridian Bureau", "Wuhan Public Security Bureau", "武汉市公安局",
    "Example Bakery Co., Ltd.", "Lanzhou General Hospital", "People's Liberation Army Unit 1", "Xinjiang Example Cotton", "N/A", "???", "", "示例贸易有限公司",
)  # fmt: skip
TEXTS = (
    "no waiver. Federal contract", "not a federal contractor", "Federal contractor", "waiver pending", "Skynet Phase II cameras", "N/A",
    "checkpoint at a mosque in Kashgar", "fingerprint reader, 1:N", "1:1 verification", "face recognition camera", "private house", "city police station",
    "Kestrel", "LumaSafe", "none", "EAR99", "3A991.a", "CAM-IP", "BIO-FINGER", "BIO-VERIF", "8525.89", "police", "NLR", "US", "hospital", "wind farm",
)  # fmt: skip
SHARES = ("25", "26", "0", "100", "25-50", ">25", "<=25", "unknown", "N/A", "-1", "1e9")
COUNTRIES = ("US", "CN", "HK", "DE", "PR", "IR", "TW")
WORDS = st.sampled_from(TEXTS) | st.sampled_from(NAMES) | st.text(max_size=12)

_OPTIONAL_NAMES = {"name", "names", "producer", "brand", "owner", "asset", "body"}
_LATER = {"given", "answers", "position", "project", "tax", "issuer", "regime", "resolutions"}
"""Fields of a matter that no fact of today rests on."""


def _field(name: str, info: FieldInfo) -> st.SearchStrategy[Any]:
    if any(getattr(one, "pattern", None) for one in info.metadata):
        return st.none() | st.sampled_from(COUNTRIES)
    if name == "pct":
        return st.sampled_from(SHARES)
    if name in _OPTIONAL_NAMES and info.annotation is str:
        return st.sampled_from(NAMES) | st.text(max_size=8)
    return _of(info.annotation)


def _of(annotation: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401, PLR0911 - one return a kind of annotation
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _of(args[0])
    if origin in {Union, types.UnionType}:
        return st.one_of(*map(_of, args))
    if origin is Literal:
        return st.sampled_from(args)
    if origin is list:
        return st.lists(_of(args[0]), max_size=3)
    if origin is dict:
        return st.dictionaries(WORDS, _of(args[1]), max_size=2)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return model(annotation)
    return {Any: st.none(), str: WORDS, bool: st.booleans(), type(None): st.none(), date: st.dates(date(2015, 1, 1), date(2030, 1, 1)).map(date.isoformat)}[annotation]


def model(made: type[BaseModel], /, **fixed: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Raw fields of a model, required ones always and others sometimes."""
    required: dict[str, st.SearchStrategy[Any]] = {}
    optional: dict[str, st.SearchStrategy[Any]] = {}
    for name, info in made.model_fields.items():
        if made is Matter and name in _LATER:
            continue
        side = required if info.is_required() or name in fixed else optional
        side[info.alias or name] = fixed[name] if name in fixed else _field(name, info)
    return st.fixed_dictionaries(required, optional=optional)


PARTIES = st.lists(model(Party), max_size=4)
LINES = st.lists(model(Line), max_size=2)
MATTERS = model(Matter, parties=PARTIES, lines=st.none() | LINES, kind=st.sampled_from(["shipment", "entry", "devices"]))
"""Raw fields of whole matters, as JSON would bring them."""


def _bodies(full: tuple[str, ...]) -> World:
    many = {CMIC: "2021-08-02", COVERED: "2021-03-12", UFLPA: "2022-06-21"}
    stakes = (Edge("m", "k", "equity", WHOLE // 2, WHOLE // 2), Edge("o", "b", "equity", 0, WHOLE, "2020"))
    return world(
        body("k", "Kestrel Vision Technology Co., Ltd.", on=many | {ENTITY: "2020-01-01"}, countries=("CN",), schema="Company", surveillance_company="yes"),
        body("o", "Osprey Optics", on={SDN: "2020-07-09..2024-01-01", MEU: "2020-12-23"}, countries=("CN", "US")),
        body("m", "Meridian Bureau", government="yes"),
        body("b", "Example Bakery Co., Ltd.", government="conditional", schema="Company"),
        edges=stakes,
        full=full,
    )


FULL, PARTLY, NOT_HELD = _bodies(ALL_LISTS), _bodies(ALL_LISTS[::2]), _bodies(())
"""A few invented bodies on several lists; with every list held in full, every second one, and none."""
