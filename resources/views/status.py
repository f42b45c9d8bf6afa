"""That the API answers, for anyone."""

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from resources.guard import GuardedView


class StatusView(GuardedView, APIView):
    """`GET /api/status/`."""

    def get(self, request: Request) -> Response:
        """Return that the API is up."""
        return Response({"status": "ok"})
