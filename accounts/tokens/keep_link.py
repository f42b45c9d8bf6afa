"""The link in the mail that keeps an account whose owner, or somebody else, has asked to delete it."""

from typing import Final

from django.core import signing

from accounts.models import User

_SALT: Final = "accounts.keep_link"


def key_of(user: User) -> str:
    """Return what stands in the link; it is dead with the next change of credentials."""
    return signing.dumps([user.pk, user.credential_epoch], salt=_SALT)


def person_of(key: str) -> User | None:
    """Return whom a link is about; None where it is not ours or its time is over. It opens no sign-in."""
    try:
        pk, epoch = signing.loads(key, salt=_SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=pk, credential_epoch=epoch, is_active=False).exclude(deletion_due=None).first()
