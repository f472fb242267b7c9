"""Golden texts and scenarios."""
