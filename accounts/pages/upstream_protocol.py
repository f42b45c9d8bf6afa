"""The two requests of a sign-in by another provider: to it, and back (OpenID Connect Core section 3.1)."""

from typing import Any, Final

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from requests import RequestException

FAULTS: Final = (
    *(OAuth2Error, RequestException, PermissionDenied, ImproperlyConfigured),
    *(AttributeError, LookupError, TypeError, ValueError, OverflowError, RecursionError),
)
"""What a provider can bring about that does not say what it should; each ends on one page, none is a fault of ours."""


class Adapter(OpenIDConnectOAuth2Adapter):
    """django-allauth's, with the issuer checked and an address of return that no Host header moves."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """Return the provider's metadata; raise OAuth2Error where it is another's (Discovery section 4.3)."""
        config = super().openid_config
        if not isinstance(config, dict) or config.get("issuer") != self.get_provider().app.settings["server_url"]:
            raise OAuth2Error("The metadata names another issuer.")
        return config

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Return the one redirect URI of this provider."""
        return settings.ISSUER + reverse("openid_connect_callback", kwargs={"provider_id": self.provider_id})


def begin(request: HttpRequest, provider_id: str, *, connect: bool, next_url: str | None) -> HttpResponse:
    """Return the redirect to the provider, with state, PKCE and what comes after kept in the browser's session.

    Raises Http404 where there is no such provider; a provider that is out of order is a page that says so.
    """
    provider = _provider(request, provider_id)
    provider.oauth2_adapter_class = Adapter
    process = AuthProcess.CONNECT if connect else AuthProcess.LOGIN
    try:
        answer: HttpResponse = provider.redirect(request, process=process, next_url=next_url)
    except FAULTS as fault:
        return error_page(request, provider, fault)
    return answer


def finish(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Return where the person goes on who comes back from the provider."""
    provider = _provider(request, provider_id)
    if request.GET.get("iss", provider.app.settings["server_url"]) != provider.app.settings["server_url"]:
        return error_page(request, provider, OAuth2Error("The answer is another issuer's."))  # RFC 9207 section 2.4
    try:
        answer: HttpResponse = OAuth2CallbackView.adapter_view(Adapter(request, provider_id))(request)
    except FAULTS as fault:
        return error_page(request, provider, fault)
    return answer


def error_page(request: HttpRequest, provider: Any, fault: BaseException | None) -> HttpResponse:
    """Return the page that says that it did not work."""
    answer: HttpResponse = render_authentication_error(request, provider, exception=fault)
    return answer


def _provider(request: HttpRequest, provider_id: str) -> Any:
    try:
        return get_adapter().get_provider(request, provider_id)
    except SocialApp.DoesNotExist as unknown:
        raise Http404 from unknown
