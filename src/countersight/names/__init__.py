"""A written name to comparable forms: folding, words, places, identifiers."""
