"""The DRF token: one a user, derived from user and generation, stored as a digest."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.numbered import numbered


class DrfToken(models.Model):
    """`digest` is the SHA-256 of the 40-character key; a logout raises `generation`, which makes another key."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.CASCADE, related_name="drf_token"
    )
    generation = models.PositiveIntegerField(_("generation"), default=0)
    digest = models.CharField(max_length=64, unique=True)
    credential_epoch = models.PositiveIntegerField(_("epoch of the credentials"), default=0)
    created = models.DateTimeField(_("created"), default=timezone.now)
    last_used = models.DateTimeField(_("last used"), default=timezone.now)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return numbered(self)
