"""The Consolidated Screening List of the US International Trade Administration."""
