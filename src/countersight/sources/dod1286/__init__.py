"""The list of foreign institutions under section 1286, of the US Department of Defense, written down as a table."""
