"""What a person decides about, at the consent page and at the page of a device: the parts that both show."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from oauth_server.console import scope_choice
from oauth_server.console.client_facts import facts_of
from oauth_server.protocol.models import Application
from oauth_server.protocol.models.application import lifetime_of
from oauth_server.protocol.scopes import wire
from oauth_server.vocabulary import SCOPES, AccessTokenFacts, CredentialKind, Scope, Withheld
from resources.principal import Principal


def switch_account_url(back: str) -> str:
    """Return where somebody else signs in and comes back to `back`, an address of this server."""
    return f"{reverse('account_logout')}?{urlencode({'next': back})}"


def context_of(
    client: Application,
    scope: frozenset[str],
    sign_in: AccessTokenFacts,
    *,
    back: str,
    hidden: dict[str, str],
    remembered: frozenset[str] = frozenset(),
    named: scope_choice.Named | None = None,
    withheld: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """Return the context of `oauth/parts/`. `back`: where to come back to as somebody else; `remembered`: what was
    allowed before, where that counts; `named`: the claims that are asked for by name, by the scope that gives them;
    `withheld`: the scopes that are asked for and capped."""
    person = _through(client, sign_in)
    scopes = scope_choice.described(scope, person, remembered=remembered, named=named or {})
    new = [shown for shown in scopes if shown["new"]]
    longest = lifetime_of(client.refresh_absolute_lifetime, settings.REFRESH_TOKEN_ABSOLUTE_LIFETIME)
    return {
        "client": facts_of(client),
        "user": sign_in.user,
        "switch_account_url": switch_account_url(back),
        "scopes": scopes,
        "new_scopes": new,
        "known_scopes": [shown for shown in scopes if shown not in new],
        "optional": any(shown["optional"] for shown in scopes),
        "withheld": [_(SCOPES[Scope(name)].text) for name in wire(withheld).split()],
        "withheld_roles": sorted(person.withheld.roles),
        "returning": bool(remembered),
        "offline": Scope.OFFLINE_ACCESS in scope,
        "offline_days": max(1, longest.days),
        "hidden": hidden,
    }


def _through(client: Application, sign_in: AccessTokenFacts) -> Principal:
    """Return the person as they count through a client."""
    person = Principal.from_facts(CredentialKind.SESSION, sign_in)
    roles = client.cap.roles
    if roles is None:
        return person
    counting = frozenset(role for role in person.roles if role in roles)
    withheld = Withheld(roles=person.roles - counting, roles_capped=True)
    return replace(person, roles=counting, withheld=withheld)
