"""The version, in a room of its own, so that a decision can name it without importing the public face."""

__version__ = "0.1.0"
