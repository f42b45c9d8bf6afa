"""POST /api/token/, /api-token-auth/: the DRF token (contract: First-party credentials)."""

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.services.doors import Door
from accounts.views.entrance import enter


class TokenView(APIView):
    """One token a user, the same until logout."""

    def post(self, request: Request) -> Response:
        """Answer the token of whoever the name and the password belong to."""
        return enter(request, Door.DRF_TOKEN)
