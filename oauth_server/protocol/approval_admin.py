"""Applications that wait, decided in the admin: approved, refused with a reason, disabled, enabled again."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from accounts.audit.record import AuditEventName, record
from oauth_server.protocol.models import Application
from oauth_server.protocol.services import approval
from oauth_server.protocol.services.grant_revocation import revoke_client_tokens


class Reason(forms.Form):
    """Why an application is refused: its developer reads it."""

    reason = forms.CharField(label=_("Reason"), max_length=approval.LONGEST_REASON, widget=forms.Textarea({"rows": 3}))


class DecidesApproval(admin.ModelAdmin[Any]):
    """The actions on the list of applications."""

    actions = ("approve", "refuse", "disable", "enable")

    @admin.action(description=_("Approve the selected applications"), permissions=["change"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Application]) -> None:
        """Let those that wait, or were refused, work."""
        self._tell(request, [self._decided(request, application, approval.approve) for application in queryset])

    @admin.action(description=_("Refuse the selected applications"), permissions=["change"])
    def refuse(self, request: HttpRequest, queryset: QuerySet[Application]) -> HttpResponse | None:
        """Ask for the reason, then refuse those that wait."""
        form = Reason(request.POST if "reason" in request.POST else None)
        if not form.is_valid():
            context = {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": _("Refuse the selected applications"),
                "applications": queryset,
                "form": form,
            }
            return render(request, "admin/oauth_server/application/refuse.html", context)
        reason = form.cleaned_data["reason"]
        self._tell(request, [self._decided(request, one, approval.refuse, reason=reason) for one in queryset])
        return None

    @admin.action(description=_("Disable the selected applications, and end what they hold"), permissions=["change"])
    def disable(self, request: HttpRequest, queryset: QuerySet[Application]) -> None:
        """Disable; every token is refused at its next request."""
        self._tell(request, [self._switched(request, application, on=False) for application in queryset])

    @admin.action(description=_("Enable the selected applications"), permissions=["change"])
    def enable(self, request: HttpRequest, queryset: QuerySet[Application]) -> None:
        """Enable those that wait for nobody; nothing that they held before comes back."""
        self._tell(request, [self._switched(request, one, on=True) for one in queryset.filter(approval="")])

    def _decided(self, request: HttpRequest, application: Application, decide: Any, **words: str) -> bool:
        try:
            decide(application=application, by=request.user, **words)
        except approval.NotWaiting:
            return False
        return True

    def _switched(self, request: HttpRequest, application: Application, *, on: bool) -> bool:
        changed = Application.objects.filter(pk=application.pk, enabled=not on).update(enabled=on, paused=False)
        if changed:
            event = AuditEventName.CLIENT_ENABLED if on else AuditEventName.CLIENT_DISABLED
            actor: Any = request.user
            record(event, person=None, actor=actor, client=application.client_id)
        if not on:
            revoke_client_tokens(application=application)
        return bool(changed)

    def _tell(self, request: HttpRequest, outcomes: list[bool]) -> None:
        words = {"changed": sum(outcomes), "left": len(outcomes) - sum(outcomes)}
        messages.success(request, _("Changed: %(changed)s. Left as they were: %(left)s.") % words)
