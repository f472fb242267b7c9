"""Matters: sent as JSON or as a file, decided, and filed with their decisions."""

from __future__ import annotations

import tempfile
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, File, Form, Query, Request, UploadFile
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from countersight.access.asking import AtDesk, Decider, DecisionReader, InOffice
from countersight.access.principal import Principal
from countersight.api.asking import Cursor, Limit, Once, Page, WriteOnce, cut, found, noted, text_position
from countersight.api.decided import Deciding, Screened, decider, failed
from countersight.api.problems import Fault, answered, documented, several
from countersight.desk.desk import Handle
from countersight.errors import UsageError
from countersight.intake.documents import of_loaded
from countersight.intake.read import stream_upload
from countersight.model.matter import Kind, Matter

router = APIRouter(prefix="/v1/matters", tags=["matters"])

AsOf = Annotated[date | None, Query(description="fills a missing date of a matter")]
Whole = Annotated[bool, Query(description="also give the decisions in full")]
SENT: Final = "what was sent"


class Filed(BaseModel):
    """A matter in the list."""

    id: str
    kind: str
    day: str = Field(description="the day of the event, or empty")
    sha256: str
    by: str
    at: str


def _finished(deciding: Deciding, handle: Handle, principal: Principal, once: Once, *, whole: bool) -> Any:  # noqa: ANN401 - an answer or a problem
    if not deciding.decisions and deciding.faults:
        rows = [failed(one) for one in deciding.faults]
        return answered(several([Fault(where=str(one.where), message=one.message) for one in deciding.faults[:100]], f"nothing could be read: {rows[0].message}", rows[0].hint))

    def write() -> dict[str, Any]:
        answer = deciding.told(whole=whole)
        deciding.keep(handle, principal)
        return answer

    return once(write)


@router.post(
    "",
    response_model=Screened,
    responses=documented(409),
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": {"oneOf": [{"$ref": "#/components/schemas/Matter"}, {"type": "array", "minItems": 1, "items": {"$ref": "#/components/schemas/Matter"}}]}}}}},
)
def decide(  # noqa: PLR0913, PLR0917 - what a request holds
    request: Request,
    office: InOffice,
    handle: AtDesk,
    principal: Decider,
    once: WriteOnce,
    sent: Annotated[Any, Body()],  # noqa: ANN401 - the reader says what does not fit, item by item
    as_of: AsOf = None,
    *,
    whole: Whole = True,
) -> Any:  # noqa: ANN401 - as above
    """Decide one matter, or a list of them, and file both.

    An item that cannot be read is reported under `failed_rows`, with what was wrong and what would be right, and the others go on; where
    nothing can be read the answer is 422.
    """
    if (before := once.seen()) is not None:
        return before
    deciding = Deciding(decider(office, handle, as_of))
    deciding.take([of_loaded(sent, SENT)])
    request.app.state.counted(len(deciding.decisions), len(deciding.faults))
    return _finished(deciding, handle, principal, once, whole=whole)


@router.post("/files", response_model=Screened, responses=documented(409))
def decide_file(  # noqa: PLR0913, PLR0917 - what a form holds
    request: Request,
    office: InOffice,
    handle: AtDesk,
    principal: Decider,
    once: WriteOnce,
    file: Annotated[UploadFile, File(description="CSV, XLSX or Parquet, JSON or JSON lines, or an inventory of devices: docs/files.md")],
    kind: Annotated[Kind | None, Form(description="what the rows of a table are; shipment where nothing says it")] = None,
    mapping: Annotated[str, Form(max_length=100_000, description="what the headings of a table mean, as countersight screen --map writes it (YAML)")] = "",
    as_of: AsOf = None,
    *,
    whole: Whole = False,
) -> Any:  # noqa: ANN401 - as above
    """Decide the matters of a file, as the command would, and file them.

    Rows that cannot be read are reported with file, row, column and hint, and the others go on.
    """
    data = file.file.read()
    once.also(sha256(data).hexdigest(), kind or "", mapping)
    if (before := once.seen()) is not None:
        return before
    name = _plain_name(file.filename or "")
    deciding = Deciding(decider(office, handle, as_of))
    with tempfile.TemporaryDirectory(prefix="countersight-") as folder:
        path = Path(folder) / "sent"
        path.write_bytes(data)
        map_file = Path(folder) / "mapping.yaml"
        if mapping:
            map_file.write_text(mapping, encoding="utf-8")
        deciding.take(stream_upload(path, name, kind, str(map_file) if mapping else None))
    request.app.state.counted(len(deciding.decisions), len(deciding.faults))
    return _finished(deciding, handle, principal, once, whole=whole)


def _plain_name(name: str) -> str:
    r"""The last part of a file's name, without signs that steer a terminal.

    >>> _plain_name("C:\\ships\\may.csv"), _plain_name("../x\x1b.csv")
    ('may.csv', 'x.csv')
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable())[:200] or "file"


@router.get("", responses=documented())
def list_matters(handle: AtDesk, _: DecisionReader, cursor: Cursor = "", limit: Limit = 50, kind: Annotated[Kind | None, Query(description="only of that kind")] = None) -> Page[Filed]:
    """The matters that were filed, the newest first."""
    rows = handle.matters.page(text_position(cursor), limit + 1, kind=kind or "")
    return Page(items=[Filed(**row) for row in rows[:limit]], next=cut(rows, limit, lambda row: row["id"]))


@router.get("/{matter_id:path}", responses={200: {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Matter"}}}}, **documented(404)}, response_class=JSONResponse)
def get_matter(matter_id: str, handle: AtDesk, principal: DecisionReader) -> JSONResponse:
    """A matter as it was last filed."""
    if "\0" in matter_id:
        raise UsageError("no id holds a zero character", hint="GET /v1/matters lists the ids")
    matter = found(handle.matters.get(matter_id), "matter", matter_id, "GET /v1/matters lists them")
    noted(handle, principal, "matter", matter_id)
    return JSONResponse(matter)


def schemas() -> dict[str, Any]:
    """The components of these routes that are no models of FastAPI."""
    made = Matter.model_json_schema(by_alias=True, ref_template="#/components/schemas/{model}")
    parts: dict[str, Any] = made.pop("$defs", {})
    return {**parts, "Matter": made}
