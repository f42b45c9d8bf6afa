"""Who may register clients at the developer console, and what waits for an administrator: one row."""

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class DeveloperPolicy(models.Model):
    """The one row, by primary key 1; without it, what its defaults say."""

    class Who(models.TextChoices):
        """Who may register a client of their own."""

        NOBODY = "nobody", _("Nobody")
        STAFF = "staff", _("Staff")
        EVERYBODY = "everybody", _("Everybody who has verified an address")

    class Waits(models.TextChoices):
        """Which of them wait for an administrator before they work."""

        NONE = "none", _("None")
        SENSITIVE = "sensitive", _("Those that ask for more than the default scopes, and machines")
        ALL = "all", _("All")

    who = models.CharField(_("who may register"), max_length=9, choices=Who.choices, default=Who.STAFF)
    waits = models.CharField(_("what waits for approval"), max_length=9, choices=Waits.choices, default=Waits.SENSITIVE)
    at_most = models.PositiveIntegerField(_("applications a person"), default=20)

    class Meta:
        verbose_name = _("developer policy")
        verbose_name_plural = _("developer policy")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_developer_policy")]

    def __str__(self) -> str:
        return str(capfirst(self._meta.verbose_name))

    @classmethod
    def current(cls) -> "DeveloperPolicy":
        """Return what holds now."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
