"""POST /api/logout/: the credential presented, and what shares its `sid`, is dead (OWASP ASVS 5.0 section 7.4.1)."""

from typing import cast

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from accounts.serializers.doors import LogoutSerializer
from accounts.services.api_keys import revoke_presented_key
from accounts.services.drf_tokens import end_token
from accounts.services.sign_out import end_session, sign_out
from accounts.tokens import cookies, jwt
from accounts.views.presented import Presented, key_of, presented
from oauth_server.vocabulary import CredentialKind, TokenRefused


class LogoutView(APIView):
    """Ends whichever credential was presented, a personal key too, and takes back the cookies of a sign-in."""

    def post(self, request: Request) -> Response:
        """Log out; a `refresh` token of the same person in the body ends its sign-in too."""
        given = LogoutSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        user = cast("User", request.user)
        _end_pair(given.validated_data.get("refresh"), user)
        _end(request, user, presented(request))
        answer = Response({"detail": "Successfully logged out.", "username": None})
        cookies.delete(answer)
        return answer


def _end(request: Request, user: User, credential: Presented) -> None:
    if credential.kind == CredentialKind.SESSION:
        sign_out(request._request)
    elif credential.kind == CredentialKind.DRF_TOKEN:
        end_token(user=user)
    elif credential.kind == CredentialKind.API_KEY:
        revoke_presented_key(user=user, key=key_of(request))
    elif credential.session_id is not None:
        end_session(session_id=credential.session_id, reason="signed_out")


def _end_pair(refresh: str | None, user: User) -> None:
    """End a pair; a refresh token that is dead already, or another's, changes nothing."""
    if refresh is None:
        return
    try:
        facts = jwt.verify_refresh(refresh)
    except TokenRefused:
        return
    if facts.user.pk == user.pk and facts.session_id is not None:
        end_session(session_id=facts.session_id, reason="signed_out")
