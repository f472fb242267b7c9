"""Who is this? Candidates, verdicts and reasons, for Latin and Han script."""
