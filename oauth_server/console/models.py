"""The schedule: when each recurring task is due next."""

from django.db import models


class ScheduledTask(models.Model):
    """One row a recurring task; whoever locks the row when it is due puts the task into the queue."""

    name = models.CharField(max_length=100, unique=True)
    due = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
