"""An account that its owner deletes: closed at once, gone or kept after a delay (OWASP ASVS 5.0 section 7.4.2)."""

from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.audit.record import AuditEventName, record
from accounts.models import User
from accounts.roles import Role
from accounts.services import credentials, deletion_letters

log = structlog.get_logger(__name__)


class LastAdministrator(Exception):
    """Nobody else could administer this server."""


def is_last_administrator(user: User) -> bool:
    """Return whether `user` holds the role Admin, and no other account that is open does."""
    admins = User.objects.filter(groups__name=Role.ADMIN)
    return admins.filter(pk=user.pk).exists() and not admins.filter(is_active=True).exclude(pk=user.pk).exists()


@transaction.atomic
def ask_deletion(*, user: User) -> datetime:
    """Close the account, end every credential of it, and mail how to keep it; return when it goes.

    Nothing is held back for the delay: a closed account answers at every door as a disabled one. Raises
    LastAdministrator, and User.DoesNotExist where it is closed or gone already.
    """
    # Two administrators who leave at the same moment wait for each other here, as in `accounts.services.people`.
    Group.objects.select_for_update().get(name=Role.ADMIN)
    found = User.objects.select_for_update(no_key=True).get(pk=user.pk, is_active=True)
    if is_last_administrator(found):
        raise LastAdministrator
    due = timezone.now() + timedelta(days=settings.DELETION_DELAY_DAYS)
    found.is_active, found.deletion_due = False, due
    found.save(update_fields=["is_active", "deletion_due"])
    credentials.end_credentials(user=found, reason="deletion_asked")
    record(AuditEventName.DELETION_ASKED, person=found, detail={"days": settings.DELETION_DELAY_DAYS})
    deletion_letters.tell_of_deletion(user=found, due=due)
    return due


@transaction.atomic
def keep_account(*, user: User) -> bool:
    """Open the account again; nothing that ended comes back. False where it is open, gone, or its time is over."""
    leaving = User.objects.filter(pk=user.pk, is_active=False, deletion_due__gt=timezone.now())
    if not leaving.update(is_active=True, deletion_due=None):
        return False
    user.refresh_from_db()
    record(AuditEventName.ACCOUNT_KEPT, person=user)
    deletion_letters.tell_of_kept_account(user=user)
    return True


def delete_due_accounts(now: datetime) -> int:
    """Delete the accounts whose time is over, each in a transaction of its own; return how many.

    One that cannot be deleted holds up none of the others: it is logged, and tried again the next time.
    """
    gone = 0
    for pk in list(User.objects.filter(is_active=False, deletion_due__lte=now).values_list("pk", flat=True)):
        try:
            gone += _delete(pk, now)
        except DatabaseError:
            log.exception("account_not_deleted")
    return gone


@transaction.atomic
def _delete(pk: int, now: datetime) -> bool:
    due = User.objects.filter(pk=pk, is_active=False, deletion_due__lte=now)
    found = due.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked).first()
    if found is None:  # another worker has it, or an administrator has kept it
        return False
    deletion_letters.tell_of_deleted_account(user=found)
    credentials.delete_user(user=found, by=None)
    return True
