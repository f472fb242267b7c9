"""How facts are established from a matter."""
