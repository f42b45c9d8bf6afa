"""Applications that wait, decided in the admin: approved, refused with a reason, disabled, enabled again."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.audit.record import AuditEventName, record
from oauth_server.protocol.models import Application
from oauth_server.protocol.services import approval
from oauth_server.protocol.services.grant_revocation import revoke_client_tokens
from oauth_server.vocabulary import SCOPES


class Reason(forms.Form):
    """Why an application is refused: its developer reads it."""

    reason = forms.CharField(label=_("Reason"), max_length=approval.LONGEST_REASON, widget=forms.Textarea({"rows": 3}))


class DecidesApproval(admin.ModelAdmin[Any]):
    """The actions on the list of applications."""

    actions = ("approve", "refuse", "disable", "enable")

    @admin.action(description=_("Approve the selected applications"), permissions=["change"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Application]) -> HttpResponse | None:
        """Show what would be approved; then let those work that are still as they were shown."""
        decidable = queryset.filter(approval__in=approval.DECIDABLE)
        if "decided" not in request.POST and decidable:
            return self._page(request, decidable, title=_("Approve the selected applications"))
        self._tell(request, [self._approved(request, application) for application in queryset])
        return None

    @admin.action(description=_("Refuse the selected applications"), permissions=["change"])
    def refuse(self, request: HttpRequest, queryset: QuerySet[Application]) -> HttpResponse | None:
        """Ask for the reason, then refuse those that wait."""
        form = Reason(request.POST if "decided" in request.POST else None)
        waiting = queryset.filter(approval=Application.Approval.WAITING)
        if not waiting:
            self._tell(request, [False] * len(queryset))
        elif not form.is_valid():
            return self._page(request, waiting, title=_("Refuse the selected applications"), form=form)
        else:
            reason = form.cleaned_data["reason"]
            self._tell(request, [self._refused(request, application, reason) for application in queryset])
        return None

    @admin.action(description=_("Disable the selected applications, and end what they hold"), permissions=["change"])
    def disable(self, request: HttpRequest, queryset: QuerySet[Application]) -> None:
        """Disable; every token is refused at its next request."""
        self._tell(request, [self._switched(request, application, on=False) for application in queryset])

    @admin.action(description=_("Enable the selected applications"), permissions=["change"])
    def enable(self, request: HttpRequest, queryset: QuerySet[Application]) -> None:
        """Enable those that wait for nobody; nothing that they held before comes back."""
        self._tell(request, [self._switched(request, application, on=True) for application in queryset])

    def _page(self, request: HttpRequest, queryset: QuerySet[Application], **words: Any) -> HttpResponse:
        applications = list(queryset.select_related("user"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "applications": [(application, _scopes(application)) for application in applications],
            **words,
        }
        return render(request, "admin/oauth_server/application/decide.html", context)

    def _approved(self, request: HttpRequest, application: Application) -> bool:
        seen = _moment(request.POST.get(f"updated_{application.pk}", ""))
        try:
            approval.approve(application=application, by=request.user, seen=seen)
        except approval.ChangedSince:
            said = _("%(application)s has changed since you looked: look at it again before you approve it.")
            messages.warning(request, said % {"application": application.name or application.client_id})
            return False
        except approval.NotWaiting:
            return False
        return True

    def _refused(self, request: HttpRequest, application: Application, reason: str) -> bool:
        try:
            approval.refuse(application=application, by=request.user, reason=reason)
        except approval.NotWaiting:
            return False
        return True

    def _switched(self, request: HttpRequest, application: Application, *, on: bool) -> bool:
        # One that its owner has paused is the owner's to enable, until an administrator says otherwise.
        other = Q(enabled=False, approval="") if on else Q(enabled=True) | Q(paused=True)
        changed = Application.objects.filter(other, pk=application.pk).update(enabled=on, paused=False)
        if changed:
            event = AuditEventName.CLIENT_ENABLED if on else AuditEventName.CLIENT_DISABLED
            actor: Any = request.user
            record(event, person=None, actor=actor, client=application.client_id)
        if not on:
            revoke_client_tokens(application=application)
        return bool(changed)

    def _tell(self, request: HttpRequest, outcomes: list[bool]) -> None:
        words = {"changed": sum(outcomes), "left": len(outcomes) - sum(outcomes)}
        level = messages.SUCCESS if any(outcomes) else messages.WARNING
        messages.add_message(request, level, _("Changed: %(changed)s. Left as they were: %(left)s.") % words)


def _scopes(application: Application) -> list[tuple[str, str]]:
    """Return what it would get, each scope with its words."""
    return [(str(scope), gettext(facts.text)) for scope, facts in SCOPES.items() if scope in application.allowed_scopes]


def _moment(said: str) -> datetime | None:
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        return None
