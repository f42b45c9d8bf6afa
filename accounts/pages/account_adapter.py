"""django-allauth's account adapter: our rules of names, passwords, addresses and links in its pages."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as request_context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.client_address import client_address
from accounts.models import User
from accounts.pages.waiting import BEGUN_WITH, standing_of
from accounts.services import credentials, passwords, registration
from accounts.services.guessing import TooManyGuesses
from accounts.services.sign_in import sign_in_of
from accounts.tokens.confirmation_link import ConfirmationLink


class AccountAdapter(DefaultAccountAdapter):
    """Where django-allauth asks, our services answer."""

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """Return a user name that may be had."""
        return registration.check_username(username)

    def clean_email(self, email: str) -> str:
        """Return the address in lower case."""
        return registration.check_email(email)

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        """Create the account of the sign-up page."""
        data = form.cleaned_data
        return registration.create_account(username=data["username"], email=data["email"], password=data["password1"])

    def authenticate(self, request: HttpRequest, **given: Any) -> User | None:
        """Return the user, or None; answer 429 where the guesses at all doors together are spent."""
        login = given.get("username") or given.get("email") or ""
        try:
            user = passwords.authenticate_password(request, login, given.get("password") or "")
        except passwords.WrongPassword:
            return None
        except TooManyGuesses as spent:
            response = respond_429(request)
            response["Retry-After"] = str(spent.retry_after)
            raise ImmediateHttpResponse(response) from spent
        request.session[BEGUN_WITH] = standing_of(user)
        return user

    def reauthenticate(self, user: User, password: str) -> bool:
        """Return whether the password is that of the person signed in."""
        found = self.authenticate(request_context.request, username=user.username, password=password)
        return found is not None and found.pk == user.pk

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        """Return the ways to prove it again, the first being the one that is shown: the password, a key, a code."""
        ways = super().get_reauthentication_methods(user)
        for way in ways:
            if way["url"] == reverse("mfa_reauthenticate_webauthn"):
                way["description"] = _("Use a passkey or security key")
        return sorted(ways, key=lambda way: bool(way["url"] == reverse("mfa_reauthenticate")))

    def is_safe_url(self, url: str | None) -> bool:
        """Return whether a page may lead on to `url`: a path of this server, and nothing that is no URL."""
        try:
            parts = urlsplit(url or "")
        except ValueError:
            return False
        return not (parts.scheme or parts.netloc) and bool(super().is_safe_url(url))

    def set_password(self, user: User, password: str) -> None:
        """Set a password and throw the switch; the sign-in of whoever changes their own stays."""
        sign_in = sign_in_of(request_context.request)
        own = sign_in.session_id if sign_in is not None and sign_in.user.pk == user.pk else None
        keeps = getattr(request_context.request, "keeps_connected", False)
        credentials.set_password(
            user=user, password=password, keep_session_id=own, keep_connected=keeps, by_link=own is None
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the client's address as the trusted proxies tell it."""
        return client_address(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail whose links lead to ISSUER, whatever host the request named."""
        links = {
            name: f"{settings.ISSUER}{urlsplit(value)._replace(scheme='', netloc='').geturl()}"
            for name, value in context.items()
            if name.endswith("_url") and isinstance(value, str)
        }
        host = urlsplit(settings.ISSUER).netloc
        site = SimpleNamespace(name=host, domain=host)
        super().send_mail(template_prefix, email, context | links | {"current_site": site})

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:
        """Mail a link that verifies the address; where another account has verified it, tell its owner instead."""
        address = emailconfirmation.email_address
        if registration.is_verified_by_another(address.email, user_id=address.user_id):
            self.send_account_already_exists_mail(address.email)
        else:
            super().send_confirmation_mail(request, ConfirmationLink(address), signup)
