"""Decisions to what people and programs read: a table, a proof in words, JSON, a page of HTML."""
