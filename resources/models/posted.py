"""What somebody wrote for others to read: an announcement, a report."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Posted(models.Model):
    """A title and a text; they outlive their author's account."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), blank=True, max_length=10_000)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    updated = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        abstract = True
        ordering = ["-created", "-id"]
        indexes = [models.Index(fields=["-created", "-id"])]

    def __str__(self) -> str:
        return self.title
