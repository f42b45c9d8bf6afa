"""The one API token that a person's scripts share (the DRF token), where it is good."""

from typing import Any

from django.utils import timezone

from accounts.models import DrfToken
from accounts.tokens.drf_token import ABSOLUTE, IDLE


def shown(user: Any) -> dict[str, Any] | None:
    """Return since when, until when, and when it was used last; None where there is none. One statement."""
    epoch = user.credential_epoch
    row = DrfToken.objects.filter(user_id=user.pk, revoked_at=None, credential_epoch=epoch).first()
    if row is None:
        return None
    expires = min(row.last_used + IDLE, row.created + ABSOLUTE)
    if expires <= timezone.now():
        return None
    return {"since": row.created, "last_used": row.last_used, "expires": expires}
