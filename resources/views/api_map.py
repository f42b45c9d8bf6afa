"""The map of the API: every address, its rule, and whether the caller may use it."""

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from resources.guard import GuardedView
from resources.policy import what_may


class ApiMapView(GuardedView, APIView):
    """`GET /api/`."""

    def get(self, request: Request) -> Response:
        """Return the policy of the resources as it stands for this caller."""
        return Response({"resources": what_may(self.principal)})
