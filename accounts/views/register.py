"""POST /api/register/: a new account by the rules of the sign-up page (contract: First-party credentials)."""

from django.core.exceptions import ValidationError as DjangoValidationError
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import as_serializer_error
from rest_framework.views import APIView

from accounts.serializers.doors import RegistrationSerializer
from accounts.services.registration import register
from accounts.views.limits import limit


class RegisterView(APIView):
    """User name, address and password; roles, staff and identifiers are nobody's to claim."""

    def post(self, request: Request) -> Response:
        """Create the account, and answer alike whether or not the address has an account already."""
        given = RegistrationSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        limit(request, "signup")
        try:
            user = register(request=request._request, **given.validated_data)
        except DjangoValidationError as error:
            raise ValidationError(as_serializer_error(error)) from error
        return Response({"username": user.username, "email": user.email}, status=status.HTTP_201_CREATED)
