"""What a grant keeps of the sign-in that it was given under (OpenID Connect Core section 2, RFC 9470 section 6)."""

from typing import Any

from oauth_server.protocol.models import Application
from oauth_server.vocabulary import AccessTokenFacts, GrantType, Scope


def of_sign_in(sign_in: AccessTokenFacts, *, client: Application, scope: frozenset[str]) -> dict[str, Any]:
    """Return these columns of a Grant. One with `offline_access` outlives the sign-in, and so hangs on none."""
    offline = Scope.OFFLINE_ACCESS in scope and client.allows_grant_type(GrantType.REFRESH_TOKEN)
    return {
        "session_id": None if offline else sign_in.session_id,
        "offline": offline,
        "sid": sign_in.sid,
        "credential_epoch": sign_in.user.credential_epoch,
        "auth_time": sign_in.auth_time,
        "acr": sign_in.acr or "",
        "amr": list(sign_in.amr),
    }
