"""django-allauth's account adapter: our rules of names, passwords, addresses and links in its pages."""

from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.email_verification_by_code import EMAIL_VERIFICATION_CODE_SESSION_KEY
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.account.models import EmailAddress
from allauth.core import context as request_context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.client_address import client_address
from accounts.models import User
from accounts.pages.account_words import REFUSALS, SAID_BY_THE_PAGE, WAYS
from accounts.pages.waiting import ADDRESS_ASKED_WITH, BEGUN_WITH, standing_of
from accounts.services import credentials, passwords, registration
from accounts.services.asked_letters import send_asked
from accounts.services.guessing import TooManyGuesses
from accounts.services.leaving import is_leaving, let_decide
from accounts.services.notice_words import Notice
from accounts.services.notices import tell
from accounts.services.recent_sign_in import ask_again_unless_recent, has_signed_in_recently
from accounts.services.sign_in import sign_in_of

ALLAUTH_ADDRESS_STAGE: Final = "allauth.account.stages.EmailVerificationStage"
ADDRESS_STAGE: Final = "accounts.pages.address_stage.AddressStage"
TOLD_BY_RECEIVERS: Final = (
    Notice.ADDRESS_REMOVED,
    Notice.PRIMARY_CHANGED,
    Notice.KEY_ADDED,
    Notice.KEY_REMOVED,
)


class AccountAdapter(DefaultAccountAdapter):
    """Where django-allauth asks, our services answer."""

    error_messages: ClassVar = DefaultAccountAdapter.error_messages | REFUSALS

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
            user = passwords.authenticate_password(request, login, given.get("password") or "", leaving=True)
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
        words = {reverse(name): said for name, said in WAYS.items()}
        for way in ways:
            way["description"] = words.get(way["url"], way["description"])
        return sorted(ways, key=lambda way: bool(way["url"] == reverse("mfa_reauthenticate")))

    def is_reauthentication_required(self, *, app: str, **given: Any) -> bool:
        """Return whether a page asks again: not where the person has signed in a moment ago, which django-allauth does
        not count. Whoever has neither password nor second factor, but comes by another provider, is held to a recent
        sign-in, too: django-allauth lets them pass, however long ago that was."""
        request = request_context.request
        if not super().is_reauthentication_required(app=app, **given) or has_signed_in_recently(request):
            return False
        if request.user.is_authenticated and not get_reauthentication_flows(request.user):
            ask_again_unless_recent(request)
        return True

    def pre_login(self, request: HttpRequest, user: User, **given: Any) -> HttpResponse | None:
        """Let whoever deletes their account prove the rest of it, too; turn away those of a disabled one."""
        response: HttpResponse | None = None if is_leaving(user) else super().pre_login(request, user, **given)
        return response

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in; an account on its way out opens the page that keeps it or leaves, and nothing else."""
        if is_leaving(user):
            let_decide(request, user)
            raise ImmediateHttpResponse(redirect("account_delete"))
        super().login(request, user)

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

    def get_login_stages(self) -> list[str]:
        """Return the steps of a sign-in, with ours in place of django-allauth's for the address."""
        return [ADDRESS_STAGE if path == ALLAUTH_ADDRESS_STAGE else path for path in super().get_login_stages()]

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Return where somebody new goes on who came from nowhere in particular: to the code, where one was mailed."""
        waits = EMAIL_VERIFICATION_CODE_SESSION_KEY in request.session
        url: str = reverse("account_email_verification_sent" if waits else "home")
        return url

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """Return where somebody signed in goes on whose address was just confirmed."""
        url: str = reverse("account_email")
        return url

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Verify an address, as long as the account is what it was and nobody else was faster."""
        person = email_address.user
        same = User.objects.filter(pk=person.pk, is_active=True, credential_epoch=person.credential_epoch)
        try:
            with transaction.atomic():
                if same.select_for_update(no_key=True).first() is None:
                    return False
                return bool(super().confirm_email(request, email_address))
        except IntegrityError:
            return False

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Leave a message, unless the page that follows says the same."""
        if message_template not in SAID_BY_THE_PAGE:
            super().add_message(request, level, message_template, *args, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail that was asked for; its links lead to ISSUER, whatever host the request named."""
        links = {
            name: f"{settings.ISSUER}{urlsplit(value)._replace(scheme='', netloc='').geturl()}"
            for name, value in context.items()
            if name.endswith("_url") and isinstance(value, str)
        }
        send_asked(template_prefix.rpartition("/")[2], to=email, context=context | links)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell a person of a change, unless a receiver tells it that knows more of it (`accounts.receivers`)."""
        notice = Notice(template_prefix.rpartition("/")[2])
        if notice not in TOLD_BY_RECEIVERS:
            tell(notice, user=user, **(context or {}))

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:
        """Mail a code that verifies the address; where another account has verified it, tell its owner instead."""
        address = emailconfirmation.email_address
        request.session[ADDRESS_ASKED_WITH] = standing_of(address.user)
        if registration.is_verified_by_another(address.email, user_id=address.user_id):
            self.send_account_already_exists_mail(address.email)
        else:
            super().send_confirmation_mail(request, emailconfirmation, signup)

    def send_registered_mail(self, address: EmailAddress) -> None:
        """Mail an account that was made without a browser where its address is confirmed, or its owner as above."""
        if registration.is_verified_by_another(address.email, user_id=address.user_id):
            self.send_account_already_exists_mail(address.email)
        else:
            context = {"user": address.user, "email_url": reverse("account_email")}
            self.send_mail("registered", address.email, context)
