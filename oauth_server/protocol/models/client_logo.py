"""A client's logo (RFC 7591 section 2, `logo_uri`), as it was fetched: shown from our own origin and no other."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from oauth2_provider.settings import oauth2_settings

from accounts.models.numbered import numbered


class ClientLogo(models.Model):
    """The image behind `source`. `digest` is of its bytes and names it in its address; an empty one: it was refused."""

    application = models.OneToOneField(
        oauth2_settings.APPLICATION_MODEL, verbose_name=_("application"), on_delete=models.CASCADE, related_name="logo"
    )
    source = models.URLField(_("source"), max_length=500, blank=True)
    content_type = models.CharField(_("media type"), max_length=32, blank=True)
    content = models.BinaryField(default=bytes, editable=False)
    digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    fetched = models.DateTimeField(_("fetched"), auto_now=True)

    class Meta:
        verbose_name = _("logo")
        verbose_name_plural = _("logos")

    def __str__(self) -> str:
        return numbered(self)
