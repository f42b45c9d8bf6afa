"""Providers by which people sign in: their secrets sealed at rest, and who is connected with what."""

from collections.abc import Iterable
from typing import Final

from allauth.socialaccount.models import SocialAccount, SocialApp
from django.db import transaction

from accounts.models import UpstreamProvider, User
from accounts.services import passkeys
from accounts.tokens import sealed

KIND: Final = "openid_connect"
"""What django-allauth calls a provider of any name that speaks OpenID Connect."""
PURPOSE: Final = "upstream client secret"


def seal_secret(secret: str) -> str:
    """Return a client secret as its row keeps it."""
    return sealed.seal(PURPOSE, secret.encode())


def application_of(provider: UpstreamProvider) -> SocialApp:
    """Return a provider as django-allauth wants it, with its secret open; never saved, so no row keeps it in clear."""
    secret = sealed.open_sealed(PURPOSE, provider.sealed_secret) or b""
    return SocialApp(
        provider=KIND,
        provider_id=provider.provider_id,
        name=provider.name,
        client_id=provider.client_id,
        secret=secret.decode(),
        settings={
            "server_url": provider.issuer,
            "oauth_pkce_enabled": True,
            "token_auth_method": provider.token_auth_method,
        },
    )


def offered() -> Iterable[UpstreamProvider]:
    """Return the providers by which people may sign in now; one statement."""
    return UpstreamProvider.objects.filter(enabled=True)


def any_offered() -> bool:
    """Return whether people may sign in by any provider now."""
    return UpstreamProvider.objects.filter(enabled=True).exists()


def is_offered(provider_id: str) -> bool:
    """Return whether people may sign in by this provider now."""
    return UpstreamProvider.objects.filter(provider_id=provider_id, enabled=True).exists()


def has_other_way_in(*, user: User, without: SocialAccount) -> bool:
    """Return whether `user` can sign in by something else than this connection: a password, a passkey, another one."""
    if user.has_usable_password() or passkeys.has_passkey(user):
        return True
    others = SocialAccount.objects.filter(user_id=user.pk).exclude(pk=without.pk)
    usable = UpstreamProvider.objects.filter(enabled=True).values("provider_id")
    return bool(others.filter(provider__in=usable).exists())


@transaction.atomic
def remove_provider(provider: UpstreamProvider) -> None:
    """Delete a provider with every connection by it, so that another of the same identifier inherits nobody."""
    for account in SocialAccount.objects.filter(provider=provider.provider_id):
        account.delete()
    provider.delete()
