"""Made pairs of names in letters, by a fixed seed: positives by perturbation, negatives that look alike. All names are invented.

Use: ``python tools/name_pairs.py`` writes ``bench/data/latin_pairs.csv`` again. :func:`pairs` is also what ``train_names.py`` trains on,
with the other half of the words (see ``name_lexicon.py``).
"""

from __future__ import annotations

import csv
import random
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from countersight.names.nicknames import same_given
from name_lexicon import (
    ABBREVIATIONS,
    CODAS,
    FORMS,
    GIVEN,
    NICKNAMES,
    ONSETS,
    PINYIN,
    PLACES,
    SURNAME_HEADS,
    SURNAME_TAILS,
    TRADES,
    VOWELS,
)

OUT: Final = Path(__file__).resolve().parents[1] / "bench" / "data"
SEED: Final = 20261125
PER_KIND: Final = 70
_NEAR: Final = {"a": "sqe", "e": "wra", "i": "uoy", "o": "ipa", "u": "yi", "n": "mb", "m": "n", "s": "azd", "r": "te", "t": "ry", "l": "k", "c": "vxk", "d": "sf", "k": "lc", "h": "jg", "v": "bw"}
_CYRILLIC: Final = dict(zip("abvgdezijklmnoprstufyh", "абвгдезийклмнопрстуфых", strict=True))
_CYRILLIC["j"] = "дж"
_GREEK: Final = dict(zip("agdeziklmnoprst", "αγδεζικλμνοπρστ", strict=True))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names, whether they are one, and which kind of pair this is."""

    name1: str
    name2: str
    is_match: int
    schema: str
    kind: str
    source: str = "invented"


class Maker:
    """Makes invented names and perturbs them. ``side`` is ``train`` or ``test``: each has words that the other never sees."""

    def __init__(self, seed: int, side: str) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - made data, not a secret
        self.side = side
        self.given = GIVEN
        self.pinyin = PINYIN

    def _mine(self, word: str) -> bool:
        return zlib.crc32(word.encode()) % 2 == (0 if self.side == "train" else 1)

    def brand(self) -> str:
        """An invented brand: syllables, or Mandarin syllables."""
        while True:
            pick = self.rng.choice
            if self.rng.random() < 0.5:  # noqa: PLR2004 - half
                word = "".join(pick(self.pinyin) for _ in range(self.rng.choice((2, 2, 3, 4))))
            else:
                word = "".join(pick(ONSETS) + pick(VOWELS) + (pick(CODAS) if i else "") for i in range(self.rng.choice((2, 2, 3))))
            if self._mine(word) and len(word) > 4:  # noqa: PLR2004 - letters
                return word.capitalize()

    def trade(self) -> str:
        """One or two words for a trade."""
        return self.rng.choice(TRADES).replace("|", " ").title()

    def org(self, *, place: bool | None = None, two: bool = False) -> tuple[str, str, str, str]:
        """Place (perhaps empty), brand, trade, legal form."""
        where = self.rng.choice(PLACES) if (self.rng.random() < 0.5 if place is None else place) else ""  # noqa: PLR2004 - half
        brand = self.brand() + (f" {self.brand()}" if two else "")
        return where, brand, self.trade(), self.rng.choice(FORMS)

    def surname(self) -> str:
        """An invented family name."""
        while True:
            word = self.rng.choice(SURNAME_HEADS) + self.rng.choice(("", "", "a", "i", "o")) + self.rng.choice(SURNAME_TAILS)
            if self._mine(word):
                return word

    def typo(self, text: str, times: int = 1) -> str:
        """Slips of the pen inside words of five letters or more, never at their first letter."""
        chars = list(text)
        for _ in range(times):
            spots = [m.start() + i for m in re.finditer(r"[A-Za-z]{5,}", "".join(chars)) for i in range(1, len(m[0]) - 1)]
            if not spots:
                break
            at = self.rng.choice(spots)
            how = self.rng.randrange(4)
            if how == 0:
                chars[at], chars[at + 1] = chars[at + 1], chars[at]
            elif how == 1:
                del chars[at]
            elif how == 2:  # noqa: PLR2004 - one of four
                chars.insert(at, chars[at])
            else:
                chars[at] = self.rng.choice(_NEAR.get(chars[at].lower(), "eain"))
        return "".join(chars)

    def abbreviate(self, text: str) -> str:
        """Trade words and legal forms cut short, as in a shipping document."""
        out = []
        for word in text.split():
            known = ABBREVIATIONS.get(word.lower().strip(".,"))
            out.append(self.rng.choice(known.split()) if known else word)
        return " ".join(out).upper()


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)


Made = tuple[str, str]


def _org_positive(m: Maker) -> dict[str, Callable[[], Made]]:  # noqa: C901 - a table of small makers
    def base(**given: bool) -> tuple[tuple[str, str, str, str], str]:
        found = m.org(**given)
        return found, _join(*found)

    def form() -> Made:
        (p, b, t, _), full = base()
        return full, _join(p, b, t, m.rng.choice(("", "Ltd", "Company Limited", "Corp", "Incorporated")))

    def abbreviated() -> Made:
        (p, b, t, f), _ = base()
        group = m.rng.choice(("Group", "International", "Services", "Engineering"))
        return _join(p, b, t, group, f), m.abbreviate(_join(p, b, t, group, f))

    def reordered() -> Made:
        (p, b, t, f), full = base(place=True)
        return full, m.rng.choice((_join(b, f"({p})", t, f), _join(b, t, p, f), f"{b} {t} {f} {p}"))

    def spaced() -> Made:
        found = "".join(m.rng.choice(m.pinyin) + " " for _ in range(3)).strip()
        p, _, t, f = m.org()
        return _join(p, found.replace(" ", "").capitalize(), t, f), _join(p, found.title(), t, f)

    def acronym() -> Made:
        words = [m.rng.choice(PLACES), m.brand(), *m.trade().split(), m.rng.choice(("Research", "Development", "Industrial")), "Group"]
        short = "".join(word[0] for word in words)
        return " ".join((*words, "Corporation")), m.rng.choice((f"{short} ({' '.join(words)})", f"{' '.join(words)} ({short})"))

    def general() -> Made:
        p, b, t, f = m.org(place=False, two=True)
        return _join(p, b, t, f), _join(b, m.rng.choice(("", t.split()[0])), f)

    def script() -> Made:
        table = m.rng.choice((_CYRILLIC, _GREEK))
        while True:
            words = m.brand().lower(), m.brand().lower()
            if all(char in table for char in "".join(words)):
                return _join(*words).title(), "".join(table.get(char, char) for char in _join(*words)).title()

    def numbered() -> Made:
        (_, b, _, _), number = base()[0], m.rng.randrange(2, 90)
        return f"No. {number} Research Institute of {b} Group Corporation", f"{b} Group Corporation {number}th Research Institute"

    def noise() -> Made:
        (p, b, t, f), full = base()
        return full, m.rng.choice((full.upper().replace(",", ""), f"M/S {full}", f"{b} {t}, {f} ({p or 'HQ'})", full.replace(" ", "  ").lower()))

    return {
        "org_form": form, "org_abbreviated": abbreviated, "org_reordered": reordered, "org_spaced": spaced, "org_acronym_beside": acronym,
        "org_general_dropped": general, "org_script": script, "org_numbered_same": numbered, "org_noise": noise,
        "org_typo": lambda: (full := base()[1], m.typo(full)), "org_typos": lambda: (full := base()[1], m.typo(full, 2)),
    }  # fmt: skip


def _org_negative(m: Maker) -> dict[str, Callable[[], Made]]:
    def numbered() -> Made:
        brand, one = m.brand(), m.rng.randrange(2, 80)
        other = one + m.rng.choice((1, 2, 3, 10))
        return f"No. {one} Research Institute of {brand} Group Corporation", f"{brand} Group Corporation {other}th Research Institute"

    def place() -> Made:
        _, b, t, f = m.org(place=False)
        p, other = m.rng.sample(PLACES[:20], 2)  # cities: none holds another
        return _join(p, b, t, f), _join(other, b, t, f)

    def brand() -> Made:
        p, b, t, f = m.org()
        return _join(p, b, t, f), _join(p, m.brand(), t, f)

    def near() -> Made:
        syllables = [m.rng.choice(m.pinyin) for _ in range(2)]
        other = [syllables[0], m.rng.choice([s for s in m.pinyin if s[0] == syllables[1][0] and s != syllables[1]] or ["wu"])]
        p, _, t, f = m.org()
        return _join(p, "".join(syllables).capitalize(), t, f), _join(p, "".join(other).capitalize(), t, f)

    def unit() -> Made:
        b = m.brand()
        one, two = m.rng.sample([t.replace("|", " ").title() for t in TRADES], 2)
        return f"{b} Group {one} Research Institute", f"{b} Group {two} Factory"

    def general() -> Made:
        _, b, t, f = m.org(place=False)
        return _join(b, t, f), _join(m.rng.choice(("Global", "United", "Public", "First")), t, f)

    def trade() -> Made:
        _, b, _, f = m.org(place=False)
        other = m.rng.choice(("Restaurant", "Hotel", "Textile", "Hospital", "Shoes", "Bakery", "Travel Agency", "Furniture"))
        return _join(b, m.trade(), f), _join(b, other, f)

    def inside() -> Made:
        b = m.brand()
        return f"{b[:4]} Corporation", f"{m.rng.choice(('Ge', 'Ver', 'Al', 'Ost'))}{b[:4].lower()}{m.rng.choice(('en', 'er', 'ia', 'os'))} GmbH"

    def word() -> Made:
        _, b, t, f = m.org(place=False)
        first = m.brand()
        return _join(first, b, t, f), m.rng.choice((_join(first, m.brand(), t, f), _join(m.brand(), b, t, f)))

    return {
        "org_word_other": word,
        "org_numbered_other": numbered, "org_place_other": place, "org_brand_other": brand, "org_near_syllable": near, "org_unit_other": unit,
        "org_general_only": general, "org_trade_other": trade, "org_inside_word": inside,
    }  # fmt: skip


def _patronymic(given: str) -> str:
    return given.rstrip("aeiy") + ("evich" if given[-1] in "aeiy" else "ovich")


def _person_positive(m: Maker) -> dict[str, Callable[[], Made]]:  # noqa: C901 - a table of small makers
    def two() -> tuple[str, str, str]:
        one, other = m.rng.sample(m.given, 2)
        return one, other, m.surname()

    def order() -> Made:
        a, b, s = two()
        return f"{a} {b} {s}", m.rng.choice((f"{s.upper()}, {a} {b}", f"{s} {a} {b}"))

    def initials() -> Made:
        a, b, s = two()
        return f"{a} {b} {s}", m.rng.choice((f"{a[0]}. {b[0]}. {s}", f"{a} {b[0]}. {s}", f"{s}, {a[0]}.{b[0]}."))

    def middle() -> Made:
        a, b, s = two()
        return f"{a} {b} {s}", f"{a} {s}"

    def particle() -> Made:
        a, _, s = two()
        word, joined = m.rng.choice((("al-", "Al "), ("de la ", "de la "), ("van der ", "van der "), ("bin ", ""), ("el-", "El"), ("von ", "")))
        return f"{a} {word}{s}", f"{a} {joined}{s}"

    def nick() -> Made:
        a = m.rng.choice(list(NICKNAMES))
        s = f"{m.surname()}"
        return f"{a} {s}", f"{m.rng.choice(NICKNAMES[a].split())} {s}"

    def patronymic() -> Made:
        a, b, s = two()
        return f"{a} {_patronymic(b)} {s}", m.rng.choice((f"{s} {a}", f"{a} {s}", f"{s} {a[0]}.{b[0]}."))

    def spelled() -> Made:
        a, _, s = two()
        swaps = (("kh", "h"), ("ov", "off"), ("ski", "sky"), ("v", "w"), ("k", "c"), ("i", "y"), ("ou", "u"), ("z", "s"), ("anov", "anof"))
        able = [(x, y) for x, y in swaps if x in s[1:]]
        x, y = m.rng.choice(able) if able else (s[-1], s[-1] * 2)
        return f"{a} {s}", f"{a} {s[0]}{s[1:].replace(x, y, 1)}"

    def script() -> Made:
        while True:
            a, s = m.rng.choice(m.given), m.surname()
            if all(char in _CYRILLIC for char in (a + s).lower()):
                return f"{a} {s}", " ".join("".join(_CYRILLIC[char] for char in word.lower().replace("th", "t").replace("ph", "f")).title() for word in (a, s))

    def title() -> Made:
        a, b, s = two()
        return f"{a} {b} {s}", m.rng.choice((f"Dr. {a} {b} {s}", f"Mr {a} {s}", f"Gen. {a} {b} {s} Jr."))

    def typo() -> Made:
        a, _, s = two()
        return f"{a} {s}", m.typo(f"{a} {s}")

    return {
        "person_order": order, "person_initials": initials, "person_middle": middle, "person_particle": particle, "person_nickname": nick,
        "person_patronymic": patronymic, "person_spelled": spelled, "person_script": script, "person_title": title, "person_typo": typo,
    }  # fmt: skip


def _person_negative(m: Maker) -> dict[str, Callable[[], Made]]:
    def given() -> Made:
        a, b = m.rng.sample(m.given, 2)
        if same_given(a.lower(), b.lower()):
            return given()
        s = m.surname()
        return f"{a} {s}", f"{b} {s}"

    def surname() -> Made:
        a = m.rng.choice(m.given)
        return f"{a} {m.surname()}", f"{a} {m.surname()}"

    def initials() -> Made:
        a, b, c = m.rng.sample(m.given, 3)
        s = m.surname()
        wrong = next(x for x in "QXUWHY" if x not in {a[0], b[0]})
        return f"{a} {b} {s}", m.rng.choice((f"{wrong}. {b[0]}. {s}", f"{a[0]}. {wrong}. {s}", f"{c} {wrong}. {s}"))

    def father() -> Made:
        a, b, c = m.rng.sample(m.given, 3)
        s = m.surname()
        return f"{a} {_patronymic(b)} {s}", f"{a} {_patronymic(c)} {s}"

    def company() -> Made:
        a, s = m.rng.choice(m.given), m.surname()
        return f"{a} {s}", f"{s} {m.trade()} {m.rng.choice(FORMS)}"

    def related() -> Made:
        a, b = m.rng.sample(m.given, 2)
        s = m.surname()
        return f"{a} {s}", f"{b} {a} {m.surname()}"

    def chinese() -> Made:
        family = m.rng.choice("Wang Li Zhang Liu Chen Yang Zhao Huang Zhou Wu".split())
        x, y, z = m.rng.sample(m.pinyin, 3)
        return f"{family} {x.capitalize()}{y}", f"{family} {x.capitalize()}{z}"

    return {
        "person_given_other": given, "person_surname_other": surname, "person_initials_other": initials, "person_father_other": father,
        "person_company": company, "person_words_shared": related, "person_chinese_other": chinese,
    }  # fmt: skip


def pairs(seed: int, side: str, per_kind: int) -> Iterator[Pair]:
    """Made pairs, equally many of each kind; ``side`` picks the half of the words."""
    m = Maker(seed, side)
    tables = ((_org_positive, 1, "Organization"), (_org_negative, 0, "Organization"), (_person_positive, 1, "Person"), (_person_negative, 0, "Person"))
    for make, label, schema in tables:
        for kind, one in make(m).items():
            for _ in range(per_kind):
                left, right = one()
                if left != right:
                    yield Pair(*((left, right) if m.rng.random() < 0.5 else (right, left)), label, schema, kind)  # noqa: PLR2004 - half


def main() -> None:
    """Write the labelled set: made pairs, then the traps written by hand."""
    found = list(pairs(SEED, "test", PER_KIND))
    with (OUT / "latin_traps.csv").open(encoding="utf-8", newline="") as file:
        found += [Pair(row["name1"], row["name2"], int(row["is_match"]), row["schema"], row["kind"], row["source"]) for row in csv.DictReader(file)]
    with (OUT / "latin_pairs.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["name1", "name2", "is_match", "schema", "kind", "source"])
        writer.writerows([p.name1, p.name2, p.is_match, p.schema, p.kind, p.source] for p in found)
    print(f"{len(found)} pairs, {sum(p.is_match for p in found)} of them one")


if __name__ == "__main__":
    main()
