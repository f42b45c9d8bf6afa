"""POST /api/jwt/token/, /api/jwt/token/refresh/: token pairs for our own apps (contract: First-party credentials)."""

from dataclasses import asdict

from django.utils.translation import gettext as _
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.serializers import RefreshSerializer
from accounts.services.doors import Door
from accounts.tokens.jwt import rotate
from accounts.views.entrance import enter
from accounts.views.passwords import unstored
from oauth_server.vocabulary import TokenRefused


class JwtTokenView(APIView):
    """An access token for five minutes, a refresh token for seven days."""

    def post(self, request: Request) -> Response:
        """Open a sign-in and answer its first pair."""
        return enter(request, Door.JWT)


class JwtRefreshView(APIView):
    """The next pair; the refresh token presented is spent."""

    def post(self, request: Request) -> Response:
        """Answer the next pair, or 401 for a refresh token that is not the one that is good."""
        given = RefreshSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            pair = rotate(given.validated_data["refresh"])
        except TokenRefused as refused:
            raise AuthenticationFailed(_("The refresh token is not good.")) from refused
        return unstored(asdict(pair))
