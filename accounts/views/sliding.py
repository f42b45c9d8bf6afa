"""POST /api/jwt/sliding/, /api/jwt/sliding/refresh/: one token instead of a pair (contract)."""

from django.utils.translation import gettext as _
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.serializers.doors import TokenSerializer
from accounts.services.doors import Door
from accounts.tokens import jwt_sliding
from accounts.views.entrance import enter
from oauth_server.vocabulary import TokenRefused


class SlidingTokenView(APIView):
    """A token for five minutes, which may be exchanged for seven days."""

    def post(self, request: Request) -> Response:
        """Open a sign-in and answer its first token."""
        return enter(request, Door.SLIDING)


class SlidingRefreshView(APIView):
    """The next token; the one presented is spent."""

    def post(self, request: Request) -> Response:
        """Answer the next token, or 401 for a token that is not the one that is good."""
        given = TokenSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            return Response({"token": jwt_sliding.refresh(given.validated_data["token"])})
        except TokenRefused as refused:
            raise AuthenticationFailed(_("The token is not good.")) from refused
