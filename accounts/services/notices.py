"""What a person is told by mail of their own account, once it is so (OWASP ASVS 5.0 section 6.3.7)."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User


def tell_of_roles(*, user: User, roles: Iterable[str]) -> None:
    """Mail the roles that the person holds from now on; a mail that cannot be sent takes nothing back."""
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
    _send(user, subject, body % words)


def tell_of_key(*, user: User, name: str, hint: str, expires: datetime) -> None:
    """Mail that an API key was made, by its name and its first characters; never the key."""
    words = {"name": user.get_username(), "host": urlsplit(settings.ISSUER).netloc, "key": name, "hint": hint}
    words["expires"] = f"{expires:%Y-%m-%d}"
    subject = _("A new API key of yours at %(host)s") % words
    body = _(
        'Hello %(name)s,\n\nan API key "%(key)s" (%(hint)s...) of yours was made at %(host)s. It acts as you, '
        "within its scopes, until %(expires)s.\n\nIf this surprises you, revoke it and change your password."
    )
    _send(user, subject, body % words)


def tell_of_acting(*, user: User, actor: User, application: str, reason: str, until: datetime) -> None:
    """Mail that an administrator acts for the person from now on: who, through which application, why, how long."""
    words = {"name": user.get_username(), "host": urlsplit(settings.ISSUER).netloc, "actor": actor.get_username()}
    words |= {"application": application, "reason": reason, "until": f"{until:%Y-%m-%d %H:%M} UTC"}
    subject = _("An administrator acts for you at %(host)s") % words
    body = _(
        "Hello %(name)s,\n\nthe administrator %(actor)s acts for you at %(host)s, through %(application)s, until "
        "%(until)s at the latest, and may look at what you may look at, but not at your credentials, and change "
        "nothing.\n\nThe reason given: %(reason)s\n\nIf this surprises you, answer whoever runs the server."
    )
    _send(user, subject, body % words)


def _send(user: User, subject: str, body: str) -> None:
    def mail() -> None:  # no partial: Django logs the name of what failed
        send_mail(subject, body, None, [user.email])

    if user.email:
        transaction.on_commit(mail, robust=True)
