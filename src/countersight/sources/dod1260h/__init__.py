"""The list of Chinese military companies under section 1260H, of the US Department of Defense, written down as a table."""
