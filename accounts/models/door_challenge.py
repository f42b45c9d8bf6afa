"""A sign-in at a JSON door that waits for its second factor or its passkey."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.numbered import numbered


class DoorChallenge(models.Model):
    """One use, a few tries, bound to the door that it began at; `digest` is the SHA-256 of what the caller holds."""

    digest = models.CharField(max_length=64, unique=True)
    door = models.CharField(_("door"), max_length=20)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("user"), null=True, on_delete=models.CASCADE)
    """Whose password was right; None where a passkey will name the person."""
    credential_epoch = models.PositiveIntegerField(_("epoch of the credentials"), default=0)
    sealed_state = models.TextField(blank=True)
    """What the verification of a passkey needs to know again, encrypted."""
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    expires = models.DateTimeField(_("expires"), db_index=True)

    class Meta:
        verbose_name = _("unfinished sign-in")
        verbose_name_plural = _("unfinished sign-ins")

    def __str__(self) -> str:
        return numbered(self)
