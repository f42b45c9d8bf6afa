"""The description of the API, for anyone (OpenAPI 3.1)."""

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from resources.guard import GuardedView
from resources.openapi import document


class SchemaView(GuardedView, APIView):
    """`GET /api/schema/`."""

    def get(self, request: Request) -> Response:
        """Return the description of every address, derived from the policy table."""
        return Response(document())
