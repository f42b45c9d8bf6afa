"""POST /api/token/, /api-token-auth/: the DRF token (contract: First-party credentials)."""

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.tokens import drf_token
from accounts.views.passwords import unstored, user_of


class TokenView(APIView):
    """One token a user, the same until logout."""

    def post(self, request: Request) -> Response:
        """Answer the token of whoever the name and the password belong to."""
        return unstored({"token": drf_token.issue(user_of(request))})
