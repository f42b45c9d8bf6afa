"""Where a client stands with the administrators who look at it first, and with its owner, who may pause it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Approved(models.Model):
    """The columns of a client's approval. One that waits, or was refused, is never enabled."""

    class Approval(models.TextChoices):
        """Where a client stands that an administrator looks at first."""

        WAITING = "waiting", _("Waiting")
        REFUSED = "refused", _("Refused")

    approval = models.CharField(
        _("approval"),
        max_length=8,
        blank=True,
        choices=Approval.choices,
        help_text=_("Empty: approved, or none was asked for. One that waits or was refused is not enabled"),
    )
    approval_reason = models.CharField(
        _("reason of the refusal"), max_length=500, blank=True, help_text=_("Its owner reads it")
    )
    paused = models.BooleanField(
        _("disabled by its owner"),
        default=False,
        help_text=_("Its owner may enable it again; untick this to keep that to administrators"),
    )

    class Meta:
        abstract = True
