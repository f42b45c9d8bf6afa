"""The cap of a client: what administrators let it get at most, whatever it is registered for and whoever uses it."""

from dataclasses import dataclass
from typing import Final, Self

from django.db import models
from django.utils.translation import gettext_lazy as _


def _held(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    return one if other is None else other if one is None else one & other


@dataclass(frozen=True, slots=True)
class Cap:
    """The scopes that count, and the roles of a person that count; None: all."""

    scopes: frozenset[str] | None = None
    roles: frozenset[str] | None = None

    @classmethod
    def read(cls, scopes: str, roles: str) -> Self:
        """Return the cap of two space-separated columns; an empty one caps nothing."""
        return cls(frozenset(scopes.split()) or None, frozenset(roles.split()) or None)

    def __and__(self, other: "Cap") -> "Cap":
        """Return what both let through."""
        return Cap(_held(self.scopes, other.scopes), _held(self.roles, other.roles))

    def of_scopes(self, scopes: frozenset[str]) -> frozenset[str]:
        """Return which of these count."""
        return scopes if self.scopes is None else scopes & self.scopes

    def of_roles(self, roles: frozenset[str]) -> frozenset[str]:
        """Return which of these count."""
        return roles if self.roles is None else roles & self.roles


NO_CAP: Final = Cap()


class Capped(models.Model):
    """The columns of a client's cap, and what they leave of what it is registered for."""

    scopes: "models.TextField[str, str]"
    cap_scopes = models.TextField(
        _("cap of scopes"),
        blank=True,
        help_text=_("Whatever it is registered for, it gets these at most; empty: no cap"),
    )
    cap_roles = models.TextField(
        _("cap of roles"), blank=True, help_text=_("The roles of a person that count through it; empty: all")
    )

    class Meta:
        abstract = True

    @property
    def cap(self) -> Cap:
        """The cap of this client."""
        return Cap.read(self.cap_scopes, self.cap_roles)

    @property
    def allowed_scopes(self) -> frozenset[str]:
        """What it may get today: what it is registered for, within the cap."""
        return self.cap.of_scopes(frozenset(self.scopes.split()))

    @property
    def withheld_scopes(self) -> frozenset[str]:
        """What it is registered for and the cap takes."""
        return frozenset(self.scopes.split()) - self.allowed_scopes
