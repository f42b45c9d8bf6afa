"""GET, POST /api/keys/, DELETE /api/keys/{id}/: a person's own API keys (contract: First-party credentials)."""

from typing import Any, cast

from django.db.models import QuerySet
from rest_framework import generics, status
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import APIView

from accounts.models import ApiKey, User
from accounts.serializers.keys import ApiKeySerializer, NewKeySerializer
from accounts.services.api_keys import KeyRefused, create_personal_key, live_keys, revoke_personal_key


class KeysView(generics.ListAPIView[ApiKey]):
    """The keys that are good now; a new one is shown once, where it is made."""

    serializer_class = ApiKeySerializer

    def get_queryset(self) -> QuerySet[ApiKey]:
        """Return the keys of the person who asks."""
        return live_keys(cast("User", self.request.user))

    def post(self, request: Request) -> Response:
        """Make a key and answer it, this once."""
        given = NewKeySerializer(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            row, key = create_personal_key(user=cast("User", request.user), **given.validated_data)
        except KeyRefused as refused:
            raise ValidationError({refused.field or api_settings.NON_FIELD_ERRORS_KEY: [str(refused)]}) from refused
        answer: dict[str, Any] = {**ApiKeySerializer(row).data, "key": key}
        return Response(answer, status.HTTP_201_CREATED)


class KeyView(APIView):
    """One key, to end."""

    def delete(self, request: Request, id: int) -> Response:  # noqa: A002 - the name of the route's parameter
        """End a key of one's own; another's is not found."""
        if not revoke_personal_key(user=cast("User", request.user), key_id=id):
            raise NotFound
        return Response(status=status.HTTP_204_NO_CONTENT)
