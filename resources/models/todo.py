"""A person's to-do entry."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Todo(models.Model):
    """Belongs to one person; nobody else sees it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.CASCADE, related_name="todos"
    )
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True, max_length=2000)
    completed = models.BooleanField(_("done"), default=False)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    updated = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        verbose_name = _("to-do entry")
        verbose_name_plural = _("to-do entries")
        ordering = ["-created", "-id"]
        indexes = [models.Index(fields=["user", "-created", "-id"])]

    def __str__(self) -> str:
        return self.title
