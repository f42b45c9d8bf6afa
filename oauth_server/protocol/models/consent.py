"""Consent: what a person has allowed an application, one row for the two (OpenID Connect Core section 3.1.2.4)."""

from django.conf import settings
from django.db import models
from oauth2_provider.settings import oauth2_settings


class Consent(models.Model):
    """`scope` is what was allowed (space separated); asked again only for what is new."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents")
    application = models.ForeignKey(oauth2_settings.APPLICATION_MODEL, on_delete=models.CASCADE)
    scope = models.TextField(blank=True)
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "application"], name="one_consent_for_the_two")]

    def __str__(self) -> str:
        return f"Consent {self.pk}"
