"""An employee's record: HR keeps it, the employee reads it."""

from django.conf import settings
from django.db import models


class Employee(models.Model):
    """`user` is the employee's own account, if there is one; `notes` are for HR alone."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="employee"
    )
    name = models.CharField(max_length=150)
    title = models.CharField(max_length=100, blank=True)
    department = models.CharField(max_length=100, blank=True, db_index=True)
    hired = models.DateField(null=True, blank=True)
    notes = models.TextField(blank=True, max_length=5_000)
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-created", "-id"]
        indexes = [models.Index(fields=["-created", "-id"])]

    def __str__(self) -> str:
        return self.name
