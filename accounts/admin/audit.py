"""The audit trail in the administration: to read, by event and by person, and nothing else."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin.filters import WordFilter
from accounts.admin.read_only import ReadOnlyAdmin
from accounts.audit.record import AuditEventName
from accounts.models import AuditEvent, User
from accounts.models.user import comparable


class EventFilter(WordFilter):
    """By the word of the event, without asking the table which words there are."""

    title, parameter_name = _("event"), "event"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return every word."""
        return [(str(name), str(name)) for name in AuditEventName]

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
        """Return the events of the word that was chosen."""
        return queryset.filter(event=self.value()) if self.value() else queryset


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    """What happened. People are found by user name for as long as they have an account."""

    list_display = ("at", "event", "whom", "by_whom", "client")
    list_filter = (EventFilter, "at")
    search_fields = ("request_id",)
    search_help_text = _("User name, client identifier, identifier of a sign-in or of a request")
    fields = ("at", "event", "whom", "by_whom", "client", "sid", "request_id", "detail")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEvent]:
        """Read the names of the people with the events."""
        names = {f"{column}_name": _name_of(column) for column in ("person", "actor")}
        events: QuerySet[AuditEvent] = super().get_queryset(request).annotate(**names)
        return events

    @admin.display(description=_("person"))
    def whom(self, event: Any) -> str:
        """Return the user name of the person, or the key of one who is gone."""
        return str(event.person_name or event.person or "")

    @admin.display(description=_("by"))
    def by_whom(self, event: Any) -> str:
        """Return the user name of who did it."""
        return str(event.actor_name or event.actor or "")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[AuditEvent], search_term: str
    ) -> tuple[QuerySet[AuditEvent], bool]:
        """Find the person whose name is searched for, and read the events of their key."""
        term = search_term.strip().replace("\x00", "")
        if not term:
            return queryset, False
        wanted = Q(client=term) | Q(request_id=term)
        person = User.objects.filter(username_key=comparable(term)).only("audit_key").first()
        for key in [person.audit_key] if person else _keys(term):
            wanted |= Q(person=key) | Q(actor=key) | Q(sid=key)
        return queryset.filter(wanted), False


def _name_of(column: str) -> Subquery:
    return Subquery(User.objects.filter(audit_key=OuterRef(column)).values("username")[:1])


def _keys(term: str) -> list[UUID]:
    try:
        return [UUID(term)]
    except ValueError:
        return []
