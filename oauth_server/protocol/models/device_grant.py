"""The device grant: one device code, one user code, decided once (RFC 8628 section 3)."""

from django.db import models
from django.utils import timezone
from oauth2_provider.models import AbstractDeviceGrant
from oauth2_provider.settings import oauth2_settings


class DeviceGrant(AbstractDeviceGrant):
    """`device_code` and `user_code` hold SHA-256 digests. `grant` is the anchor that the person's approval made; it is
    redeemed once, at `redeemed_at`. `address` and `user_agent` are the device's, shown to the person who decides."""

    application = models.ForeignKey(oauth2_settings.APPLICATION_MODEL, on_delete=models.CASCADE, null=True)
    grant = models.OneToOneField(oauth2_settings.GRANT_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    audience = models.CharField(max_length=255, blank=True)
    jkt = models.CharField(max_length=64, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    user_agent = models.CharField(max_length=300, blank=True)
    created = models.DateTimeField(default=timezone.now, editable=False)
    polled_at = models.DateTimeField(null=True, blank=True)
    redeemed_at = models.DateTimeField(null=True, blank=True)

    class Meta(AbstractDeviceGrant.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["device_code"], name="one_row_a_device_code"),
            models.UniqueConstraint(fields=["user_code"], name="one_row_a_user_code"),
        ]
        indexes = [models.Index(fields=["expires"])]

    def __str__(self) -> str:
        return f"Device grant {self.pk}"
