"""POST /api/logout/: the credential presented, and what shares its `sid`, is dead (OWASP ASVS 5.0 section 7.4.1)."""

from typing import Protocol, cast

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from accounts.serializers import LogoutSerializer
from accounts.services.sign_in import end_session, sign_out
from accounts.tokens import drf_token, jwt
from oauth_server.vocabulary import CredentialKind, TokenRefused


class Presented(Protocol):
    """What this view reads of the principal that the guard puts into `request.auth`."""

    @property
    def kind(self) -> CredentialKind:
        """The kind of the credential."""

    @property
    def session_id(self) -> int | None:
        """The primary key of its sign-in."""


class LogoutView(APIView):
    """Ends a session, a token pair or a DRF token, whichever was presented."""

    def post(self, request: Request) -> Response:
        """Log out; a `refresh` token of the same person in the body ends its sign-in too."""
        given = LogoutSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        user, presented = cast("User", request.user), cast("Presented", request.auth)
        _end_pair(given.validated_data.get("refresh"), user)
        _end(request, user, presented)
        return Response({"detail": "Successfully logged out.", "username": None})


def _end(request: Request, user: User, presented: Presented) -> None:
    if presented.kind == CredentialKind.SESSION:
        sign_out(request._request)
    elif presented.kind == CredentialKind.DRF_TOKEN:
        drf_token.revoke(user)
    elif presented.session_id is not None:
        end_session(session_id=presented.session_id, reason="signed_out")


def _end_pair(refresh: str | None, user: User) -> None:
    """A refresh token that is dead already, or another's, changes nothing."""
    if refresh is None:
        return
    try:
        facts = jwt.verify_refresh(refresh)
    except TokenRefused:
        return
    if facts.user.pk == user.pk and facts.session_id is not None:
        end_session(session_id=facts.session_id, reason="signed_out")
