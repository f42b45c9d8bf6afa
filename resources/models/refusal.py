"""A refusal of an identified caller, kept for a while so that it can be explained."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Refusal(models.Model):
    """`decision` is the id that the caller was given; `chain` the steps in their order: name, outcome, reason."""

    decision = models.UUIDField(_("decision"), primary_key=True, default=uuid4)
    at = models.DateTimeField(_("time"), default=timezone.now, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), null=True, on_delete=models.CASCADE, related_name="+"
    )
    caller = models.CharField(_("caller"), max_length=120)
    """The person's subject, the client's id or the key's: what the number of rows is bounded by."""
    kind = models.CharField(_("kind of credential"), max_length=20)
    client_id = models.CharField(_("client"), max_length=100, blank=True)
    method = models.CharField(_("method"), max_length=10)
    path = models.CharField(_("path"), max_length=200)
    """The route of the policy row, not the address that was asked for."""
    status = models.PositiveSmallIntegerField(_("status"))
    detail = models.CharField(_("details"), max_length=300)
    chain = models.JSONField(_("steps"), default=list)

    class Meta:
        verbose_name = _("refusal")
        verbose_name_plural = _("refusals")
        ordering = ["-at"]
        indexes = [models.Index(fields=["caller", "-at"])]

    def __str__(self) -> str:
        return str(self.decision)
