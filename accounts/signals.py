"""What accounts tells the layers above; sent inside the transaction, so a receiver that fails rolls it back."""

from django.dispatch import Signal

credentials_revoked = Signal()
"""Arguments: `user`, `session` (the primary key of the Session that stays, or None), `reason` (str)."""

session_ended = Signal()
"""Arguments: `session` (an accounts.Session that has just ended)."""
