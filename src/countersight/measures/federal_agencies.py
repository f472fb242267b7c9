"""Which US federal agency a funder is, by the name under which funders are written in works and awards.

Whole names only, with or without "US" before them: the science foundations of other countries have names that hold the
same words. The names are those of the agencies themselves (https://www.usa.gov/agency-index), and of their offices for research.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from countersight.names.normalise import fold

_AGENCIES: Final = {
    "NSF": "national science foundation; nsf; us national science foundation",
    "NIH": (
        "national institutes of health; nih; national cancer institute; national heart lung and blood institute; national institute on aging; "
        "national institute of allergy and infectious diseases; national institute of general medical sciences; national institute of mental health; "
        "national institute of neurological disorders and stroke; national institute on drug abuse; national eye institute; national human genome research institute; "
        "national institute of diabetes and digestive and kidney diseases; national institute of biomedical imaging and bioengineering; "
        "eunice kennedy shriver national institute of child health and human development; national institute of environmental health sciences; "
        "national library of medicine; national center for advancing translational sciences; national institute of dental and craniofacial research; "
        "national institute of arthritis and musculoskeletal and skin diseases; national institute on alcohol abuse and alcoholism; "
        "national institute on deafness and other communication disorders; national institute of nursing research; fogarty international center"
    ),
    "DOD": (
        "department of defense; us department of defense; united states department of defense; dod; army research office; us army research office; "
        "united states army research office; army research laboratory; us army research laboratory; office of naval research; us office of naval research; "
        "naval research laboratory; united states naval research laboratory; air force office of scientific research; us air force office of scientific research; "
        "air force research laboratory; united states air force research laboratory; defense advanced research projects agency; darpa; "
        "defense threat reduction agency; us army; united states army; us navy; united states navy; us air force; united states air force; missile defense agency"
    ),
    "DOE": "department of energy; us department of energy; united states department of energy; office of science; basic energy sciences; advanced research projects agency energy; national nuclear security administration",
    "NASA": "national aeronautics and space administration; nasa",
    "NOAA": "national oceanic and atmospheric administration; noaa",
    "USDA": "us department of agriculture; united states department of agriculture; national institute of food and agriculture; agricultural research service",
    "NIST": "national institute of standards and technology; nist",
    "VA": "us department of veterans affairs; united states department of veterans affairs",
    "CDC": "centers for disease control and prevention; us centers for disease control and prevention",
    "EPA": "us environmental protection agency; united states environmental protection agency",
    "USGS": "us geological survey; united states geological survey",
    "DHS": "us department of homeland security; united states department of homeland security",
    "ED": "us department of education; united states department of education",
    "IARPA": "intelligence advanced research projects activity; iarpa",
}  # fmt: skip
_BY_NAME: Final = {fold(name): key for key, names in _AGENCIES.items() for name in names.split("; ")}
_US: Final = frozenset({"US"})


def agency(names: Iterable[str], country: str | None = None) -> str:
    """The key of the agency, or empty; a funder whose country is stated to be another is none.

    >>> agency(["National Science Foundation"]), agency(["National Natural Science Foundation of China"]), agency(["Department of Energy"], "IE")
    ('NSF', '', '')
    """
    if country is not None and country not in _US:
        return ""
    return next((key for name in names if (key := _one(name))), "")


@lru_cache(maxsize=8192)
def _one(name: str) -> str:
    return _BY_NAME.get(fold(name.replace("U.S.", "US").split(" (")[0]), "")
