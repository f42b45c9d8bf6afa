"""The logout token (OpenID Connect Back-Channel Logout section 2.4): never stored, made anew at each attempt."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.conf import settings

from oauth_server.protocol.tokens import jws
from oauth_server.vocabulary import MediaType, SigningAlgorithm

EVENT: Final = "http://schemas.openid.net/event/backchannel-logout"
LIFETIME: Final = timedelta(minutes=2)


def issue(*, subject: str, client_id: str, sid: UUID | None, algorithm: SigningAlgorithm, now: datetime) -> str:
    """Return a signed token that says that the sign-in `sid` of `subject`, as the client knows them, has ended.

    It has no nonce, and a `typ` of its own, so that no ID token is taken for it nor it for one (section 2.4).
    """
    claims = {
        "iss": settings.ISSUER,
        "sub": subject,
        "aud": client_id,
        "iat": int(now.timestamp()),
        "exp": int((now + LIFETIME).timestamp()),
        "jti": str(uuid4()),
        "events": {EVENT: {}},
        **({"sid": str(sid)} if sid else {}),
    }
    return jws.sign(claims, typ=MediaType.LOGOUT_TOKEN, algorithm=algorithm)
