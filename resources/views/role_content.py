"""Content for one role each; the policy says which."""

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from resources.guard import GuardedView


class AdminContentView(GuardedView, APIView):
    """`GET /api/admin-content/`."""

    def get(self, request: Request) -> Response:
        """Return what administrators read."""
        return Response({"content": "Content for administrators."})


class ManagerContentView(GuardedView, APIView):
    """`GET /api/manager-content/`."""

    def get(self, request: Request) -> Response:
        """Return what managers read."""
        return Response({"content": "Content for managers."})


class HRContentView(GuardedView, APIView):
    """`GET /api/hr-content/`."""

    def get(self, request: Request) -> Response:
        """Return what HR reads."""
        return Response({"content": "Content for HR."})
