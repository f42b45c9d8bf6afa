"""Employees: HR keeps the records, an employee reads their own; the notes are for HR alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import FilterSet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework.exceptions import ValidationError
from rest_framework.fields import Field
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import CharField, ModelSerializer
from rest_framework.validators import UniqueValidator

from accounts.models import User
from accounts.roles import Role
from resources.filters import Day, Order, Search, Text, Word
from resources.models import Employee
from resources.principal import Principal
from resources.views.collection import EntryView, ListView

FOR_HR: Final = ("notes",)
NAME: Final = CharField(max_length=150)
SHOWN = Employee.objects.select_related("user").only(
    "name", "title", "department", "hired", "notes", "created", "updated", "user__username", "user__id"
)


@extend_schema_field(OpenApiTypes.STR)
class Account(Field[User, str, str, User]):
    """An account by its user name, in any spelling that signs in; never by its primary key."""

    def to_internal_value(self, data: Any) -> User:
        """Return the user of this name; raise ValidationError."""
        try:
            return User.objects.get_by_natural_key(NAME.run_validation(data))
        except User.DoesNotExist as error:
            raise ValidationError(_("There is no account of this user name.")) from error

    def to_representation(self, value: User) -> str:
        """Return the user name."""
        return value.get_username()


class EmployeeSerializer(ModelSerializer[Employee]):
    """A record; what is for HR alone is there for nobody else."""

    user = Account(
        required=False,
        allow_null=True,
        validators=[UniqueValidator(Employee.objects.all(), message=_("This account has a record already."))],
    )

    class Meta:
        model = Employee
        fields = ["id", "user", "name", "title", "department", "hired", "notes", "created", "updated"]

    def get_fields(self) -> dict[str, Field[Any, Any, Any, Any]]:
        """Return the fields that the caller may read; without a caller (documentation) all of them."""
        fields = super().get_fields()
        caller = getattr(self.context.get("request"), "auth", None)
        if isinstance(caller, Principal) and Role.HR not in caller.roles:
            for name in FOR_HR:
                del fields[name]
        return fields


@contextmanager
def _linking() -> Iterator[None]:
    """Name the field where the account was linked or deleted by somebody else a moment ago."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise ValidationError({"user": [_("This account was linked or deleted a moment ago.")]}) from error


class EmployeeFilters(FilterSet):
    """By what everybody may read of a record: a filter by what is for HR alone would tell of it."""

    name = Text("name")
    department = Word("department", lookup_expr="iexact")
    hired_after = Day(field_name="hired", lookup_expr="gte")
    hired_before = Day(field_name="hired", lookup_expr="lt")
    search = Search("name", "title", "department")
    ordering = Order("name", "department", "hired", "created")


class EmployeeListView(ListView[Employee]):
    """`GET, POST /api/v1/employees/`."""

    queryset = SHOWN
    serializer_class = EmployeeSerializer
    filterset_class = EmployeeFilters

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Add a record."""
        with _linking():
            return super().create(request, *args, **kwargs)


class EmployeeView(EntryView[Employee]):
    """`GET, PUT, PATCH, DELETE /api/v1/employees/{id}/`."""

    queryset = SHOWN
    serializer_class = EmployeeSerializer

    def update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Change a record."""
        with _linking():
            return super().update(request, *args, **kwargs)
