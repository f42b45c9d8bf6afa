"""What a person is told by mail of their own account, once it is so (OWASP ASVS 5.0 section 6.3.7)."""

from collections.abc import Iterable
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User


def tell_of_roles(*, user: User, roles: Iterable[str]) -> None:
    """Mail the roles that the person holds from now on; a mail that cannot be sent takes nothing back."""
    if not user.email:
        return
    words = {
        "name": user.get_username(),
        "host": urlsplit(settings.ISSUER).netloc,
        "roles": ", ".join(sorted(roles)) or _("none"),
    }
    subject = _("Your roles at %(host)s have changed") % words
    body = _(
        "Hello %(name)s,\n\nan administrator has changed your roles at %(host)s. You now hold: %(roles)s.\n\n"
        "If this surprises you, answer whoever runs the server."
    )
    mail = partial(send_mail, subject, body % words, None, [user.email])
    transaction.on_commit(mail, robust=True)
