"""``python -m countersight`` is the command."""

from countersight.cli.main import entry

if __name__ == "__main__":
    entry()
