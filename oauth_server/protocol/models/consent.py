"""Consent: what a person has allowed an application, one row for the two (OpenID Connect Core section 3.1.2.4)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from oauth2_provider.settings import oauth2_settings

from accounts.models.numbered import numbered


class Consent(models.Model):
    """`scope` is what was allowed (space separated); asked again only for what is new."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.CASCADE, related_name="consents"
    )
    application = models.ForeignKey(
        oauth2_settings.APPLICATION_MODEL, verbose_name=_("application"), on_delete=models.CASCADE
    )
    scope = models.TextField(_("scopes"), blank=True)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    updated = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [models.UniqueConstraint(fields=["user", "application"], name="one_consent_for_the_two")]

    def __str__(self) -> str:
        return numbered(self)
