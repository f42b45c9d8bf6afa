"""What the audit trail keeps of what libraries and the token room say by signals."""

from typing import Any, Final
from uuid import UUID

from allauth.account.signals import email_changed, email_confirmed
from allauth.socialaccount.signals import social_account_added, social_account_removed
from django.dispatch import receiver

from accounts.audit.record import AuditEventName, record
from accounts.models import User
from accounts.services.guessing import TooManyGuesses, spend
from accounts.signals import spent_token_presented, token_exchanged
from oauth_server.vocabulary import CredentialKind

REPLAYS: Final = "replay"
"""The counter that keeps whoever holds one spent token from filling the trail with it."""


@receiver(token_exchanged, dispatch_uid="accounts.audit.token_exchanged")
def record_exchange(user: User, sid: UUID, **kwargs: Any) -> None:
    """Keep that a sign-in got its next tokens."""
    record(AuditEventName.TOKENS_REFRESHED, person=user, sid=sid, detail={"kind": CredentialKind.JWT})


@receiver(spent_token_presented, dispatch_uid="accounts.audit.spent_token_presented")
def record_replay(user: User, sid: UUID, **kwargs: Any) -> None:
    """Keep that a spent token came again, ten times in fifteen minutes at most."""
    try:
        spend(REPLAYS, str(sid))
    except TooManyGuesses:
        return
    record(AuditEventName.TOKEN_REUSED, person=user, sid=sid, detail={"kind": CredentialKind.JWT})


@receiver(email_changed, dispatch_uid="accounts.audit.email_changed")
def record_change_of_address(user: User, **kwargs: Any) -> None:
    """Keep that another address is the person's own now; which one is not said."""
    record(AuditEventName.ADDRESS_CHANGED, person=user)


@receiver(email_confirmed, dispatch_uid="accounts.audit.email_confirmed")
def record_verified_address(email_address: Any, request: Any = None, **kwargs: Any) -> None:
    """Keep that an address was verified, and can sign in from now on; by whom, where an administrator says so."""
    asks = getattr(request, "user", None)
    other = asks if isinstance(asks, User) and asks.pk != email_address.user_id else None
    record(AuditEventName.ADDRESS_VERIFIED, person=email_address.user, actor=other)


@receiver(social_account_added, dispatch_uid="accounts.audit.provider_connected")
def record_connection(sociallogin: Any, **kwargs: Any) -> None:
    """Keep that another provider signs in to the account from now on."""
    told = {"provider": sociallogin.account.provider}
    record(AuditEventName.PROVIDER_CONNECTED, person=sociallogin.user, detail=told)


@receiver(social_account_removed, dispatch_uid="accounts.audit.provider_disconnected")
def record_disconnection(socialaccount: Any, **kwargs: Any) -> None:
    """Keep that a provider no longer does."""
    told = {"provider": socialaccount.provider}
    record(AuditEventName.PROVIDER_DISCONNECTED, person=socialaccount.user, detail=told)
