"""POST /api/jwt/token/verify/, /api/jwt/token/blacklist/: whether a token of ours is good, and its end (contract)."""

from django.utils.translation import gettext as _
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.serializers.doors import RefreshSerializer, TokenSerializer
from accounts.services.sign_out import end_session
from accounts.tokens import jwt
from oauth_server.vocabulary import TokenRefused


class JwtVerifyView(APIView):
    """Says whether a first-party token of any kind is good now; the token of an application never is."""

    def post(self, request: Request) -> Response:
        """Answer {} for a good token, 401 for any other."""
        given = TokenSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            jwt.verify_any(given.validated_data["token"])
        except TokenRefused as refused:
            raise AuthenticationFailed(_("The token is not good.")) from refused
        return Response({})


class JwtBlacklistView(APIView):
    """Ends the sign-in of a pair by its refresh token alone."""

    def post(self, request: Request) -> Response:
        """Answer {} once everything that shares the token's `sid` is dead, 401 where it is dead already."""
        given = RefreshSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            session_id = jwt.verify_refresh(given.validated_data["refresh"]).session_id
        except TokenRefused as refused:
            raise AuthenticationFailed(_("The refresh token is not good.")) from refused
        if session_id is None or not end_session(session_id=session_id, reason="signed_out"):
            raise AuthenticationFailed(_("The refresh token is not good."))
        return Response({})
