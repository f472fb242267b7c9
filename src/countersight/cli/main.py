"""The door of the command: parse, run, and turn every error into a message, a hint and an exit code.

Exit codes: 0 nothing fired and nothing to review, 1 findings, 2 usage or input error or failed rows, 3 data stale or
refused, 4 a fault of ours; the highest wins.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from countersight.cli.parser import parse
from countersight.errors import CountersightError


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    given = parse(sys.argv[1:] if arguments is None else arguments)
    try:
        handler = getattr(import_module(f"countersight.cli.{given.module}"), given.function)
        return int(handler(given))
    except CountersightError as fault:
        sys.stderr.write(f"countersight: {fault}\n")
        return fault.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        sys.stderr.write("countersight: stopped\n")
        return 130
    except OSError as fault:
        where = f"{fault.filename}: " if fault.filename else ""
        sys.stderr.write(f"countersight: {where}{fault.strerror or fault}\n  hint: check the name, the permissions and the free space\n")
        return 2
    except Exception as fault:  # the last net: a user never sees a traceback
        if os.environ.get("COUNTERSIGHT_DEBUG"):
            raise
        sys.stderr.write(f"countersight: a fault of ours: {type(fault).__name__}: {fault}\n  hint: please report it; COUNTERSIGHT_DEBUG=1 shows where it happened\n")
        return 4


def entry() -> None:
    """The console script.

    A command ends soon and makes many small records that live to its end: looking for rubbish among them every seven hundred
    of them would take a third of its time.
    """
    gc.set_threshold(200_000, 50, 100)
    sys.exit(run())
