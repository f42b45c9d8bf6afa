"""Refusals in the administration: to be read and explained, by the id that the caller was given."""

from typing import Any, Final
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin.read_only import ReadOnlyAdmin
from resources.explain.chain import Link, Outcome
from resources.explain.explanation import Explanation, Unexplained, explain, of_row
from resources.models import Refusal

LONGEST_ID: Final = 45
"""Characters of an id in any form that Python reads (urn:uuid:...); what is longer is a sealed decision."""


class RefusalAdmin(ReadOnlyAdmin):
    """What was refused to identified callers; the search box takes every decision, sealed ones too."""

    list_display = ("at", "user", "status", "method", "path", "kind", "client_id", "decision")
    list_filter = ("status", "kind")
    list_select_related = ("user",)
    search_fields = ("decision",)
    search_help_text = _("The decision of an answer: an id, or the long text that an unidentified caller was given.")
    fields = ("decision", "at", "user", "kind", "client_id", "method", "path", "status", "told", "steps", "mend")
    readonly_fields = fields

    @admin.display(description=_("details"))
    def told(self, refusal: Refusal) -> SafeString:
        """Return what the program was told, which is English."""
        return format_html('<span lang="en">{}</span>', refusal.detail)

    @admin.display(description=_("Steps"))
    def steps(self, refusal: Refusal) -> SafeString:
        """Return the chain as a list."""
        return _steps(of_row(refusal))

    @admin.display(description=_("What would mend it"))
    def mend(self, refusal: Refusal) -> str:
        """Return what would let the caller in, as things are now."""
        return of_row(refusal).mend

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Refusal], search_term: str
    ) -> tuple[QuerySet[Refusal], bool]:
        """Return the row of an id; no other text finds any."""
        if not search_term.strip():
            return queryset, False
        try:
            return queryset.filter(pk=UUID(search_term.strip())), False
        except ValueError:
            return queryset.none(), False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the list, or what a sealed decision in the search box says."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        sealed = request.GET.get(SEARCH_VAR, "").strip()
        if len(sealed) <= LONGEST_ID:
            return super().changelist_view(request, extra_context)
        try:
            explanation = explain(sealed)
        except Unexplained as unexplained:
            self.message_user(request, str(unexplained), messages.WARNING)
            return super().changelist_view(request, extra_context)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("A sealed decision"),
            "explanation": explanation,
            "steps": _steps(explanation),
        }
        return TemplateResponse(request, "admin/resources/refusal/sealed.html", context)


def _steps(explanation: Explanation) -> SafeString:
    lines = format_html_join("", "{}", ((_line(link),) for link in explanation.chain))
    return format_html("<ol>{}</ol>", lines)


def _line(link: Link) -> SafeString:
    """Return one step; the one that failed stands out."""
    shape = "<li><strong>{}: {}</strong>{}</li>" if link.outcome is Outcome.FAILED else "<li>{}: {}{}</li>"
    return format_html(shape, gettext(link.step), gettext(link.outcome), _in_english(link.reason))


def _in_english(reason: str) -> SafeString | str:
    return format_html(' <span lang="en">({})</span>', reason) if reason else ""
