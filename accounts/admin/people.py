"""People in the administration: no hash, key or digest is shown, and what ends a credential throws the switch."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import ManyToManyField, QuerySet
from django.forms import CheckboxSelectMultiple, ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.admin.filters import Titled
from accounts.admin.reach import administrator, reaches
from accounts.models import User
from accounts.services import credentials, roles


class DeletesWithDependents(admin.ModelAdmin[Any]):
    """What a superuser deletes takes its sign-ins, grants and tokens with it, though none of them is deleted alone."""

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[Any, int], set[Any], list[Any]]:
        """Return what goes; Django would refuse for the dependents that nobody deletes by hand."""
        deleted, counts, refused, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, set() if request.user.is_superuser else refused, protected


class RoleFilter(Titled, admin.RelatedFieldListFilter):
    """By role: groups are called so here."""

    called = _("role")


@admin.register(User)
class UserAdmin(DeletesWithDependents, DjangoUserAdmin[User]):
    """Accounts: names, roles, and whether they may sign in."""

    list_display = ("username", "full_name", "email", "roles", "is_active", "last_login")
    list_filter = (("groups", RoleFilter), "is_active", "is_staff", "is_superuser")
    search_fields = ("username", "email", "first_name", "last_name", "subject")
    readonly_fields = ("subject", "is_staff", "last_login", "date_joined")
    fieldsets = (
        (
            None,
            {"fields": ("username", "subject", "first_name", "last_name", "email", "phone_number", "postal_address")},
        ),
        (_("Standing"), {"fields": ("is_active", "groups", "is_staff", "is_superuser")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    filter_horizontal = ()
    formfield_overrides: ClassVar[Any] = {ManyToManyField: {"widget": CheckboxSelectMultiple}}

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Call groups what they are here."""
        words = {"labels": {"groups": _("Roles")}, "help_texts": {"groups": _("Each brings its permissions.")}}
        return super().get_form(request, obj, change=change, **{**words, **kwargs})

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Read the roles along."""
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("name"))
    def full_name(self, person: User) -> str:
        """Return the name."""
        return person.get_full_name()

    @admin.display(description=_("roles"))
    def roles(self, person: User) -> str:
        """Return the roles, by name."""
        return ", ".join(group.name for group in person.groups.all())

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Only a superuser gives roles and makes superusers here."""
        return self.readonly_fields if request.user.is_superuser else (*self.readonly_fields, "groups", "is_superuser")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Only a superuser changes a superuser."""
        return super().has_change_permission(request, obj) and reaches(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Only a superuser deletes a superuser."""
        return super().has_delete_permission(request, obj) and reaches(request, obj)

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        """Throw the switch, then delete."""
        credentials.delete_user(user=obj, by=administrator(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Delete each as one is deleted."""
        for user in queryset:
            credentials.delete_user(user=user, by=administrator(request))

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm[User], change: bool) -> None:
        """Save; disabling throws the switch, and both ways are logged with who did it."""
        super().save_model(request, obj, form, change)
        if change and "is_active" in form.changed_data:
            switch = credentials.enable_user if obj.is_active else credentials.disable_user
            switch(user=obj, by=administrator(request))

    def save_related(self, request: HttpRequest, form: ModelForm[User], formsets: Any, change: bool) -> None:
        """Save the groups; staff follows the roles, and each role given or taken is logged with who did it."""
        before = roles.groups_of(form.instance)
        super().save_related(request, form, formsets, change)
        roles.groups_written(user=form.instance, before=before, by=administrator(request))

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002 - Django's signature
        """Change another person's password; what they signed in with before is dead. One's own asks for the old one."""
        found = self.get_object(request, unquote(id))  # as Django reads it, which takes 01 for 1
        if found is not None and found.pk == request.user.pk:
            return redirect("account_change_password")
        response: HttpResponse = super().user_change_password(request, id, form_url)
        user = None if found is None else User.objects.filter(pk=found.pk).first()
        if found is not None and user is not None and user.password != found.password:
            credentials.password_changed(user=user, by=administrator(request))
        return response
