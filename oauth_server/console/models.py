"""The schedule: when each recurring task is due next."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScheduledTask(models.Model):
    """One row a recurring task; whoever locks the row when it is due puts the task into the queue."""

    name = models.CharField(_("task"), max_length=100, unique=True)
    due = models.DateTimeField(_("due"))

    class Meta:
        verbose_name = _("scheduled task")
        verbose_name_plural = _("scheduled tasks")

    def __str__(self) -> str:
        return self.name
