"""The toolkit's device grant model (RFC 8628), swapped so that it lives beside the others."""

from oauth2_provider.models import AbstractDeviceGrant


class DeviceGrant(AbstractDeviceGrant):
    """The device grant is not offered yet; the table is here from the first migration."""

    class Meta(AbstractDeviceGrant.Meta):
        abstract = False
