"""A report, which managers read and write."""

from django.utils.translation import gettext_lazy as _

from resources.models.posted import Posted


class Report(Posted):
    """Read and written by whoever holds the model's permissions."""

    class Meta(Posted.Meta):
        verbose_name = _("report")
        verbose_name_plural = _("reports")
