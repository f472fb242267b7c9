"""The sanctions lists of OFAC, the Office of Foreign Assets Control of the US Treasury, from its own files."""
