"""The law engine: a page of Markdown becomes a typed tree, and the tree is read in three ways that must agree.

    text of a page -> page.py (front matter, outline, examples) -> syntax.py (leaf expressions) -> infer.py (types)
    -> ground.py (definitions and dated parameters put in for one day)
    -> closures.py (one matter) | explain.py (the proof, with citations) | sql.py (millions of rows in DuckDB)

Three values throughout: an absent fact is unknown, and unknown is never clear. This room does no I/O: whoever calls
it brings the text of the pages.
"""
