"""What accounts tells the layers above; sent inside the transaction, so a receiver that fails rolls it back."""

from django.dispatch import Signal

credentials_revoked = Signal()
"""Arguments: `user`, already at the new epoch; `session` (the primary key of the Session that stays, or None); `reason`
(str); `kept_epoch` (the epoch before, where offline grants stay and are to be lifted from it; None where they die)."""

token_exchanged = Signal()
"""A first-party refresh or sliding token was spent for its successor. Arguments: `user`, `sid` (of the sign-in)."""

spent_token_presented = Signal()
"""One that was spent before was presented again, and refused. Arguments: `user`, `sid`; sent outside any transaction,
so that what it writes stays."""

session_ended = Signal()
"""Arguments: `session` (an accounts.Session that has just ended)."""
