"""Failed guesses, counted in rows so that parallel requests and several workers share one count."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.numbered import numbered


class GuessCounter(models.Model):
    """`key` names what is guessed at (a digest, never the name itself); `count` failures since `window_start`."""

    key = models.CharField(max_length=64, unique=True)
    window_start = models.DateTimeField(_("counted since"), db_index=True)
    count = models.PositiveIntegerField(_("failed guesses"), default=0)

    class Meta:
        verbose_name = _("counter of guesses")
        verbose_name_plural = _("counters of guesses")

    def __str__(self) -> str:
        return numbered(self)
