"""POST /api/jwt/token/, /api/jwt/token/refresh/: token pairs for our own apps (contract: First-party credentials)."""

from collections.abc import Mapping
from dataclasses import asdict

from django.utils.translation import gettext as _
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.serializers.doors import RefreshSerializer
from accounts.services.doors import Door
from accounts.tokens import cookies
from accounts.tokens.jwt import Pair, rotate
from accounts.views.browser import require_csrf, with_cookies
from accounts.views.entrance import enter
from accounts.views.presented import header_of
from oauth_server.vocabulary import TokenRefused


class JwtTokenView(APIView):
    """An access token for five minutes, a refresh token for seven days."""

    def post(self, request: Request) -> Response:
        """Open a sign-in and answer its first pair."""
        return enter(request, Door.JWT)


class JwtRefreshView(APIView):
    """The next pair; the refresh token presented is spent."""

    def post(self, request: Request) -> Response:
        """Answer the next pair, or 401 for a refresh token that is not the one that is good.

        Without one in the body the refresh cookie counts, with the CSRF token, and both cookies are set anew.
        """
        shown = None if header_of(request) or _names_a_token(request.data) else cookies.refresh_of(request._request)
        if shown is None:
            given = RefreshSerializer(data=request.data)
            given.is_valid(raise_exception=True)
            return Response(asdict(_next(given.validated_data["refresh"])))
        require_csrf(request)
        return with_cookies(_next(shown))


def _names_a_token(body: object) -> bool:
    """Return whether the body says anything of a refresh token; one that is no object is for the serializer."""
    return not isinstance(body, Mapping) or "refresh" in body


def _next(token: str) -> Pair:
    try:
        return rotate(token)
    except TokenRefused as refused:
        raise AuthenticationFailed(_("The refresh token is not good.")) from refused
