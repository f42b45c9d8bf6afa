"""GET, PATCH /api/profile/: the person's own record (contract: First-party credentials)."""

from typing import cast

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from accounts.serializers.doors import ProfileSerializer
from accounts.services.profile import write_profile
from accounts.views.presented import presented


class ProfileView(APIView):
    """Names and language are the person's to write; an address changes only through verification."""

    def get(self, request: Request) -> Response:
        """Answer the record."""
        return self._answer(request, self._person(request))

    def patch(self, request: Request) -> Response:
        """Write what may be written of what was sent; the rest has no effect."""
        person = self._person(request)
        given = ProfileSerializer(person, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        write_profile(user=person, values=given.validated_data)
        return self._answer(request, person)

    def _person(self, request: Request) -> User:
        return User.objects.get(pk=cast("User", request.user).pk)

    def _answer(self, request: Request, person: User) -> Response:
        return Response({**ProfileSerializer(person).data, "roles": sorted(presented(request).roles)})
