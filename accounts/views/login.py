"""POST /api/login/: our own pages sign a person in, and cookies carry the credentials (contract)."""

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.services.doors import Door
from accounts.views.browser import require_own_page
from accounts.views.entrance import enter


class LoginView(APIView):
    """A session, a pair in the body and the same pair as cookies, all of one sign-in."""

    def post(self, request: Request) -> Response:
        """Sign in whomever the name and the password belong to."""
        require_own_page(request)
        return enter(request, Door.LOGIN)
