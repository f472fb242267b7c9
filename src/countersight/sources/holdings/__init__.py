"""Holdings that somebody wrote down from filings, as a table."""
