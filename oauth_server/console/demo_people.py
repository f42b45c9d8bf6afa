"""The people of the demo: a value for every standard claim (OpenID Connect Core section 5.1)."""

from dataclasses import dataclass
from typing import Any, Final

from accounts.roles import Role


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Who signs in at the demo. The telephone number is one that nobody has."""

    username: str
    first_name: str
    last_name: str
    phone_number: str
    postal_address: str
    roles: tuple[Role, ...] = ()
    locale: str = "en"

    @property
    def email(self) -> str:
        """Their address, at a domain that nobody has."""
        return f"{self.username}@example.com"

    def profile(self) -> dict[str, Any]:
        """Return the columns of their account beside name, address and password."""
        names = ("first_name", "last_name", "phone_number", "postal_address", "locale")
        return {name: getattr(self, name) for name in names}


PEOPLE: Final = (
    DemoPerson("alice", "Alice", "Liddell", "+442079460101", "3 River Walk\nOxford OX1 4AA\nUnited Kingdom"),
    DemoPerson(
        "mona", "Mona", "Haddad", "+442079460102", "17 Mill Lane\nLeeds LS1 3AB\nUnited Kingdom", (Role.MANAGER,)
    ),
    DemoPerson("hana", "Hana", "Sato", "+442079460103", "8 Orchard Road\nYork YO1 7EP\nUnited Kingdom", (Role.HR,)),
    DemoPerson(
        "adam", "Adam", "Novak", "+442079460104", "42 Station Road\nBath BA1 1SX\nUnited Kingdom", (Role.ADMIN,)
    ),
)
