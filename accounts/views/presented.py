"""What the doors for people who are signed in read of the principal that the guard puts into `request.auth`."""

from collections.abc import Set as AbstractSet
from typing import Protocol, cast
from uuid import UUID

from django.conf import settings
from rest_framework.request import Request

from oauth_server.vocabulary import CredentialKind


class Presented(Protocol):
    """The credential that was presented."""

    @property
    def kind(self) -> CredentialKind:
        """The kind of the credential."""

    @property
    def session_id(self) -> int | None:
        """The primary key of its sign-in."""

    @property
    def sid(self) -> UUID | None:
        """The name of its sign-in."""

    @property
    def roles(self) -> AbstractSet[str]:
        """The roles that the person holds now."""


def presented(request: Request) -> Presented:
    """Return the credential of a caller whom the guard has let in."""
    return cast("Presented", request.auth)


def key_of(request: Request) -> str:
    """Return the API key that was presented."""
    key: str = request.headers[settings.API_KEY_HEADER]
    return key.strip(" \t")


def header_of(request: Request) -> str | None:
    """Return the Authorization header; where there is one, no cookie counts."""
    header: str | None = request.META.get("HTTP_AUTHORIZATION")
    return header
