"""What accounts tells the layers above; sent inside the transaction, so a receiver that fails rolls it back."""

from django.dispatch import Signal

credentials_revoked = Signal()
"""Arguments: `user`, already at the new epoch; `session` (the primary key of the Session that stays, or None); `reason`
(str); `kept_epoch` (the epoch before, where offline grants stay and are to be lifted from it; None where they die)."""

session_ended = Signal()
"""Arguments: `session` (an accounts.Session that has just ended)."""
