"""What an item is: the taxonomy of surveillance products, the lexicon that reads trade texts, codes, and makers of devices."""

from pathlib import Path

from countersight.settings import from_source

from_source(__name__, Path(__file__).parent, "finding", "classify")
