"""One sign-in: what ties a browser session, a first-party token pair and online grants together by `sid`."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Session(models.Model):
    """A sign-in of a person. With `ended_at` set, or an epoch behind the user's, nothing issued under it is good."""

    sid = models.UUIDField(_("identifier"), default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.CASCADE, related_name="sessions"
    )
    session_key = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001 - unique where there is a browser, null where there is none
    credential_epoch = models.PositiveIntegerField(_("epoch of the credentials"), default=0)
    auth_time = models.DateTimeField(_("signed in"), default=timezone.now)
    amr = models.JSONField(_("methods of authentication"), default=list)
    acr = models.CharField(_("level of authentication"), max_length=64, blank=True)
    user_agent = models.CharField(_("browser"), max_length=300, blank=True)
    address = models.GenericIPAddressField(_("IP address"), null=True, blank=True)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    last_used = models.DateTimeField(_("last used"), default=timezone.now)
    expires = models.DateTimeField(_("expires"), db_index=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    refresh_jti = models.UUIDField(null=True, blank=True, editable=False)
    """The `jti` of the one first-party refresh token that is good now; rotation is a conditional UPDATE of it."""

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        indexes = [models.Index(fields=["user", "ended_at"])]

    def __str__(self) -> str:
        return str(self.sid)
