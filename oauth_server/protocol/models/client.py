"""The client as the token side sees it: one row, one statement, no model instance (RFC 6749 section 2)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Self

from oauth2_provider.models import AbstractApplication

from oauth_server.protocol.models.cap import Cap
from oauth_server.protocol.models.rows import read_duration, read_json, read_moment


def _words(value: str) -> frozenset[str]:
    return frozenset(value.split())


def _text(value: str) -> str:
    return value


def _key(value: int | None) -> int | None:
    return value


@dataclass(frozen=True, slots=True)
class Client:
    """A registered client, under the names of its columns, but for `pk` and `secret`: the stored digest with its
    algorithm, and `scopes`: those within the cap, which takes `withheld_scopes`. `introspects`: the resources that it
    serves; `user_id`: the developer who owns it. A lifetime of None is the server's own."""

    pk: int
    client_id: str
    name: str
    client_type: str
    preset: str
    secret: str
    secret_expires: datetime | None
    older_secret: str
    older_secret_expires: datetime | None
    enabled: bool
    token_epoch: int
    grant_types: frozenset[str]
    scopes: frozenset[str]
    introspects: frozenset[str]
    access_token_lifetime: timedelta | None
    refresh_idle_lifetime: timedelta | None
    refresh_absolute_lifetime: timedelta | None
    token_endpoint_auth_method: str
    token_endpoint_auth_signing_alg: str
    jwks: Any
    jwks_uri: str
    token_format: str
    dpop_bound_access_tokens: bool
    id_token_signed_response_alg: str
    userinfo_signed_response_alg: str
    introspection_signed_response_alg: str
    subject_type: str
    sector: str
    registration_source: str
    user_id: int | None
    cap_scopes: str
    cap_roles: str
    withheld_scopes: frozenset[str] = frozenset()

    @classmethod
    def read(cls, row: Sequence[Any]) -> Self:
        """Return the client from the values of the `client` fragment of a statement."""
        found = {name: read(value) for (name, read), value in zip(READERS.items(), row, strict=True)}
        registered = found["scopes"]
        found["scopes"] = Cap.read(found["cap_scopes"], "").of_scopes(registered)
        return cls(**found, withheld_scopes=registered - found["scopes"])

    @property
    def cap(self) -> Cap:
        """What administrators let it get at most."""
        return Cap.read(self.cap_scopes, self.cap_roles)

    @property
    def is_public(self) -> bool:
        """Whether it can keep no secret (RFC 6749 section 2.1)."""
        return bool(self.client_type == AbstractApplication.CLIENT_PUBLIC)


READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "pk": int,
    "client_id": _text,
    "name": _text,
    "client_type": _text,
    "preset": _text,
    "secret": _text,
    "secret_expires": read_moment,
    "older_secret": _text,
    "older_secret_expires": read_moment,
    "enabled": bool,
    "token_epoch": int,
    "grant_types": _words,
    "scopes": _words,
    "introspects": _words,
    "access_token_lifetime": read_duration,
    "refresh_idle_lifetime": read_duration,
    "refresh_absolute_lifetime": read_duration,
    "token_endpoint_auth_method": _text,
    "token_endpoint_auth_signing_alg": _text,
    "jwks": read_json,
    "jwks_uri": _text,
    "token_format": _text,
    "dpop_bound_access_tokens": bool,
    "id_token_signed_response_alg": _text,
    "userinfo_signed_response_alg": _text,
    "introspection_signed_response_alg": _text,
    "subject_type": _text,
    "sector": _text,
    "registration_source": _text,
    "user_id": _key,
    "cap_scopes": _text,
    "cap_roles": _text,
}
"""How each field is read from its column, in the order of the statement."""
COLUMNS: Final = ", ".join(f"a.{ {'pk': 'id', 'secret': 'client_secret'}.get(name, name) }" for name in READERS)
"""The select list of a client over the alias a (application)."""
