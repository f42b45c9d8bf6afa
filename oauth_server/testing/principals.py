"""Callers for tests, each with a real credential: nothing between the request and the decision is bypassed."""

import secrets
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import datetime
from ipaddress import ip_network
from typing import Any, Final, Self

from django.test import override_settings

from accounts.models import User
from accounts.roles import Role
from accounts.services.authentication_methods import PASSWORD
from accounts.services.roles import grant_role
from oauth_server.testing.applications import API_SCOPES
from oauth_server.testing.caller import Caller
from oauth_server.testing.credentials import MAKERS, Wanted
from oauth_server.vocabulary import CredentialKind
from resources.principal import NARROWED

PERSONLESS: Final = frozenset({CredentialKind.ANONYMOUS, CredentialKind.SERVICE_KEY, CredentialKind.OAUTH2_MACHINE})
SWITCHED_ON: Final[dict[CredentialKind, dict[str, Any]]] = {
    CredentialKind.BASIC: {"BASIC_AUTHENTICATION": True},
    CredentialKind.REMOTE_USER: {
        "REMOTE_USER_HEADER": "X-Remote-User",
        "TRUSTED_PROXIES": [ip_network("127.0.0.0/8"), ip_network("::1/128")],
    },
}
"""What a kind needs that is off by default; the test client calls from a loopback address."""
CHEAP_HASHES: Final = {"ARGON2_TIME_COST": 1, "ARGON2_MEMORY_COST": 8}


class Principals:
    """Makes people and callers. As a context it puts back the settings that its callers needed."""

    def __init__(self) -> None:
        self._settings = ExitStack()
        self._password = secrets.token_urlsafe(12)
        self._switched: set[CredentialKind] = set()

    def __enter__(self) -> Self:
        """Hash passwords cheaply from now on."""
        self._settings.enter_context(override_settings(**CHEAP_HASHES))
        return self

    def __exit__(self, *raised: object) -> None:
        """Put the settings back."""
        self._settings.close()

    def person(self, *, roles: Iterable[str] = (), superuser: bool = False) -> User:
        """Return a new person who holds these roles, made as the service makes people of such roles."""
        create = User.objects.create_superuser if superuser else User.objects.create_user
        name = f"person-{secrets.token_hex(4)}"
        user = create(name, f"{name}@example.com", self._password)
        for role in roles:
            grant_role(user=user, role=Role(role))
        return user

    def __call__(
        self,
        role: str | None = None,
        *,
        roles: Iterable[str] = (),
        via: CredentialKind = CredentialKind.SESSION,
        scopes: Iterable[str] | None = None,
        amr: Iterable[str] = (PASSWORD,),
        auth_time: datetime | None = None,
        user: User | None = None,
        password: str = "",
        superuser: bool = False,
    ) -> Caller:
        """Return a caller that acts by a credential of the kind `via`.

        Without `user` a new person is made, with `role` or `roles`; a `user` of the test's own needs its `password` for
        Basic. `scopes` narrows a third party's token or a key (None: every scope of the API). `amr` and `auth_time`
        (None: now) are those of the sign-in, where the kind has one. Raises ValueError for scopes of a kind that is not
        narrowed, and for an unknown role.
        """
        if scopes is not None and via not in NARROWED:
            raise ValueError(f"A credential of the kind {via} is not narrowed by scopes.")
        if via in SWITCHED_ON and via not in self._switched:
            self._settings.enter_context(override_settings(**SWITCHED_ON[via]))
            self._switched.add(via)
        held = [*roles, *([role] if role else [])]
        if user is None and via not in PERSONLESS:
            user = self.person(roles=held, superuser=superuser)
        wanted = Wanted(
            user=user,
            scopes=API_SCOPES if scopes is None else frozenset(scopes),
            amr=tuple(amr),
            auth_time=auth_time,
            password=password or self._password,
        )
        return MAKERS[via](wanted)
