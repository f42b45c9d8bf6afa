"""People in the administration: no hash, key or digest is shown, and what ends a credential throws the switch."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.admin.read_only import ReadOnlyAdmin
from accounts.models import Session, User
from accounts.services import credentials, roles, sign_out


class DeletesWithDependents(admin.ModelAdmin[Any]):
    """What a superuser deletes takes its sign-ins, grants and tokens with it, though none of them is deleted alone."""

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[Any, int], set[Any], list[Any]]:
        """Return what goes; Django would refuse for the dependents that nobody deletes by hand."""
        deleted, counts, refused, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, set() if request.user.is_superuser else refused, protected


@admin.register(User)
class UserAdmin(DeletesWithDependents, DjangoUserAdmin[User]):
    """Accounts: names, roles, and whether they may sign in."""

    list_display = ("username", "email", "is_active", "is_staff", "date_joined")
    list_filter = ("groups", "is_active", "is_staff", "is_superuser")
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
    filter_horizontal = ("groups",)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Only a superuser gives roles and makes superusers here."""
        return self.readonly_fields if request.user.is_superuser else (*self.readonly_fields, "groups", "is_superuser")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Only a superuser changes a superuser."""
        return super().has_change_permission(request, obj) and _reaches(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Only a superuser deletes a superuser."""
        return super().has_delete_permission(request, obj) and _reaches(request, obj)

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        """Throw the switch, then delete."""
        credentials.delete_user(user=obj, by=_administrator(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Delete each as one is deleted."""
        for user in queryset:
            credentials.delete_user(user=user, by=_administrator(request))

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm[User], change: bool) -> None:
        """Save; disabling throws the switch, and both ways are logged with who did it."""
        super().save_model(request, obj, form, change)
        if change and "is_active" in form.changed_data:
            switch = credentials.enable_user if obj.is_active else credentials.disable_user
            switch(user=obj, by=_administrator(request))

    def save_related(self, request: HttpRequest, form: ModelForm[User], formsets: Any, change: bool) -> None:
        """Save the groups; staff follows the roles, and each role given or taken is logged with who did it."""
        before = roles.groups_of(form.instance)
        super().save_related(request, form, formsets, change)
        roles.groups_written(user=form.instance, before=before, by=_administrator(request))

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002 - Django's signature
        """Change another person's password; what they signed in with before is dead. One's own asks for the old one."""
        if id == str(request.user.pk):
            return redirect("account_change_password")
        before = User.objects.filter(pk=id).values_list("password", flat=True).first()
        response: HttpResponse = super().user_change_password(request, id, form_url)
        user = User.objects.filter(pk=id).first()
        if user is not None and user.password != before:
            credentials.password_changed(user=user, by=_administrator(request))
        return response


def _administrator(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _reaches(request: HttpRequest, user: User | None) -> bool:
    """Return whether the one who asks stands no lower than `user` (None: the list as a whole)."""
    return user is None or not user.is_superuser or bool(request.user.is_superuser)


@admin.register(Session)
class SessionAdmin(ReadOnlyAdmin):
    """Sign-ins: to look at and to end."""

    list_display = ("sid", "user", "auth_time", "last_used", "address", "ended_at")
    list_filter = ("ended_at",)
    search_fields = ("user__username",)
    fields = (
        "sid",
        "user",
        "auth_time",
        "amr",
        "acr",
        "user_agent",
        "address",
        "created",
        "last_used",
        "expires",
        "ended_at",
    )
    actions = ("end",)

    @admin.action(description="End the selected sign-ins", permissions=["view"])
    def end(self, request: HttpRequest, queryset: QuerySet[Session]) -> None:
        """End sign-ins, with their browser sessions, token pairs and online grants."""
        ended = sum(
            sign_out.end_session(session_id=session.pk, reason="ended_by_administrator") for session in queryset
        )
        messages.success(request, f"Sign-ins ended: {ended}.")
