"""What stands behind a token: its client, its grant with the person, and their caps, as a statement brings them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from oauth_server.protocol.models.cap import Cap
from oauth_server.protocol.models.family import Family


def behind_of(row: Sequence[Any], end: datetime) -> dict[str, Any]:
    """Return what the `behind` fragment brings; a token ends no later than its family, and dies with either client."""
    client_id, name, preset, enabled, epoch, of_grant_enabled, *own, grant, family = row
    subject_type, sector, scopes, algorithm, *cap = own
    found = Family.read(family) if grant is not None else None
    return {
        "expires": min(end, found.expires) if found else end,
        "client_id": client_id,
        "client_name": name,
        "preset": preset,
        "client_epoch": epoch,
        "clients_enabled": bool(enabled) and (grant is None or bool(of_grant_enabled)),
        "subject_type": subject_type,
        "sector": sector,
        "client_scopes": frozenset(scopes.split()),
        "userinfo_algorithm": algorithm,
        "family": found,
        "cap": Cap.read(*cap),
    }
