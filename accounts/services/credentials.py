"""The one switch: what ends when an account is disabled or its credentials change (contract: The one switch)."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.audit.record import AuditEventName, record
from accounts.models import ApiKey, DoorChallenge, Session, User
from accounts.services.notice_words import Notice
from accounts.services.notices import tell
from accounts.services.sign_out import end_sessions
from accounts.signals import credentials_revoked
from accounts.tokens import drf_token


@transaction.atomic
def disable_user(*, user: User, by: User | None) -> None:
    """Disable an account; everything dies: sessions, first-party tokens, codes, grants. `by`: None for the system."""
    user.is_active, user.deletion_due = False, None  # an administrator's word; it is not the owner's to open again
    user.save(update_fields=["is_active", "deletion_due"])
    end_credentials(user=user, reason="user_disabled")
    record(AuditEventName.USER_DISABLED, person=user, actor=by)


@transaction.atomic
def enable_user(*, user: User, by: User | None) -> None:
    """Let an account sign in again, also one that its owner was deleting; nothing that it held before comes back."""
    user.is_active, user.deletion_due = True, None
    user.save(update_fields=["is_active", "deletion_due"])
    record(AuditEventName.USER_ENABLED, person=user, actor=by)


@transaction.atomic
def delete_user(*, user: User, by: User | None) -> None:
    """Delete an account with everything that hangs on it; its subject was random and is never given again."""
    end_credentials(user=user, reason="user_deleted")
    record(AuditEventName.USER_DELETED, person=user, actor=by)
    user.delete()


@transaction.atomic
def revoke_credentials(*, user: User, by: User | None) -> None:
    """End every credential of an account that stays as it is. `by`: None for the command line."""
    end_credentials(user=user, reason="revoked")
    record(AuditEventName.CREDENTIALS_REVOKED, person=user, actor=by)


@transaction.atomic
def not_me(*, user: User, by: User | None = None) -> None:
    """Somebody else acted as `user`: everything dies, keys, offline grants and links in the mail too.

    The account stays, and is entered by its password, a passkey or a new reset link. Addresses that nobody has
    verified go, for whoever added one could still verify it. `by`: None for the person and for the command line.
    """
    end_credentials(user=user, reason=AuditEventName.NOT_ME)
    tell(Notice.NOT_ME, user=user)
    EmailAddress.objects.filter(user_id=user.pk, verified=False).delete()
    record(AuditEventName.NOT_ME, person=user, actor=by)


@transaction.atomic
def password_changed(
    *, user: User, keep_session_id: int | None = None, keep_connected: bool = False, by: User | None = None
) -> None:
    """End what the old password gave, whoever wrote the new one: a second time does no harm. `by`: None for `user`."""
    end_credentials(
        user=user, reason="password_changed", keep_session_id=keep_session_id, keep_connected=keep_connected
    )
    record(AuditEventName.PASSWORD_CHANGED, person=user, actor=by, detail={"keep_connected": keep_connected})


@transaction.atomic
def second_factor_changed(
    *, user: User, keep_session_id: int | None, keep_connected: bool = False, by: User | None = None
) -> None:
    """End what was opened before a second factor came or went, but for the caller's own sign-in. `by`: who took it
    from `user`; None where they changed it themselves."""
    end_credentials(
        user=user, reason="second_factor_changed", keep_session_id=keep_session_id, keep_connected=keep_connected
    )
    record(AuditEventName.SECOND_FACTOR_CHANGED, person=user, actor=by, detail={"keep_connected": keep_connected})


@transaction.atomic
def set_password(
    *,
    user: User,
    password: str,
    keep_session_id: int | None = None,
    keep_connected: bool = False,
    by_link: bool = False,
) -> None:
    """Set a password and throw the switch in one transaction. `by_link`: a reset link said who it is."""
    user.set_password(password)
    User.objects.filter(pk=user.pk).update(password=user.password)
    user._password = None  # saved, and the epoch is raised below: a later save of this instance raises it no more
    end_credentials(
        user=user, reason="password_changed", keep_session_id=keep_session_id, keep_connected=keep_connected
    )
    event = AuditEventName.PASSWORD_RESET if by_link else AuditEventName.PASSWORD_CHANGED
    record(event, person=user, detail={"keep_connected": keep_connected})


@transaction.atomic
def end_credentials(
    *, user: User, reason: str, keep_session_id: int | None = None, keep_connected: bool = False
) -> None:
    """End every sign-in of `user` but one, first-party tokens, pending codes and challenges, and online grants;
    personal keys and offline grants too unless `keep_connected`.

    The epoch is raised in any case, so that what is being issued this very moment on the old facts is dead; what stays
    is lifted to the new one. `keep_session_id` is the caller's own sign-in; None: nothing stays. `reason` is a word
    for the trail and the receivers.
    """
    User.objects.filter(pk=user.pk).update(credential_epoch=F("credential_epoch") + 1)
    user.refresh_from_db(fields=["credential_epoch"])
    before = user.credential_epoch - 1
    drf_token.revoke(user)
    DoorChallenge.objects.filter(user_id=user.pk).delete()
    keys = ApiKey.objects.filter(user_id=user.pk, revoked_at=None)
    if keep_connected:
        keys.filter(credential_epoch=before).update(credential_epoch=user.credential_epoch)
    else:
        keys.update(revoked_at=timezone.now())
    end_sessions(user=user, keep_session_id=keep_session_id, reason=reason)
    if keep_session_id is not None:
        mine = Session.objects.filter(pk=keep_session_id, user_id=user.pk, ended_at=None)
        mine.update(credential_epoch=user.credential_epoch)
    credentials_revoked.send(
        sender=User,
        user=user,
        session=keep_session_id,
        reason=reason,
        kept_epoch=before if keep_connected else None,
    )
