"""A sign-in at a JSON door that waits for its second factor or its passkey."""

from django.conf import settings
from django.db import models


class DoorChallenge(models.Model):
    """One use, a few tries, bound to the door that it began at; `digest` is the SHA-256 of what the caller holds."""

    digest = models.CharField(max_length=64, unique=True)
    door = models.CharField(max_length=20)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE)
    """Whose password was right; None where a passkey will name the person."""
    credential_epoch = models.PositiveIntegerField(default=0)
    sealed_state = models.TextField(blank=True)
    """What the verification of a passkey needs to know again, encrypted."""
    tries = models.PositiveSmallIntegerField(default=0)
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"Challenge at {self.door}"
