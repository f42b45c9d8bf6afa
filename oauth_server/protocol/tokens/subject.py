"""`sub`: the person's random subject, or one of its own for each sector (OpenID Connect Core sections 8 and 8.1)."""

import hashlib
import hmac
from typing import Any
from uuid import UUID

from oauth_server.vocabulary import SubjectType


def subject_for(user: Any, client: Any) -> str:
    """Return what `client` (its `subject_type` and `sector`) knows `user` (`subject`, `audit_key`) by, a UUID.

    A pairwise subject is derived under a random key of the person that no client ever sees, and that goes with the
    account: clients of one sector share it, those of two cannot tell that theirs belong together.
    """
    if client.subject_type != SubjectType.PAIRWISE:
        return str(user.subject)
    derived = hmac.digest(user.audit_key.bytes, b"pairwise subject\x00" + client.sector.encode(), hashlib.sha256)
    return str(UUID(bytes=derived[:16], version=4))
