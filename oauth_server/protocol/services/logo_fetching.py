"""Logos fetched from `logo_uri`, by the worker and never while somebody waits for a page (RFC 9700 section 4.9.1)."""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from oauth_server.protocol import fetching, logo_image
from oauth_server.protocol.fetch_shares import share_of
from oauth_server.protocol.models import Application, ClientLogo
from oauth_server.protocol.services.client_logos import LogoRefused, store
from oauth_server.protocol.services.self_registered import vouched_for_no_more

logger = logging.getLogger(__name__)
WEEK: Final = timedelta(days=7)
DAY: Final = timedelta(days=1)
"""How long until an address that gave no picture is asked again."""
AT_ONCE: Final = 20
"""Logos of one run of the schedule, and those that strangers may have waiting in the queue."""
SECONDS: Final = 3.0
LAST: Final = -50
"""Priority: whatever else waits in the queue goes first."""
ACCEPT: Final = "image/png, image/webp, image/jpeg, image/gif"
UPLOADED: Final = Q(logo__source="") & ~Q(logo__digest="")


def ask_for(application: Application) -> None:
    """Let the worker fetch the logo of a client whose address of it is new, once what is being written is; forget the
    picture of an address that the client has no more."""
    known = ClientLogo.objects.filter(application=application)
    if not application.logo_uri:
        known.exclude(source="").delete()
        return
    same = known.filter(Q(source=application.logo_uri) | Q(source="") & ~Q(digest=""))
    if not same.exists() and _may_wait(application):
        key = application.pk
        transaction.on_commit(lambda: fetch_logo.enqueue(key))


def _may_wait(application: Application) -> bool:
    """Return whether there is room in the queue; a client of strangers or of a developer that finds none waits for the
    schedule."""
    waiting = DBTaskResult.objects.ready().filter(task_path=fetch_logo.module_path)
    return _is_administered(application) or waiting.count() < AT_ONCE


def _is_administered(application: Application) -> bool:
    """Return whether administrators alone say what a client is: it is nobody's own, and did not come by itself."""
    return application.registration_source == Application.RegistrationSource.MANUAL and application.user_id is None


@task(priority=LAST)
def fetch_logo(key: int) -> bool:
    """Fetch the logo of a client by the primary key of its row; return whether there is a new picture."""
    application = Application.objects.select_related("logo").filter(pk=key, enabled=True).exclude(UPLOADED).first()
    return _fetched(application) if application is not None and application.logo_uri else False


@task(priority=LAST)
def fetch_due_logos() -> int:
    """Fetch what was not fetched for a week, a day where it was refused, or from another address; return how many."""
    due = list(due_at(timezone.now())[:AT_ONCE])
    return sum(_fetched(application) for application in due)


def due_at(now: datetime) -> QuerySet[Application]:
    """Return the clients whose logo is to be fetched, the oldest first."""
    wanted = Application.objects.select_related("logo").filter(enabled=True).exclude(logo_uri="").exclude(UPLOADED)
    old = Q(logo__fetched__lt=now - WEEK) | Q(logo__digest="", logo__fetched__lt=now - DAY)
    changed = ~Q(logo__source=F("logo_uri"))
    return wanted.filter(Q(logo=None) | old | changed).order_by(F("logo__fetched").asc(nulls_first=True), "pk")


def _fetched(application: Application) -> bool:
    source = application.logo_uri
    try:
        content = _fetch(application)
    except fetching.TooBusy:
        return False
    except fetching.FetchRefused:
        content = None
    with transaction.atomic():
        rows = Application.objects.select_for_update(of=("self",)).exclude(UPLOADED)
        row = rows.filter(pk=application.pk, logo_uri=source).first()
        return row is not None and _kept(row, content)


def _fetch(application: Application) -> bytes:
    with share_of(application):
        found = fetching.fetch(application.logo_uri, limit=logo_image.LARGEST, seconds=SECONDS, accept=ACCEPT)
    if found.status != 200:
        raise fetching.FetchRefused(fetching.FAILED)
    return found.body


def _kept(application: Application, content: bytes | None) -> bool:
    """Keep a picture; where there is none, note that, so that the address is left alone for a while. One that came from
    this very address before stays where the address only does not answer (None)."""
    source, before = application.logo_uri, getattr(application, "logo", None)
    nothing = {"content": b"", "content_type": "", "digest": ""}
    try:
        if content is not None:
            logo = store(application, content, source=source)
            _look_again(application, changed=before is not None and before.digest not in {"", logo.digest})
            return before is None or before.digest != logo.digest
    except LogoRefused as refusal:
        logger.info("Logo of %s refused: %s", application.client_id, refusal)
    else:
        nothing = {} if before is not None and before.source == source else nothing
    ClientLogo.objects.update_or_create(application=application, defaults={"source": source, **nothing})
    return False


def _look_again(application: Application, *, changed: bool) -> None:
    """A client of strangers or of a developer that shows another picture is not the one that somebody vouched for."""
    if changed and not _is_administered(application) and (columns := vouched_for_no_more(application, ["logo_uri"])):
        application.save(update_fields=[*columns, "updated"])
