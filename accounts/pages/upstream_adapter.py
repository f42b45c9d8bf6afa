"""django-allauth's adapter for signing in by other providers: our providers, our rules of addresses and accounts."""

from collections.abc import Mapping
from typing import Any

import structlog
from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.models import UpstreamProvider, User
from accounts.pages.waiting import BEGUN_WITH, standing_of
from accounts.services import registration, upstream, upstream_claims
from accounts.services.upstream_http import BoundedSession

log = structlog.get_logger(__name__)


class UpstreamAdapter(DefaultSocialAccountAdapter):
    """Where django-allauth asks, our services answer. No account is ever found by an address."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Return the providers of our own table; one that is disabled is found by its identifier alone."""
        if provider is None:
            return [upstream.application_of(row) for row in upstream.offered()]
        if provider == upstream.KIND:  # a sign-up that waits for its form names it so
            found = UpstreamProvider.objects.filter(client_id=client_id)[:1]
        else:
            found = UpstreamProvider.objects.filter(provider_id=provider)
        return [upstream.application_of(row) for row in found]

    def get_requests_session(self) -> BoundedSession:
        """Return what providers are asked with."""
        return BoundedSession()

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """Say in the log what went wrong, by its kind alone: its words may hold what the provider sent."""
        log.info("upstream_refused", provider=provider.sub_id, error=str(error), fault=type(exception).__name__)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Take what the provider says of the person, before anything is looked up by it or kept."""
        told = upstream_claims.read(sociallogin.account.extra_data)
        row = UpstreamProvider.objects.filter(provider_id=sociallogin.account.provider, enabled=True).first()
        if row is None:
            raise PermissionDenied
        sociallogin.account.extra_data = told.kept
        sociallogin.email_addresses = told.addresses(trusted=row.trusts_addresses)
        sociallogin.called_verified = told.address if told.called_verified else ""
        user: User = sociallogin.user
        user.email, user.first_name, user.last_name = told.address, told.first_name, told.last_name
        wanted = data.get("username")
        user.username = wanted if isinstance(wanted, str) and "\x00" not in wanted else ""
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Forget the provider's tokens; ask whoever has an account by the address to sign in to that one first."""
        sociallogin.token = None
        if sociallogin.is_existing:
            request.session[BEGUN_WITH] = standing_of(sociallogin.user)
            return
        address, connects = sociallogin.called_verified, sociallogin.state.get("process") == AuthProcess.CONNECT
        if address and not connects and registration.is_verified_by_another(address, user_id=0):
            said = _(
                "An account here has the address %(address)s. Sign in to it; then you can connect %(provider)s under "
                "Sign-in."
            )
            provider = sociallogin.account.get_provider().name
            messages.warning(request, said % {"address": address, "provider": provider})
            raise ImmediateHttpResponse(redirect("account_login"))

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Ask everybody new which name they want."""
        return False

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Return whether somebody without an account may get one by this provider."""
        opens = UpstreamProvider.objects.filter(
            provider_id=sociallogin.account.provider, enabled=True, opens_accounts=True
        ).exists()
        return opens and bool(get_account_adapter(request).is_open_for_signup(request))

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: BaseForm | None = None) -> User:
        """Create the account of the sign-up page, or lead back where another browser was faster."""
        try:
            user = self._create(request, sociallogin, form.cleaned_data if form is not None else {})
        except (IntegrityError, ValidationError) as taken:
            messages.error(request, _("Somebody was faster with this name or this provider. Sign in again."))
            raise ImmediateHttpResponse(redirect("account_login")) from taken
        request.session[BEGUN_WITH] = standing_of(user)
        return user

    @transaction.atomic
    def _create(self, request: HttpRequest, sociallogin: SocialLogin, data: Mapping[str, Any]) -> User:
        user = registration.create_account(username=data["username"], email=data["email"], password=None)
        user.first_name, user.last_name = sociallogin.user.first_name, sociallogin.user.last_name
        for address in sociallogin.email_addresses:
            address.verified &= not registration.is_verified_by_another(address.email, user_id=user.pk)
        sociallogin.user = user
        sociallogin.save(request)
        return user
