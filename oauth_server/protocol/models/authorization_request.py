"""The stored authorization request: carried by reference through sign-in and consent (the model of RFC 9126)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from oauth2_provider.settings import oauth2_settings

from accounts.models.numbered import numbered


class AuthorizationRequest(models.Model):
    """`digest` is the SHA-256 of the reference in `request_uri`. A decision is bound to the `sid` that made it."""

    digest = models.CharField(max_length=64, unique=True)
    application = models.ForeignKey(
        oauth2_settings.APPLICATION_MODEL, verbose_name=_("application"), on_delete=models.CASCADE
    )
    parameters = models.JSONField()
    pushed = models.BooleanField(_("pushed"), default=False)
    """Came by the pushed authorization request endpoint, from a client that proved itself (RFC 9126)."""
    jkt = models.CharField(_("bound to the key"), max_length=64, blank=True)
    """The key that the code will be bound to (RFC 9449 section 10.1)."""
    created = models.DateTimeField(_("created"), auto_now_add=True)
    opened = models.DateTimeField(_("opened"), null=True, blank=True)
    """When a person first came with it; None for a pushed one that nobody has come with yet."""
    expires = models.DateTimeField(_("expires"), db_index=True)
    decided_sid = models.UUIDField(_("decided by the sign-in"), null=True, blank=True)
    decided_scope = models.TextField(_("allowed scopes"), null=True, blank=True)  # noqa: DJ001 - null: undecided; empty: nothing allowed

    class Meta:
        verbose_name = _("authorization request")
        verbose_name_plural = _("authorization requests")

    def __str__(self) -> str:
        return numbered(self)
