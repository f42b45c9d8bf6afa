"""`sub` and `sid`: the same for every client, or one of its own for each sector (OpenID Connect Core section 8)."""

import hashlib
import hmac
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model

from oauth_server.vocabulary import SubjectType


def subject_for(user: Any, client: Any) -> str:
    """Return what `client` (its `subject_type` and `sector`) knows `user` (`subject`, `audit_key`) by, a UUID.

    A pairwise subject is derived under a random key of the person that no client ever sees, and that goes with the
    account: clients of one sector share it, those of two cannot tell that theirs belong together.
    """
    return _derived(user, b"pairwise subject\x00", client) if is_pairwise(client) else str(user.subject)


def sid_for(sid: UUID, user: Any, client: Any) -> str:
    """Return what `client` knows a sign-in of `user` by, a UUID: `sid` itself, or for a pairwise client its sector's.

    One `sid` for all would let clients of two sectors find out that two subjects were signed in at once.
    """
    return _derived(user, b"pairwise sid\x00" + sid.bytes, client) if is_pairwise(client) else str(sid)


def person_known_by(subject: str, client: Any) -> Any:
    """Return the active person whom `client` knows by this very `sub`, else None.

    For a pairwise client every account is tried, for nothing leads back from what it knows: one statement, and a
    microsecond each.
    """
    people = get_user_model()._default_manager.filter(is_active=True)
    if is_pairwise(client):
        tried = people.only("audit_key").iterator()
        found = next((person.pk for person in tried if subject_for(person, client) == subject), None)
        return None if found is None else people.filter(pk=found).first()
    try:
        known = UUID(subject)
    except ValueError:
        return None
    return people.filter(subject=known).first() if str(known) == subject else None


def is_pairwise(client: Any) -> bool:
    """Return whether a client (its `subject_type`) knows people by subjects that other sectors do not."""
    return bool(client.subject_type == SubjectType.PAIRWISE)


def _derived(user: Any, purpose: bytes, client: Any) -> str:
    derived = hmac.digest(user.audit_key.bytes, purpose + client.sector.encode(), hashlib.sha256)
    return str(UUID(bytes=derived[:16], version=4))
