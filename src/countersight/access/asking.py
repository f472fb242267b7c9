"""Who may ask a route for something, as its parameters say: for the API and the pages alike."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from countersight.access.door import handle_of, office_of, require
from countersight.access.office import Office
from countersight.access.principal import Principal
from countersight.desk.desk import Handle

InOffice = Annotated[Office, Depends(office_of)]
AtDesk = Annotated[Handle, Depends(handle_of)]
LawReader = Annotated[Principal, Depends(require("law:read"))]
AtlasReader = Annotated[Principal, Depends(require("atlas:read"))]
Matcher = Annotated[Principal, Depends(require("match"))]
DecisionReader = Annotated[Principal, Depends(require("decisions:read"))]
Decider = Annotated[Principal, Depends(require("matters:decide"))]
CaseReader = Annotated[Principal, Depends(require("cases:read"))]
CaseWorker = Annotated[Principal, Depends(require("cases:write"))]
Approver = Annotated[Principal, Depends(require("cases:approve"))]
Admin = Annotated[Principal, Depends(require("admin"))]
