"""POST /api/mfa/: the second factor of a sign-in that began at a password door (contract)."""

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.serializers.challenges import SecondFactorSerializer
from accounts.services.second_factor import finish_second_factor
from accounts.views.browser import require_own_page
from accounts.views.challenges import refusals
from accounts.views.entrance import let_in
from accounts.views.limits import limit
from accounts.views.passwords import refuse_where_closed


class MfaView(APIView):
    """Answers exactly what the door at which the challenge began would have."""

    def post(self, request: Request) -> Response:
        """Let in whoever answers the challenge, once."""
        require_own_page(request)
        refuse_where_closed()
        given = SecondFactorSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        limit(request, "login")
        with refusals():
            proved = finish_second_factor(request=request._request, **given.validated_data)
        return let_in(request, proved.door, user=proved.user, amr=proved.amr)
