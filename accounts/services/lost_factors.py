"""A second factor that an administrator takes away, for somebody who has lost it."""

from allauth.mfa.base.internal.flows import delete_dangling_recovery_codes
from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.models import User
from accounts.services import credentials
from accounts.services.notice_words import Notice
from accounts.services.notices import tell


@transaction.atomic
def remove_factor(row: Authenticator, *, by: User | None) -> None:
    """Remove a factor, end what was opened before, and tell its owner; recovery codes go with the last factor."""
    user, name = row.user, str(row)
    row.delete()
    delete_dangling_recovery_codes(user)
    credentials.second_factor_changed(user=user, keep_session_id=None, by=by)
    if row.type == Authenticator.Type.WEBAUTHN:
        tell(Notice.KEY_REMOVED, user=user, key=name)
    elif row.type == Authenticator.Type.TOTP:
        tell(Notice.APP_OFF, user=user)
