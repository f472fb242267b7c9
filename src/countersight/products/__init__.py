"""What an item is: the taxonomy of surveillance products, the lexicon that reads trade texts, codes, and makers of devices."""
