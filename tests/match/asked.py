"""Names that are asked about, for the tests of the compiled parts: invented, perturbed, in several scripts, and hostile ones.

``python tests/match/asked.py MANY`` asks about so many of them and prints how the parts ran, and a hash of all answers.
``python tests/match/asked.py MANY hostile`` asks about hostile ones only, and opens spoilt index files: for a build with sanitizers.
"""

from __future__ import annotations

import json
import random
import re
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

CYRILLIC = str.maketrans("abvgdezijklmnoprstufhy", "абвгдезийклмнопрстуфхы")
ARABIC = str.maketrans({**dict(zip("bdfhjklmnrstwyz", "بدفهجكلمنرستويز", strict=True)), **dict.fromkeys("aeiou", "")})
HAN = "海康威视北京大华科技有限公司杭州上海研究所第五十二四公安局新疆和田地区县市集团数字技术股份信息网络安全设备"
USES: tuple[Any, ...] = ("balanced", "balanced", "strict", "wide")
WORDS = "University of Institute Department Bureau Public Security Hotel Textile Electronics General Technology Group China Beijing Hong Kong No. 52 Second Maria Golden Star".split()


def maker(seed: int) -> Any:  # noqa: ANN401 - of tools/name_pairs.py
    """What makes invented names."""
    from name_pairs import Maker

    return Maker(seed, "test")


def listed(seed: int, many: int) -> list[tuple[str, str]]:
    """Name and schema of invented listed parties; every third is a person, some are in Han or Cyrillic."""
    from name_lexicon import GIVEN

    m = maker(seed)
    out = []
    for i in range(many):
        if i % 3 == 0:
            name, schema = f"{m.rng.choice(GIVEN)} {m.rng.choice(GIVEN) + ' ' if i % 2 else ''}{m.surname()}", "Person"
        else:
            place, brand, trade, form = m.org()
            extra = f" {m.rng.choice(WORDS)}" if i % 4 == 0 else ""
            name, schema = f"{place} {brand}{extra} {trade} {form}".strip(), "Company" if i % 5 else "LegalEntity"
        if i % 11 == 0:
            name = "".join(m.rng.choice(HAN) for _ in range(m.rng.randrange(2, 14)))
        elif i % 13 == 0:
            name = name.lower().translate(CYRILLIC)
        out.append((name, schema))
    return out


