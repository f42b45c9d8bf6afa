"""What follows from migrating, from signing in and out, and from changed credentials, whichever page did it."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import (
    authentication_step_completed,
    email_changed,
    email_confirmed,
    email_removed,
    password_changed,
    password_set,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User
from accounts.services import device, sign_in, sign_out, unfinished_sign_up
from accounts.services.factor_change import factors_changed
from accounts.services.notice_words import Notice
from accounts.services.notices import tell
from accounts.services.roles import ensure_groups, ensure_permissions
from accounts.tokens.browser_session import SID


@receiver(post_migrate, dispatch_uid="accounts.make_the_groups_of_the_roles")
def make_the_groups_of_the_roles(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Make the groups once the tables are there, and give them what they hold of each application's models."""
    if using != "default":
        return
    if sender.label == "accounts":
        ensure_groups()
    ensure_permissions(sender)


@receiver(user_logged_in, dispatch_uid="accounts.begin_browser_session")
def begin_browser_session(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Record the sign-in that this session stands for, and that this browser is known now: not before, lest whoever
    has the password alone gets a new count of guesses at the second factor with each new cookie."""
    known = device.known_device(request, user) is not None
    opened = sign_in.begin_browser_session(request, user)
    device.signed_in(request, user)
    unfinished_sign_up.forget(request)
    if not known and sign_in.has_signed_in_before(opened):
        tell(Notice.NEW_BROWSER, user=user)


@receiver(user_logged_out, dispatch_uid="accounts.end_browser_session")
def end_browser_session(request: HttpRequest | None, **kwargs: Any) -> None:
    """End the sign-in that this session stood for."""
    sid = request.session.get(SID) if request is not None else None
    if sid is not None:
        sign_out.end_session_by_sid(sid=sid, reason="signed_out")


@receiver(authentication_step_completed, dispatch_uid="accounts.renew_auth_time")
def renew_auth_time(request: HttpRequest, *, reauthenticated: bool = False, **kwargs: Any) -> None:
    """Move `auth_time` where somebody signed in has proved to be there again."""
    if reauthenticated:
        sign_in.renew_auth_time(request)


@receiver(password_changed, dispatch_uid="accounts.follow_session_key.changed")
@receiver(password_set, dispatch_uid="accounts.follow_session_key.set")
def follow_session_key(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Follow the browser session to the new cookie that a change of password gives it; the browser stays known."""
    sign_in.follow_cookie(request)
    device.signed_in(request, user)


@receiver(authenticator_added, dispatch_uid="accounts.end_what_the_old_factors_gave.added")
@receiver(authenticator_removed, dispatch_uid="accounts.end_what_the_old_factors_gave.removed")
@receiver(authenticator_reset, dispatch_uid="accounts.end_what_the_old_factors_gave.reset")
def end_what_the_old_factors_gave(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Throw the switch where a person has changed their second factors."""
    factors_changed(request=request, user=user)


@receiver(authenticator_added, dispatch_uid="accounts.tell_of_key.added")
@receiver(authenticator_removed, dispatch_uid="accounts.tell_of_key.removed")
def tell_of_key(signal: Any, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Mail that a passkey or security key came or went, by its name."""
    if authenticator.type == Authenticator.Type.WEBAUTHN:
        notice = Notice.KEY_ADDED if signal is authenticator_added else Notice.KEY_REMOVED
        tell(notice, user=user, key=str(authenticator))


@receiver(email_confirmed, dispatch_uid="accounts.tell_of_verified_address")
def tell_of_verified_address(email_address: EmailAddress, **kwargs: Any) -> None:
    """Mail the primary address that another one belongs to the account now."""
    tell(Notice.ADDRESS_VERIFIED, user=email_address.user, address=email_address.email)


@receiver(email_removed, dispatch_uid="accounts.tell_of_removed_address")
def tell_of_removed_address(user: User, email_address: EmailAddress, **kwargs: Any) -> None:
    """Mail that an address went, to itself too where it was verified."""
    also = [email_address.email] if email_address.verified else []
    tell(Notice.ADDRESS_REMOVED, user=user, also=also, address=email_address.email)


@receiver(email_changed, dispatch_uid="accounts.tell_of_primary_address")
def tell_of_primary_address(
    user: User, from_email_address: EmailAddress | None, to_email_address: EmailAddress, **kwargs: Any
) -> None:
    """Mail the old primary address and the new one of the change."""
    if from_email_address is None:
        return
    also = [from_email_address.email] if from_email_address.verified else []
    words = {"address": to_email_address.email, "before": from_email_address.email}
    tell(Notice.PRIMARY_CHANGED, user=user, also=also, **words)
