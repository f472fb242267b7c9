"""A table of the user: bodies, each with its names in several scripts."""
