"""The Covered List of the Federal Communications Commission, from its page."""
