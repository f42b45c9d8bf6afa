"""/account/export/: everything that this server holds about a person, as one JSON file."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.audit.record import AuditEventName, record
from accounts.models import AuditEvent, User
from accounts.services.recent_sign_in import ask_again_unless_recent
from oauth_server.console.export_sections import ROWS, SECTIONS

PROFILE = (
    *("username", "subject", "email", "first_name", "last_name", "phone_number", "postal_address", "locale", "theme"),
    *("date_joined", "last_login", "updated", "is_active", "is_staff", "is_superuser", "deletion_due"),
)
"""The columns of the account that say something about the person."""


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponseBase:
    """Say what the file holds; answer a POST with it. Both ask for a recent sign-in, and the trail keeps it."""
    ask_again_unless_recent(request)
    if request.method != "POST":
        return render(request, "profile/export.html")
    person = User.objects.get(pk=cast("User", request.user).pk)
    record(AuditEventName.DATA_EXPORTED, person=person)
    answer = StreamingHttpResponse(_written(person), content_type="application/json")
    name = f"oauth-server-{person.username}-{timezone.now():%Y-%m-%d}.json"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return answer


def _written(person: User) -> Iterator[str]:
    head = {"server": settings.ISSUER, "exported": timezone.now(), "profile": _profile(person)}
    yield _json(head).removesuffix("}")
    for section in SECTIONS:
        yield from _list(section.name, section.rows(person))
    yield from _list("activity", _activity(person))
    yield from _list("acts_for_others", _acts(person))
    yield "}\n"


def _profile(person: User) -> dict[str, Any]:
    groups = sorted(person.groups.values_list("name", flat=True))
    permissions = sorted(person.user_permissions.values_list("codename", flat=True))
    return {name: getattr(person, name) for name in PROFILE} | {"roles": groups, "permissions": permissions}


def _activity(person: User) -> Iterator[dict[str, Any]]:
    """Yield what happened to the person; of somebody else who did it only that it was somebody else."""
    found = AuditEvent.objects.filter(person=person.audit_key).order_by("id")
    for row in found.values("at", "event", "client", "sid", "detail", "actor").iterator(ROWS):
        actor = row.pop("actor")
        yield row | {"by_somebody_else": actor is not None and actor != person.audit_key}


def _acts(person: User) -> Iterator[dict[str, Any]]:
    """Yield what the person did to others, not to whom."""
    found = AuditEvent.objects.filter(actor=person.audit_key).exclude(person=person.audit_key).order_by("id")
    yield from found.values("at", "event").iterator(ROWS)


def _list(name: str, rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield f",\n{_json(name)}: ["
    between = "\n"
    for row in rows:
        yield between + _json(row)
        between = ",\n"
    yield "]"


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
