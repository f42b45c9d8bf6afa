"""What a check of the metadata needs: the document, clients of any kind, a person in a browser, and the outside."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.test import Client

from tests.flows.oauth import ISSUER, RelyingParty
from tests.flows.web_pages import Web

DOCUMENT: Final = "/.well-known/oauth-authorization-server"
API: Final = f"{ISSUER}/api"


@dataclass
class World:
    """The server as its metadata describes it. `settings` are those of the test, `outside` what other servers hold."""

    register: Callable[..., RelyingParty]
    user_agent: Client
    settings: Any
    outside: Web

    @property
    def document(self) -> dict[str, Any]:
        """The metadata now."""
        return dict(Client().get(DOCUMENT).json())

    def path(self, member: str) -> str:
        """Return the path of an address that the metadata names."""
        return str(self.document[member]).removeprefix(ISSUER)

    def party(self, **fields: Any) -> RelyingParty | None:
        """Return a client registered so; None where it cannot be."""
        try:
            return self.register(**fields)
        except ValidationError:
            return None

    def error_of_push(self, **changes: str) -> str | None:
        """Return the error of an authorization request with these parameters; None where it is taken."""
        response = self.register().push(Client(), **changes)
        return None if response.status_code == 201 else str(response.json()["error"])

    def holds(self, member: str, others: Iterable[str], works: Callable[[str], bool]) -> None:
        """Fail unless each value that a member lists works, and none of the `others` does."""
        listed = self.document[member]
        assert len(listed) == len(set(listed)) > 0
        assert [value for value in listed if not works(value)] == []
        assert [value for value in others if works(value)] == []


Check = Callable[[World], None]
