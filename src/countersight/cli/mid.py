"""``countersight mid``: the manufacturer identification code that a name and an address make, and whether a declared one is that."""

from __future__ import annotations

import argparse
import json
import re
from typing import TYPE_CHECKING, Any

from countersight.errors import InputError, UsageError

if TYPE_CHECKING:
    from countersight.products.mid import Mid

_SAYS = {
    "same": "the same code",
    "same_tail": "the same maker and place, another country: the first two letters follow the origin of the goods, not the seat of the maker; ask where they were made",
    "near": "one character apart, or two exchanged: a slip of the pen, or another maker; ask for the name and address behind the declared code",
    "different": "another code: another maker, another address of the same one, or the address of a seller; ask for the name and address behind the declared code",
}
_ORDER = ("same", "same_tail", "near", "different")
_NOTE = "made from what you typed, by the appendix to 19 CFR part 102; CBP may hold another code for the same maker"


def mid(given: argparse.Namespace) -> int:
    """Make the code, compare it with a declared one, or take a declared one apart; exit code 1 where the declared one is another."""
    from countersight.cli.output import write
    from countersight.products.mid import apart, compare, parts

    declared = _declared(given.declared) if given.declared else None
    if given.name is None and (declared is None or given.address or given.city or given.origin):
        raise UsageError("no name", hint='countersight mid "Example Vision Co., Ltd." --address "No. 12 Example Road, Hangzhou" --origin CN, or --declared CODE alone')
    made = _made(given, declared) if given.name is not None else []
    answer: dict[str, Any] = {"schema": "countersight.mid/1", "name": given.name, "made": [{"code": str(code), "city": city} for code, city in made]}
    if declared is not None:
        held = parts(declared)
        answer["declared"] = {"code": str(declared), "country": declared.country, "name": held and held[0], "street": held and held[1], "city": held and held[2]}
    if declared is not None and made:
        best = min((code for code, _ in made), key=lambda code: _ORDER.index(compare(declared, code)))
        found = compare(declared, best)
        answer["compared"] = {"with": str(best), "is": found, "says": _SAYS[found], "apart": apart(declared, best)}
    write(json.dumps(answer, ensure_ascii=False, indent=1) if given.format == "json" else "\n".join(_lines(answer)), given.out)
    return int(answer.get("compared", {"is": "same"})["is"] != "same")


def _lines(answer: dict[str, Any]) -> list[str]:
    lines = [f"{one['code']:<16} {answer['name']}" + (f", with {one['city']} as the city" if one["city"] else ", without a city") for one in answer["made"]]
    if len(answer["made"]) > 1:
        lines.append(f"{'':<16} the address does not say which part is the city: give --city")
    declared = answer.get("declared")
    if declared:
        held = f"name {declared['name']}, number {declared['street']}, city {declared['city'] or 'not stated'}" if declared["name"] else "no number parts name and city"
        lines.append(f"{declared['code']:<16} declared: origin {declared['country']}, {held}")
    if compared := answer.get("compared"):
        lines.append(f"{'':<16} {compared['says']}")
        lines += [f"{'':<16} {one}" for one in compared["apart"]]
    return [*lines, f"note: {_NOTE}"] if answer["made"] else lines


def _declared(text: str) -> Mid:
    from countersight.products.mid import MAX, read

    code = read(text)
    bare = re.sub(r"[\s.-]", "", text)
    if code is None:
        wrong = f"{len(bare)} characters" if not 5 <= len(bare) <= MAX else "it does not begin with two letters" if not bare[:2].isalpha() else "other signs than letters and digits"  # noqa: PLR2004 - the form
        raise InputError(f"--declared {text}: not a manufacturer identification code: {wrong}", hint=f"two letters of the country, then letters and digits, at most {MAX} in all: CNZHEDAH1187HAN")
    _country(code.country, f"--declared {text}")
    return code


def _country(code: str, where: str) -> None:
    from countersight.cli.output import tell
    from countersight.products.mid import PROVINCES
    from countersight.sources.countries import country_name

    if code == "CA":
        raise InputError(f"{where}: CA is not used in this code", hint=f"the province: {', '.join(f'{key} {name}' for key, name in PROVINCES.items())}")
    if not re.fullmatch(r"[A-Z]{2}", code):
        raise InputError(f"{where}: not a country", hint="two letters as ISO 3166-1 writes them: CN, VN, MX; for Canada a province: XO, XQ")
    if code not in PROVINCES and country_name(code) == code:
        tell(f"{where}: no country's name is held for {code}: look it up in ISO 3166-1")


def _made(given: argparse.Namespace, declared: Mid | None) -> list[tuple[Mid, str]]:
    """Every code that the name and the address may make, each with the part that it takes for the city."""
    from countersight.products.mid import derive
    from countersight.sources.countries import country_code

    origin = (given.origin or (declared.country if declared else "")).strip()
    if not origin:
        raise UsageError("no country of origin", hint="--origin CN: where the goods were made or assembled, which need not be where the maker sits")
    origin = (origin if len(origin) == 2 else country_code(origin) or origin).upper()  # noqa: PLR2004 - a code
    _country(origin, f"--origin {given.origin or origin}")
    found = {(derive(given.name, street, city, origin), city) for street, city in _places(given.address or "", given.city or "")}
    made = sorted(((code, city) for code, city in found if code is not None), key=lambda one: (str(one[0]), one[1]))
    if not made:
        raise InputError(f"{given.name!r} has no word in Latin letters that counts", hint="give the name in letters, as the invoice and the entry write it: Zhejiang Dahua Technology Co., Ltd.")
    return made


def _places(address: str, city: str) -> list[tuple[str, str]]:
    """Street and city: told apart by the city, or by commas; several where more than one part may be the city."""
    from countersight.sources.countries import country_code

    held = [part.strip() for part in address.split(",") if part.strip()]
    if city:
        at = next((at for at, part in enumerate(held) if part.casefold().startswith(city.strip().casefold())), len(held))
        return [(", ".join(held[:at]), city.strip())]
    while held and country_code(held[-1]):
        held.pop()
    cities = [at for at, part in enumerate(held) if at and re.search(r"[A-Za-z]", part) and not re.search(r"\d", part)]
    return [(", ".join(held[:at]), held[at]) for at in cities] or [(", ".join(held), "")]
