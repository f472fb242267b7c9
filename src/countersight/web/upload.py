"""A file of matters: it is read and decided while the page shows how far it is. Without htmx the page loads itself again and again.

How far it is stands in the desk, so that any worker can show it; the work is done by a thread of the worker that took the file.
"""

from __future__ import annotations

import logging
import secrets
import shutil
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile

from countersight.access.asking import AtDesk, Decider, DecisionReader, InOffice
from countersight.access.office import Office
from countersight.access.principal import Principal
from countersight.desk.desk import Handle
from countersight.desk.filed import outcome_of
from countersight.errors import CountersightError, InputError, NotFoundError
from countersight.intake.read import stream_matters
from countersight.web.asking import Form, see, text
from countersight.web.deciding import decided
from countersight.web.links import Live
from countersight.web.pages import fragment, page, wants_part
from countersight.web.wording import KIND

router = APIRouter()
MOST: Final = 5_000
"""Matters of one file; the command takes any number."""
SHOWN: Final = 200
"""Faults, and notes, that are kept."""
SILENT: Final = 60
"""Seconds without a sign after which the work is taken to have stopped with its worker."""
log = logging.getLogger("countersight.web")


@dataclass(slots=True)
class Job:
    """A file on its way: ``reading``, ``deciding``, ``done`` or ``failed``."""

    id: str
    name: str
    kind: str = ""
    state: str = "reading"
    total: int = 0
    done: int = 0
    rows: list[list[str]] = field(default_factory=list)
    """Of each matter: its name, the id of its decision, the outcome."""
    faults: list[list[str]] = field(default_factory=list)
    """Of each row that could not be read: where, what was wrong, what would be right."""
    failed: int = 0
    notes: list[str] = field(default_factory=list)
    said: float = 0.0

    @property
    def running(self) -> bool:
        """True while somebody works on it."""
        return self.state in {"reading", "deciding"} and time.time() - self.said < SILENT

    @property
    def stopped(self) -> bool:
        """True where the work ended before its end."""
        return self.state in {"reading", "deciding"} and not self.running


def _keep(handle: Handle, job: Job, by: str) -> None:
    job.said = time.time()
    handle.settings.put(f"upload.{job.id}", asdict(job), by)


def job_of(handle: Handle, job_id: str) -> Job:
    """A job of the tenant.

    Raises:
        NotFoundError: There is none.
    """
    held: dict[str, Any] | None = handle.settings.get(f"upload.{job_id}")
    if held is None:
        raise NotFoundError(f"no file {job_id[:20]!r} was brought", hint="bring it again")
    return Job(**held)


def work(office: Office, handle: Handle, principal: Principal, job: Job, folder: Path) -> None:
    """Read and decide; whatever goes wrong is told on the page, and what was decided stays."""
    try:
        matters = []
        for part in stream_matters(str(folder / job.name), job.kind or None):
            matters += part.matters
            job.notes += [note for note in part.notes if note not in job.notes][: SHOWN - len(job.notes)]
            for one in part.faults:
                _fault(job, str(one.where), one.message, one.hint)
            if len(matters) > MOST:
                raise InputError(f"more than {MOST:,} matters in one file", hint="bring it in parts, or run countersight screen")  # noqa: TRY301 - told like any other
        job.state, job.total = "deciding", len(matters)
        _keep(handle, job, principal.user)
        for matter in matters:
            try:
                made = decided(office, handle, principal, matter)
                job.rows.append([matter.id, made.id, outcome_of(made)])
            except CountersightError as fault:
                _fault(job, matter.id, fault.message, fault.hint)
            job.done += 1
            if time.time() - job.said > 0.5:  # noqa: PLR2004 - seconds between two signs
                _keep(handle, job, principal.user)
        job.state = "done"
    except CountersightError as fault:
        job.state = "failed"
        _fault(job, str(fault.where).replace(str(folder), "").lstrip("/"), fault.message.replace(f"{folder}/", ""), fault.hint.replace(f"{folder}/", ""))
    except Exception:
        job.state = "failed"
        _fault(job, "", "a fault of ours", "please report it")
        log.exception("a file could not be read")
    finally:
        _keep(handle, job, principal.user)
        shutil.rmtree(folder, ignore_errors=True)


def _fault(job: Job, where: str, message: str, hint: str) -> None:
    job.failed += 1
    if len(job.faults) < SHOWN:
        job.faults.append([where.rpartition("/")[2], message, hint])


@router.get("/upload")
def empty(request: Request, principal: Decider) -> Response:
    """The form."""
    del principal
    return page(request, "upload.html", {"section": "matters", "fault": ""})


@router.post("/upload")
def sent(request: Request, office: InOffice, principal: Decider, handle: AtDesk, form: Form) -> Response:
    """Take a file, and show how far it is."""
    file, kind = form.get("file"), text(form, "kind")
    if not isinstance(file, UploadFile) or not file.filename:
        return page(request, "upload.html", {"section": "matters", "fault": "no file was chosen"}, status=422)
    folder = Path(tempfile.mkdtemp(prefix="countersight-upload-"))
    job = Job(secrets.token_hex(8), Path(file.filename.replace("\\", "/")).name[-120:] or "file", kind if kind in KIND else "")
    with (folder / job.name).open("wb") as out:
        shutil.copyfileobj(file.file, out)
    _keep(handle, job, principal.user)
    Thread(target=work, args=(office, handle, principal, job, folder), daemon=True, name=f"upload-{job.id}").start()
    return see(Live()("upload", job.id))


@router.get("/upload/{job_id}")
def progress(request: Request, principal: DecisionReader, handle: AtDesk, job_id: str) -> Response:
    """How far it is, and what came out."""
    del principal
    job = job_of(handle, job_id)
    values = {"section": "matters", "job": job}
    return fragment(request, "job_part.html", values) if wants_part(request) else page(request, "job.html", values)
