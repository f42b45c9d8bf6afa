"""Sign-ins in the administration: to look at and to end."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin.filters import SetFilter
from accounts.admin.reach import administrator, within_reach
from accounts.admin.read_only import ReadOnlyAdmin
from accounts.models import Session
from accounts.roles import END_CREDENTIALS
from accounts.services import sign_out


@admin.register(Session)
class SessionAdmin(ReadOnlyAdmin):
    """Sign-ins: to look at and to end."""

    list_display = ("auth_time", "user", "address", "last_used", "expires", "ended_at")
    list_filter = (("ended_at", SetFilter), "auth_time")
    list_select_related = ("user",)
    search_fields = ("user__username",)
    search_help_text = _("User name")
    ordering = ("-auth_time",)
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

    def has_end_permission(self, request: HttpRequest) -> bool:
        """Whoever may end everything that a person has may end one of their sign-ins."""
        return bool(request.user.has_perm(END_CREDENTIALS))

    @admin.action(description=_("End the selected sign-ins"), permissions=["end"])
    def end(self, request: HttpRequest, queryset: QuerySet[Session]) -> None:
        """End sign-ins, with their browser sessions, token pairs and online grants; a superuser's for superusers."""
        mine = within_reach(request, queryset)
        ended = sign_out.end_chosen(sessions=mine, reason="ended_by_administrator", by=administrator(request))
        messages.success(request, _("Sign-ins ended: %(number)s.") % {"number": ended})
