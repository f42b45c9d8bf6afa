"""Accounts, as staff see them and an Admin changes them; no secret of theirs is read (contract: The guarded API)."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Prefetch
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import ChoiceFilter, FilterSet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.fields import BooleanField, ChoiceField, ListField, SerializerMethodField
from rest_framework.generics import ListAPIView, RetrieveDestroyAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import ModelSerializer, Serializer

from accounts.models import User
from accounts.roles import Role
from accounts.services import people
from resources.denial import Denial, Denied
from resources.filters import Filters, Order, Search, TrueFalse
from resources.guard import GuardedView
from resources.steps import Step

READ = ("id", "username", "email", "is_active", "is_staff", "is_superuser", "date_joined", "last_login")
SHOWN = (
    User.objects.only(*READ)
    .prefetch_related(Prefetch("groups", Group.objects.filter(name__in=list(Role)), to_attr="role_groups"))
    .order_by("-date_joined", "-id")
)


class UserSerializer(ModelSerializer[User]):
    """An account: no hash, no epoch, no subject."""

    roles = SerializerMethodField()

    class Meta:
        model = User
        fields = ["id", "username", "email", "is_active", "is_staff", "roles", "date_joined", "last_login"]

    def get_roles(self, user: Any) -> list[str]:
        """Return the names of the roles held."""
        return sorted(group.name for group in user.role_groups)


class UserChangeSerializer(Serializer[Any]):
    """What may be changed; anything else in the body has no effect."""

    is_active = BooleanField(required=False)
    roles = ListField(
        child=ChoiceField([str(role) for role in Role], error_messages={"invalid_choice": _("There is no such role.")}),
        required=False,
        max_length=20,
    )


class UserFilters(FilterSet):
    """By standing, role, and name or address."""

    is_active = TrueFalse()
    is_staff = TrueFalse()
    role = ChoiceFilter(field_name="groups__name", choices=[(str(role), str(role)) for role in Role])
    search = Search("username", "email")
    ordering = Order("username", "date_joined", "last_login")


class UserListView(GuardedView, ListAPIView[User]):
    """`GET /api/v1/users/`."""

    filter_backends = (Filters,)
    filterset_class = UserFilters

    queryset = SHOWN
    serializer_class = UserSerializer


class UserView(GuardedView, RetrieveDestroyAPIView[User]):
    """`GET, PATCH, DELETE /api/v1/users/{id}/`."""

    queryset = SHOWN
    serializer_class = UserSerializer
    lookup_field = "id"

    @extend_schema(request=UserChangeSerializer, responses=UserSerializer)
    def patch(self, request: Request, id: int) -> Response:  # noqa: A002 - the name in the route
        """Change `is_active`, `roles`, or both: all of it or nothing."""
        user = self.get_object()
        body = UserChangeSerializer(data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        asked = body.validated_data
        roles = frozenset(Role(name) for name in asked["roles"]) if "roles" in asked else None
        is_active, by = asked.get("is_active"), self.principal.user
        _act(lambda: people.change_user(user=user, by=by, is_active=is_active, roles=roles))
        return Response(self.get_serializer(self.get_object()).data)

    def delete(self, request: Request, id: int) -> Response:  # noqa: A002 - the name in the route
        """Delete an account and everything that it was given."""
        user = self.get_object()
        _act(lambda: people.delete_user(user=user, by=self.principal.user))
        return Response(status=status.HTTP_204_NO_CONTENT)


def _act(work: Callable[[], Any]) -> None:
    """Do it; what the service refuses is the object rule's refusal, what is gone is not found."""
    try:
        work()
    except people.NotAllowed as refusal:
        words = str(refusal)
        raise Denied(Denial(status.HTTP_403_FORBIDDEN, words, step=Step.OPERATION, reason=words)) from refusal
    except User.DoesNotExist as error:
        raise Http404 from error
