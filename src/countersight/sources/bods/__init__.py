"""Statements of beneficial ownership in the form of the Beneficial Ownership Data Standard."""
