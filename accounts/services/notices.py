"""What a person is told by mail of their own account, once it is so (OWASP ASVS 5.0 section 6.3.7)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.core import context as request_context
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.client_address import client_address
from accounts.models import User
from accounts.services.letters import Letter, host, language_of, message_of, send_once_committed
from accounts.services.notice_words import WORDS, Notice
from accounts.services.user_agents import in_words


def tell(notice: Notice, *, user: User, also: Iterable[str] = (), **words: Any) -> None:
    """Mail a notice to the person's verified primary address, and to the verified addresses `also`, once it is so.

    `words` fill in what the text names. Nothing is sent to an address that nobody has verified: it may be a stranger's.
    A mail that cannot be sent takes nothing back.
    """
    main = verified_address(user)
    addresses = dict.fromkeys([*([main] if main else []), *also])
    if not addresses:
        return
    with language_of(user):
        send_once_committed([message_of(_letter(notice, user, words), address) for address in addresses])


def verified_address(user: User) -> str:
    """Return the address where a person is told things, the primary one if it is verified; "" where there is none."""
    verified = EmailAddress.objects.filter(user_id=user.pk, verified=True).order_by("-primary", "pk")
    return verified.values_list("email", flat=True).first() or ""


def tell_of_roles(*, user: User, roles: Iterable[str]) -> None:
    """Mail the roles that the person holds from now on."""
    with language_of(user):
        told = ", ".join(sorted(roles)) or _("none")
    tell(Notice.ROLES_CHANGED, user=user, roles=told)


def tell_of_key(*, user: User, name: str, hint: str, expires: datetime) -> None:
    """Mail that an API key was made, by its name and its first characters; never the key."""
    tell(Notice.API_KEY_MADE, user=user, key=name, hint=hint, expires=f"{expires:%Y-%m-%d}")


def tell_of_acting(*, user: User, actor: User, application: str, reason: str, until: datetime) -> None:
    """Mail that an administrator acts for the person from now on: who, through which application, why, how long."""
    words = {"actor": actor.get_username(), "application": application, "reason": reason}
    tell(Notice.ACTED_FOR, user=user, until=f"{until:%Y-%m-%d %H:%M} UTC", **words)


def _letter(notice: Notice, user: User, given: dict[str, Any]) -> Letter:
    words = WORDS[notice]
    values = {"host": host(), **given}
    return Letter(
        subject=str(words.subject) % values,
        says=(str(words.says) % values,),
        name=user.get_username(),
        facts=_where() if words.where else (),
        advice=(str(words.advice) % values,),
    )


def _where() -> tuple[tuple[str, str], ...]:
    """Return when it was, and from which browser and address, where a request did it."""
    request = request_context.request
    facts = [(_("When"), f"{timezone.now():%Y-%m-%d %H:%M} UTC")]
    if request is not None:
        browser = in_words(request.META.get("HTTP_USER_AGENT", ""))
        facts += [(_("Browser"), browser)] * bool(browser)
        address = client_address(request)
        facts += [(_("Address"), address)] * bool(address)
    return tuple(facts)
