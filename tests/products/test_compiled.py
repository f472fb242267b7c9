"""The compiled classifier reads every text as its source does, and is not used where it must not be."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from tests.match.built import ROOT, SOURCES

MODULES = ("products/finding", "products/classify")
ASKED = """
import sys
from hashlib import sha256
from pathlib import Path

import countersight.products.classify as classifying
import countersight.products.finding as finding

sum = sha256()
texts = [row.split("\t")[1] for path in sorted(Path(sys.argv[1]).glob("*.tsv")) for row in path.read_text(encoding="utf-8").splitlines()]
for text in texts[:: int(sys.argv[2])]:
    sum.update(repr((classifying.classify(text, "8525.89"), classifying.classify(text * 3).top)).encode())
print(sum.hexdigest(), *(not module.__file__.endswith(".py") for module in (finding, classifying)))
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compiled")
    shutil.copytree(SOURCES / "countersight", folder / "countersight", ignore=shutil.ignore_patterns("*.so", "*.pyd", "*.stamp", "__pycache__"))
    sys.path.insert(0, str(ROOT))
    try:
        import_module("hatch_build").compile_into(folder, root=folder, modules=MODULES)
    except Exception as fault:  # noqa: BLE001 - no Cython, or no compiler here
        pytest.skip(f"nothing was compiled: {fault}")
    finally:
        sys.path.remove(str(ROOT))
    return folder


def read(tree: Path, every: int, **environment: str) -> tuple[str, list[str]]:
    """A hash of what all texts of the corpus say, or every so many-th of them, and which of the two modules were compiled."""
    env = {**os.environ, "PYTHONPATH": str(tree), "COUNTERSIGHT_PURE": "", "PYTHONHASHSEED": "1", **environment}
    ran = subprocess.run([sys.executable, "-c", ASKED, str(Path(__file__).parent / "corpus"), str(every)], env=env, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    found, *which = ran.stdout.split()
    return found, which


def test_texts_read_alike_compiled_and_not(tree: Path) -> None:
    found, which = read(tree, 3)
    expected, sources = read(tree, 3, COUNTERSIGHT_PURE="1")
    assert (which, sources) == (["True", "True"], ["False", "False"])
    assert found == expected


@pytest.mark.parametrize("name", ["finding", "classify"])
def test_what_was_compiled_of_another_source_is_not_used(tree: Path, name: str) -> None:
    source = tree / "countersight" / "products" / f"{name}.py"
    before = source.read_text(encoding="utf-8")
    source.write_text(before.replace("_TWO: Final = 2", "_TWO: Final = 1 + 1").replace("ASSERTS: Final = 10", "ASSERTS: Final = 5 + 5"), encoding="utf-8")
    try:
        assert source.read_text(encoding="utf-8") != before
        found, which = read(tree, 40)
    finally:
        source.write_text(before, encoding="utf-8")
    assert which == [str(name != "finding"), str(name != "classify")]
    assert found == read(tree, 40)[0]
