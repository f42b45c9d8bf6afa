"""An index over the origins of clients: which of them may read our answers (contract: CORS)."""

from typing import Any, ClassVar, Final

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST: Final = 255
MOST_LOOKED_AT: Final = 50
"""Rows; clients that share an origin agree on it, so that the first is as good as all."""


class ClientOrigins(models.Manager["ClientOrigin"]):
    """Keeps the index beside the clients, and asks it."""

    def keep(self, application: Any) -> None:
        """Write down the origins of a client, as its row has them."""
        wanted = {origin for origin in application.allowed_origins.split() if len(origin) <= LONGEST}
        known = set(self.filter(application=application).values_list("origin", flat=True))
        if wanted != known:
            self.filter(application=application, origin__in=known - wanted).delete()
            rows = [self.model(application=application, origin=origin) for origin in wanted - known]
            self.bulk_create(rows, ignore_conflicts=True)

    def welcomes(self, origin: str) -> bool:
        """Return whether an active client has this origin: the client's own row says so, the index only finds it."""
        found = self.filter(origin=origin, application__enabled=True)
        listed = found.values_list("application__allowed_origins", flat=True)[:MOST_LOOKED_AT]
        return any(origin in origins.split() for origins in listed)


class ClientOrigin(models.Model):
    """One origin of one client."""

    application = models.ForeignKey(
        settings.OAUTH2_PROVIDER_APPLICATION_MODEL,
        verbose_name=_("application"),
        on_delete=models.CASCADE,
        related_name="origins",
    )
    origin = models.CharField(_("origin"), max_length=LONGEST)

    objects: ClassVar[ClientOrigins] = ClientOrigins()

    class Meta:
        verbose_name = _("origin of an application")
        verbose_name_plural = _("origins of applications")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["origin", "application"], name="an_origin_once_a_client")
        ]

    def __str__(self) -> str:
        return self.origin
