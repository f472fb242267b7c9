"""The ``countersight`` command: thin modules, lazy imports."""
