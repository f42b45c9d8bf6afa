"""What the resources answer that show no rows of a model (contract: The guarded API)."""

from collections.abc import Mapping
from typing import Final

from resources.openapi.shapes import FLAG, TEXT, TIME, Operation, or_null, record, several

VIEWS: Final = "resources.views"
_CONTENT: Final = record(content=TEXT)
_ROW: Final = record(path=TEXT, methods=TEXT, who=TEXT, scope=TEXT, allowed=FLAG, why=TEXT)
_WHOAMI: Final = record(
    authentication=TEXT,
    auth_time=or_null(TIME),
    client=or_null(record(client_id=TEXT, name=or_null(TEXT))),
    acting=or_null(record(sub=TEXT, client_id=TEXT)),
    scopes=or_null(several(TEXT)),
    username=TEXT,
    may=several(record(path=TEXT, methods=several(TEXT))),
    optional={"email": TEXT, "first_name": TEXT, "last_name": TEXT, "roles": several(TEXT)},
)

RESOURCE_OPERATIONS: Final[Mapping[tuple[str, str], Operation]] = {
    (f"{VIEWS}.api_map.ApiMapView", "GET"): Operation("The map of the API", record(resources=several(_ROW))),
    (f"{VIEWS}.status.StatusView", "GET"): Operation("Whether the API answers", record(status=TEXT)),
    (f"{VIEWS}.protected.ProtectedView", "GET"): Operation("A greeting for whoever is signed in", record(message=TEXT)),
    (f"{VIEWS}.whoami.WhoAmIView", "GET"): Operation("Who the caller is, and what it may do", _WHOAMI),
    (f"{VIEWS}.role_content.AdminContentView", "GET"): Operation("What administrators read", _CONTENT),
    (f"{VIEWS}.role_content.ManagerContentView", "GET"): Operation("What managers read", _CONTENT),
    (f"{VIEWS}.role_content.HRContentView", "GET"): Operation("What HR reads", _CONTENT),
    (f"{VIEWS}.schema.SchemaView", "GET"): Operation("This description (OpenAPI 3.1)", {"type": "object"}),
}
