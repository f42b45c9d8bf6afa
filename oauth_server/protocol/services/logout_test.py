"""A logout token for nobody, sent to try a client's back-channel logout (OpenID Connect Back-Channel Logout 2.5)."""

from time import monotonic
from typing import Any, Final
from uuid import uuid4

from accounts.audit.record import AuditEventName, record
from accounts.services import guessing
from oauth_server.protocol.fetch_shares import share_of
from oauth_server.protocol.fetching import FetchRefused
from oauth_server.protocol.models import Application
from oauth_server.protocol.services.logout_delivery import tell

BY_CLIENT, BY_PERSON = "logout_test", "logout_test_person"
LIMITS: Final = {BY_CLIENT: guessing.LIMIT, BY_PERSON: 2 * guessing.LIMIT}
"""Tests in a quarter of an hour: to one client, and of one developer however many clients they have."""


def send_test(*, client: Application, by: Any) -> str:
    """Send a real token, signed as the client's are, whose subject and sign-in are nobody's; record and return what the
    client answered: a status, or why nothing was heard.

    Raises TooManyGuesses; never to be called inside a transaction. The answer's body is not read on.
    """
    for counter, key in ((BY_CLIENT, client.client_id), (BY_PERSON, str(by.pk))):
        guessing.spend(counter, key, limit=LIMITS[counter])
    started = monotonic()
    try:
        with share_of(client, asker=f"developer:{by.pk}"):
            answer, _ = tell(client, subject=str(uuid4()), sid=uuid4())
    except FetchRefused as busy:
        answer = str(busy)
    told = {"answer": answer[:64], "milliseconds": int((monotonic() - started) * 1000)}
    record(AuditEventName.LOGOUT_TESTED, person=None, client=client.client_id, detail=told)
    return answer
