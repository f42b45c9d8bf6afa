"""An announcement: anyone reads it."""

from django.utils.translation import gettext_lazy as _

from resources.models.posted import Posted


class Announcement(Posted):
    """Written by whoever holds the model's permissions."""

    class Meta(Posted.Meta):
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
