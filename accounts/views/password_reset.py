"""POST /api/password/reset/ and confirm/: a forgotten password, as the pages have it (contract)."""

from django.core.exceptions import ValidationError as DjangoValidationError
from django.utils.translation import gettext as _
from rest_framework.exceptions import AuthenticationFailed, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.serializers.doors import PasswordResetConfirmSerializer, PasswordResetSerializer
from accounts.services.password_reset import BadResetToken, request_reset, reset_password
from accounts.views.limits import limit


class PasswordResetView(APIView):
    """Mails a link to the address, if somebody has verified it; the answer does not say whether."""

    def post(self, request: Request) -> Response:
        """Answer alike for a known and an unknown address."""
        given = PasswordResetSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        email = given.validated_data["email"].lower()
        limit(request, "reset_password", key=email)
        request_reset(request=request._request, email=email)
        return Response({"detail": _("If somebody here has verified this address, a link is on its way to it.")})


class PasswordResetConfirmView(APIView):
    """Sets the password by what the link says; nobody is signed in by it."""

    def post(self, request: Request) -> Response:
        """Set the password; 401 for a link that is spent, too old or none of ours."""
        given = PasswordResetConfirmSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        limit(request, "reset_password_from_key")
        try:
            reset_password(request=request._request, **given.validated_data)
        except BadResetToken as refused:
            raise AuthenticationFailed(_("The link is not good.")) from refused
        except DjangoValidationError as error:
            raise ValidationError({"new_password": error.messages}) from error
        return Response({"detail": _("The password has been set. Sign in with it.")})
