"""The mails that somebody asks for at a page or a door: a code, a link, or word that there is nothing to send."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.guessing import TooManyGuesses, spend
from accounts.services.letters import Letter, host, language_of, message_of

COUNTER: Final = "mail"
"""The counter that keeps anybody from filling a stranger's mailbox: ten mails in fifteen minutes for one address."""


def send_asked(name: str, *, to: str, context: Mapping[str, Any]) -> None:
    """Mail the letter `name` (django-allauth's name of it) to `to`, in the language of the account behind the address.

    Nothing goes out where the address has had its ten mails; the caller does not learn of it.
    """
    try:
        spend(COUNTER, to.lower())
    except TooManyGuesses:
        return
    holder = _holder(to)  # read in any case, lest the time of the answer says whether there is one
    with language_of(context.get("user") or holder):
        message_of(LETTERS[name](context), to).send()


def _holder(email: str) -> User | None:
    found = EmailAddress.objects.filter(email=email.lower(), verified=True).select_related("user").first()
    return found.user if found else None


def _login_code(context: Mapping[str, Any]) -> Letter:
    return Letter(
        subject=_("Your code to sign in"),
        says=(_("Type this code on the page where you asked for it, to sign in at %(host)s:") % {"host": host()},),
        code=context["code"],
        advice=(_only_once(), _("If you did not ask for it, do nothing: without the code nobody gets in.")),
    )


def _address_code(context: Mapping[str, Any]) -> Letter:
    told = {"host": host(), "name": context["user"].get_username()}
    return Letter(
        subject=_("Confirm your e-mail address"),
        says=(_("Type this code where you are signed in as %(name)s, to confirm this address at %(host)s:") % told,),
        code=context["code"],
        advice=(_only_once(), _("If you do not know of this, do nothing: the address stays unconfirmed.")),
    )


def _registered(context: Mapping[str, Any]) -> Letter:
    told = {"host": host(), "name": context["user"].get_username()}
    return Letter(
        subject=_("Welcome: confirm your e-mail address"),
        says=(
            _("The account %(name)s was made at %(host)s with this address.") % told,
            _("Sign in there, and we send you a code that confirms the address."),
        ),
        link=context["email_url"],
        link_label=_("Sign in and confirm"),
        advice=(_("If you do not know of this, do nothing: the address stays unconfirmed."),),
    )


def _account_already_exists(context: Mapping[str, Any]) -> Letter:
    return Letter(
        subject=_("You have an account already"),
        says=(
            _("Somebody tried to use this address for another account at %(host)s. It belongs to yours, and stays so.")
            % {"host": host()},
            _("If it was you and you have forgotten your password, set a new one:"),
        ),
        link=context["password_reset_url"],
        link_label=_("Reset the password"),
        advice=(_("If it was not you, there is nothing that you need to do."),),
    )


def _unknown_account(context: Mapping[str, Any]) -> Letter:
    return Letter(
        subject=_("No account has this address"),
        says=(
            _("Somebody wanted to get into an account at %(host)s by this address, but no account has confirmed it.")
            % {"host": host()},
            _("If it was you, try another address, or make an account:"),
        ),
        link=context["signup_url"],
        link_label=_("Create an account"),
        advice=(_("If it was not you, there is nothing that you need to do."),),
    )


def _password_reset(context: Mapping[str, Any]) -> Letter:
    told = {"host": host(), "name": context["user"].get_username()}
    return Letter(
        subject=_("Choose a new password"),
        says=(_("Follow the link to choose a new password for the account %(name)s at %(host)s:") % told,),
        link=context["password_reset_url"],
        link_label=_("Choose a new password"),
        advice=(
            _("The link is good once, for 15 minutes."),
            _("If you did not ask for it, do nothing: your password stays as it is."),
        ),
    )


def _only_once() -> str:
    return _("The code is good once, for 15 minutes, in the browser that asked for it. Tell it to nobody.")


LETTERS: Final[Mapping[str, Callable[[Mapping[str, Any]], Letter]]] = {
    "login_code": _login_code,
    "email_confirmation": _address_code,
    "email_confirmation_signup": _address_code,
    "registered": _registered,
    "account_already_exists": _account_already_exists,
    "unknown_account": _unknown_account,
    "password_reset_key": _password_reset,
}
"""By the last part of django-allauth's template names, and our own `registered`."""
