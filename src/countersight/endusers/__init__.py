"""From the names of a body to its kind, organ and level; from a text to the sensitive places and programmes it names."""
