"""Starter records and official lists to one snapshot."""
