"""The approval of applications that wait: given, refused with a reason, asked for again; mailed and audited."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from accounts.audit.record import AuditEventName, record
from accounts.services.notice_words import Notice
from accounts.services.notices import tell
from oauth_server.protocol.models import Application
from oauth_server.protocol.services.grant_revocation import revoke_client_tokens

LONGEST_REASON: Final = 500
DECIDABLE: Final = (Application.Approval.WAITING, Application.Approval.REFUSED)
"""What may be approved."""


class NotWaiting(ValueError):
    """The application is not in a state that this decides about; nothing was written."""


class ChangedSince(NotWaiting):
    """The application is another than the one that was looked at; nothing was written."""


@transaction.atomic
def approve(*, application: Application, by: Any, seen: datetime | None) -> None:
    """Let an application that waits or was refused work, and tell its owner.

    `seen`: its `updated` when it was looked at, for its owner may change it meanwhile. Raise NotWaiting, ChangedSince.
    """
    row = _locked(application, *DECIDABLE)
    if row.updated != seen:
        raise ChangedSince("The application has changed since it was looked at.")
    _set(application, row, approval="", approval_reason="", enabled=not row.paused)
    record(AuditEventName.CLIENT_APPROVED, person=None, actor=by, client=row.client_id)
    if row.user is not None:
        tell(Notice.APPLICATION_APPROVED, user=row.user, application=row.name or row.client_id)


@transaction.atomic
def refuse(*, application: Application, by: Any, reason: str) -> None:
    """Refuse an application that waits, and tell its owner why, in at most 500 characters. Raise NotWaiting, and
    ValueError without a reason."""
    told = " ".join(reason.split())
    if not told or len(told) > LONGEST_REASON or "\x00" in told:
        raise ValueError("A refusal has a reason of at most 500 characters.")
    row = _locked(application, Application.Approval.WAITING)
    _set(application, row, approval=Application.Approval.REFUSED, approval_reason=told, enabled=False)
    revoke_client_tokens(application=row)
    record(AuditEventName.CLIENT_NOT_APPROVED, person=None, actor=by, client=row.client_id)
    if row.user is not None:
        tell(Notice.APPLICATION_REFUSED, user=row.user, application=row.name or row.client_id, reason=told)


@transaction.atomic
def ask_again(*, application: Application, by: Any) -> None:
    """Let an application that was refused wait once more, after its owner has changed it. Raise NotWaiting."""
    row = _locked(application, Application.Approval.REFUSED)
    _set(application, row, approval=Application.Approval.WAITING, enabled=False)
    record(AuditEventName.CLIENT_WAITS, person=None, actor=by, client=row.client_id)


def _locked(application: Application, *states: str) -> Application:
    found = Application.objects.select_for_update(of=("self",)).select_related("user").filter(pk=application.pk).first()
    if found is None or found.approval not in states:
        raise NotWaiting("The application does not wait for this.")
    return found


def _set(application: Application, row: Application, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(row, name, value)
        setattr(application, name, value)
    row.save(update_fields=[*columns, "updated"])
