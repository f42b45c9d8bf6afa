"""What a person says of themselves: written one way, by the page and by the JSON door."""

from collections.abc import Mapping

from django.db import transaction

from accounts.audit.record import AuditEventName, record
from accounts.models import User


@transaction.atomic
def write_profile(*, user: User, values: Mapping[str, str]) -> None:
    """Write what differs, values that the caller has checked, and move `updated` with it; nothing else is touched.

    The trail keeps which fields changed, never what they say.
    """
    changed = {name: value for name, value in values.items() if getattr(user, name) != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(user, name, value)
    user.save(update_fields=[*changed, "updated"])
    record(AuditEventName.PROFILE_CHANGED, person=user, detail={"fields": sorted(changed)})
