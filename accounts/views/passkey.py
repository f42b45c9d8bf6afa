"""POST /api/passkey/: signing in without a password, by a passkey that verifies its owner (contract; WebAuthn)."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.serializers.challenges import PasskeyBeginSerializer, PasskeySerializer
from accounts.services.doors import Door
from accounts.services.second_factor import begin_passkey, finish_passkey
from accounts.views.browser import require_own_page
from accounts.views.challenges import refusals
from accounts.views.entrance import let_in
from accounts.views.limits import limit
from accounts.views.passwords import require_verified_address


class PasskeyView(APIView):
    """Two requests: the first asks for a challenge, the second answers it. Nobody else's guesses close this door."""

    def post(self, request: Request) -> Response:
        """Begin, or let in whoever answers."""
        require_own_page(request)
        limit(request, "login")
        answers = isinstance(request.data, dict) and "challenge" in request.data
        return self._finish(request) if answers else self._begin(request)

    def _begin(self, request: Request) -> Response:
        given = PasskeyBeginSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        pending = begin_passkey(door=Door(given.validated_data["door"]))
        asked: dict[str, Any] = {"challenge": pending.challenge, "public_key": pending.public_key}
        return Response(asked)

    def _finish(self, request: Request) -> Response:
        given = PasskeySerializer(data=request.data)
        given.is_valid(raise_exception=True)
        with refusals():
            proved = finish_passkey(**given.validated_data)
        require_verified_address(proved.user)
        return let_in(request, proved.door, user=proved.user, amr=proved.amr)
