"""Failed guesses, counted in rows so that parallel requests and several workers share one count."""

from django.db import models


class GuessCounter(models.Model):
    """`key` names what is guessed at (a digest, never the name itself); `count` failures since `window_start`."""

    key = models.CharField(max_length=64, unique=True)
    window_start = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.key
