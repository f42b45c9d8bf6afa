"""An employee's record: HR keeps it, the employee reads it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Employee(models.Model):
    """`user` is the employee's own account, if there is one; `notes` are for HR alone."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="employee",
    )
    name = models.CharField(_("name"), max_length=150)
    title = models.CharField(_("job title"), max_length=100, blank=True)
    department = models.CharField(_("department"), max_length=100, blank=True, db_index=True)
    hired = models.DateField(_("hired"), null=True, blank=True)
    notes = models.TextField(_("notes"), blank=True, max_length=5_000)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    updated = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        verbose_name = _("employee")
        verbose_name_plural = _("employees")
        ordering = ["-created", "-id"]
        indexes = [models.Index(fields=["-created", "-id"])]

    def __str__(self) -> str:
        return self.name
