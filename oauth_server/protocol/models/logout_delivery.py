"""A logout token on its way to a client, kept until it arrived (OpenID Connect Back-Channel Logout section 2.5)."""

from django.db import models
from oauth2_provider.settings import oauth2_settings


class LogoutDelivery(models.Model):
    """One client to be told that a sign-in ended. The token itself is made anew at each attempt; `subject` is the
    client's own `sub`. Delivered at `delivered_at`; given up at `expires`."""

    application = models.ForeignKey(oauth2_settings.APPLICATION_MODEL, on_delete=models.CASCADE)
    subject = models.CharField(max_length=255)
    sid = models.UUIDField(null=True, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField(db_index=True)
    next_attempt = models.DateTimeField(db_index=True)
    attempts = models.PositiveIntegerField(default=0)
    last_answer = models.CharField(max_length=64, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "logout deliveries"

    def __str__(self) -> str:
        return f"Logout delivery {self.pk}"