def questions(seed: int, many: int, held: list[tuple[str, str]]) -> list[str]:
    """Listed names perturbed, names on no list, and hostile ones, in equal parts."""
    m, rng = maker(seed), random.Random(seed)
    bad = hostile(seed, many // 6 + 1, held)
    fresh = [name for name, _ in listed(seed + 1, many)]
    changes = (
        str.upper, m.typo, lambda name: m.typo(name, 2), m.abbreviate, lambda name: name.replace(" ", ""), lambda name: " ".join(rng.sample(name.split(), len(name.split()))),
        lambda name: re.sub(r"([A-Za-z]{4})([A-Za-z]{4,})", r"\1 \2", name, count=1), lambda name: name.lower().translate(CYRILLIC), lambda name: name.lower().translate(ARABIC),
        lambda name: " ".join([*name.split()[1:], rng.choice(WORDS)]), lambda name: f"M/S {name}", lambda name: f"{name} {rng.choice(held)[0]}", lambda name: name,
    )  # fmt: skip
    out = []
    for i in range(many):
        if i % 6 == 5:
            out.append(bad[i // 6])
        elif i % 3 == 2:
            out.append(fresh[i])
        else:
            out.append(rng.choice(changes)(rng.choice(held)[0]))
    return out


def hostile(seed: int, many: int, held: list[tuple[str, str]]) -> list[str]:
    """What nobody is called: lone surrogates, combining marks, bidi controls, NULs, very long ones."""
    rng = random.Random(seed)
    bits = ("\ud800", "\udfff", "\u0301" * 7, "\u202e", "\u200f", "\x00", "\x7f", "&", "'", "?", "ﷺ", "ﬃ", "İ", "ß", "𠀀", "\U0010ffff", "é", "ท", "ㄱ", "한", "ー", "１２", "²", "9" * 30)
    out = []
    for i in range(many):
        name = rng.choice(held)[0]
        kind = i % 8
        if kind == 0:
            name = "".join(rng.choice((*bits, name[:5], " ", "ab", "Zq")) for _ in range(rng.randrange(40)))
        elif kind == 1:
            at = rng.randrange(len(name) + 1)
            name = name[:at] + rng.choice(bits) + name[at:]
        elif kind == 2 and i % 160 == 2:
            name = (name + rng.choice((" ", "", "\u0301"))) * (100_000 // (len(name) + 1))
        elif kind == 3:
            name = " ".join(rng.choice("abcdefgh") * rng.randrange(1, 90) for _ in range(rng.randrange(1, 60)))
        elif kind == 4:
            name = " ".join(rng.choices(WORDS, k=rng.randrange(1, 60)))
        elif kind == 5:
            name = "".join(chr(rng.choice((rng.randrange(0x20, 0x7F), rng.randrange(0x80, 0x3000), rng.randrange(0x10FFFF)))) for _ in range(rng.randrange(1, 60)))
        elif kind == 6:
            name = name.replace(" ", rng.choice(("\u00a0", "\u3000", "\t", "-", ".", "&&&", "\u200b")))
        out.append(name)
    return out


def snapshot(held: list[tuple[str, str]]) -> Any:  # noqa: ANN401 - a Snapshot
    """A snapshot in memory with these parties, each with a country; two bear a second name."""
    from countersight.model.body import Body, Name
    from countersight.store.records import AtlasRecords
    from countersight.store.snapshot import Snapshot

    countries = ("CN", "US", "RU", "IR", "")
    bodies = [
        Body(f"b{i}", schema, (Name(name, "", "primary"), *((Name(f"{name} Holdings", "en", "weak"),) if i % 50 == 1 else ())), tuple(filter(None, (countries[i % 5],))))
        for i, (name, schema) in enumerate(held)
    ]
    return Snapshot.in_memory(AtlasRecords(bodies=bodies))


def asked(many: int, kind: str) -> str:
    """The hash of all answers to so many questions."""
    from countersight.cycles import uncollected
    from countersight.match.bulk import match_names
    from countersight.match.matcher import resolve

    held = listed(1, 1500)
    found = snapshot(held)
    texts = hostile(3, many, held) if kind == "hostile" else questions(2, many, held)
    rng = random.Random(5)
    out = sha256()
    for text in texts:
        answer = resolve(found, (text,), rng.choice(("", "", "CN", "US")), use=rng.choice(USES))
        out.update(repr(answer).encode("utf-8", "backslashreplace"))
    with uncollected():  # as a table is matched: what stands twice once
        for answer in match_names(found, [*texts[: many // 4], *texts[: many // 8]]):
            out.update(repr(answer).encode("utf-8", "backslashreplace"))
    return out.hexdigest()


def spoilt(many: int) -> None:
    """Search in index files of which some bytes are others: an error of Python or an answer, never more."""
    from countersight.store.index import NameIndex, build_index

    rng = random.Random(6)
    held = listed(1, 300)
    good = build_index(((f"b{i}", name) for i, (name, _) in enumerate(held)), "")
    for _ in range(many):
        bad = bytearray(good)
        for _ in range(rng.randrange(1, 400)):
            bad[rng.randrange(4096, len(bad))] = rng.choice((0, 1, 127, 255, rng.randrange(256)))
        try:
            index = NameIndex(bytes(bad))
            for name, _ in held[:6]:
                index.near(name, 40)
                index.same(name.lower(), name.lower())
        except (IndexError, ValueError, OverflowError, UnicodeDecodeError, MemoryError):
            continue


def main() -> None:
    """Ask, and print as JSON how it ran and the hash of the answers."""
    from countersight.match.gate import KERNELS
    from countersight.settings import compiled

    many, kind = int(sys.argv[1]), (sys.argv[2] if len(sys.argv) > 2 else "")
    found = asked(many, kind)
    if kind == "hostile":
        spoilt(200)
    sys.stdout.write(json.dumps({"compiled": list(map(compiled, KERNELS)), "answers": found}) + "\n")


if __name__ == "__main__":
    main()
