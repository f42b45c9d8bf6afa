"""POST /api/password/change/: the switch's second row, by the person themselves (contract: The one switch)."""

from typing import cast

from django.conf import settings
from django.core.exceptions import ValidationError as DjangoValidationError
from django.utils.translation import gettext as _
from rest_framework.exceptions import AuthenticationFailed, ParseError, Throttled, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from accounts.serializers.doors import PasswordChangeSerializer
from accounts.services.guessing import TooManyGuesses
from accounts.services.password_change import change_password
from accounts.services.passwords import WrongPassword
from accounts.views.fresh import fresh
from accounts.views.limits import limit
from accounts.views.presented import presented


class PasswordChangeView(APIView):
    """The old password opens the way to the new one; everything else that was signed in ends."""

    def post(self, request: Request) -> Response:
        """Change the password and answer the caller's credential anew where its old one died."""
        caller = cast("User", request.user)
        if not caller.has_usable_password():
            address = f"{settings.ISSUER}/accounts/password/reset/"
            raise ParseError(_("This account has no password. Set one through %s.") % address)
        given = PasswordChangeSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        limit(request, "change_password", user=caller)
        try:
            user = change_password(
                request=request._request,
                user=caller,
                keep_session_id=presented(request).session_id,
                **given.validated_data,
            )
        except WrongPassword as refused:
            raise AuthenticationFailed(_("The old password is wrong.")) from refused
        except TooManyGuesses as spent:
            raise Throttled(wait=spent.retry_after) from spent
        except DjangoValidationError as error:
            raise ValidationError({"new_password": error.messages}) from error
        return fresh(request, user, {"detail": _("The password has been changed.")})
