"""The one switch: what ends when an account is disabled or its credentials change (contract: The one switch)."""

import structlog
from django.db import transaction
from django.db.models import F

from accounts.models import Session, User
from accounts.services.sign_in import end_sessions
from accounts.signals import credentials_revoked
from accounts.tokens import drf_token

log = structlog.get_logger(__name__)


@transaction.atomic
def disable_user(*, user: User, by: User | None) -> None:
    """Disable an account; everything dies: sessions, first-party tokens, codes, grants. `by`: None for the system."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_credentials(user=user, reason="user_disabled")
    log.info("user_disabled", user=str(user.subject), by=str(by.subject) if by else None)


@transaction.atomic
def enable_user(*, user: User, by: User | None) -> None:
    """Let an account sign in again; nothing that it held before comes back."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    log.info("user_enabled", user=str(user.subject), by=str(by.subject) if by else None)


@transaction.atomic
def password_changed(*, user: User, keep_session_id: int | None = None, keep_connected: bool = False) -> None:
    """End what the old password gave, whoever wrote the new one: a second time does no harm."""
    end_credentials(
        user=user, reason="password_changed", keep_session_id=keep_session_id, keep_connected=keep_connected
    )
    log.info("password_changed", user=str(user.subject), keep_connected=keep_connected)


@transaction.atomic
def set_password(
    *, user: User, password: str, keep_session_id: int | None = None, keep_connected: bool = False
) -> None:
    """Set a password and throw the switch in one transaction."""
    user.set_password(password)
    if keep_connected:  # saving the user would raise the epoch
        User.objects.filter(pk=user.pk).update(password=user.password)
    else:
        user.save(update_fields=["password"])
    password_changed(user=user, keep_session_id=keep_session_id, keep_connected=keep_connected)


@transaction.atomic
def end_credentials(
    *, user: User, reason: str, keep_session_id: int | None = None, keep_connected: bool = False
) -> None:
    """End every sign-in of `user` but one, the DRF token and pending codes, and all grants unless `keep_connected`.

    `keep_session_id` is the caller's own sign-in, which stays good under the new epoch; None: nothing stays. `reason`
    is a word for the log and the receivers.
    """
    if not keep_connected:
        User.objects.filter(pk=user.pk).update(credential_epoch=F("credential_epoch") + 1)
        user.refresh_from_db(fields=["credential_epoch"])
    drf_token.revoke(user)
    end_sessions(user=user, keep_session_id=keep_session_id, reason=reason)
    if keep_session_id is not None:
        Session.objects.filter(pk=keep_session_id, user_id=user.pk).update(credential_epoch=user.credential_epoch)
    credentials_revoked.send(sender=User, user=user, session=keep_session_id, reason=reason)
