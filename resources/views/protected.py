"""A greeting for whoever is signed in, by any door."""

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from resources.guard import GuardedView


class ProtectedView(GuardedView, APIView):
    """`GET /api/protected/`."""

    def get(self, request: Request) -> Response:
        """Return a message that names the person."""
        return Response({"message": f"Hello, {request.user.get_username()}. You are signed in."})
