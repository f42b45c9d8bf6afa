"""POST /developer/{client_id}/logout-test/: a back-channel logout of nobody, and what came of the last one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.audit.record import AuditEventName
from accounts.models import AuditEvent
from accounts.services import guessing
from oauth_server.console.developer.access import developer, developer_page, of_mine
from oauth_server.protocol.models import Application
from oauth_server.protocol.services.logout_delivery import HEARD
from oauth_server.protocol.services.logout_test import send_test
from oauth_server.protocol.services.posted_request import SeeOther

REFUSED: Final[Mapping[str, str | Promise]] = {
    "The address could not be fetched.": gettext_lazy(
        "Nobody answered in 5 seconds: its host is unknown or not public, refuses, or its certificate is no good."
    ),
    "The address redirects.": gettext_lazy("It redirects. The token is posted to the registered address alone."),
    "The answer is too long.": gettext_lazy("Its answer is too long: 64 KiB are read at most."),
    "The answer is encoded.": gettext_lazy("Its answer is compressed, which was not asked for."),
    "The address is not https.": gettext_lazy("Its address is not https."),
}
"""By what the fetcher said."""


@dataclass(frozen=True, slots=True)
class LastTest:
    """When it was, whether the client heard it, what that means, and how long it took."""

    at: datetime
    heard: bool
    words: str
    milliseconds: int


@developer_page
def logout_test(request: HttpRequest, client_id: str) -> HttpResponse:
    """Send the test, where the application is enabled and has an address for it, and lead back to the answer."""
    application = of_mine(request, client_id)
    if request.method == "POST" and application.enabled and application.backchannel_logout_uri:
        try:
            answer = send_test(client=application, by=developer(request))
        except guessing.TooManyGuesses:
            messages.error(request, _("These were many tests. Try again in a quarter of an hour."))
        else:
            if _was_heard(answer):
                messages.success(request, _("The test was sent, and the application heard it."))
            else:
                messages.warning(request, _("The test was sent, and the application did not hear it."))
    return SeeOther(f"{reverse('developer_activity', args=[application.client_id])}#logout-test")


def last_test(application: Application) -> LastTest | None:
    """Return what came of the newest test; None where there was none. One statement."""
    tests = AuditEvent.objects.filter(client=application.client_id, event=AuditEventName.LOGOUT_TESTED)
    event = tests.order_by("-id").first()
    if event is None:
        return None
    answer = str(event.detail.get("answer", ""))
    return LastTest(event.at, _was_heard(answer), words_of(answer), int(event.detail.get("milliseconds", 0)))


def words_of(answer: str) -> str:
    """Return what an answer means."""
    if _was_heard(answer):
        return _("It answered %(status)s: the token was heard.") % {"status": answer}
    if answer.isdecimal():
        return _("It answered %(status)s. Only 200 and 204 say that the token was heard.") % {"status": answer}
    return str(REFUSED.get(answer, answer))


def _was_heard(answer: str) -> bool:
    return answer in map(str, HEARD)
