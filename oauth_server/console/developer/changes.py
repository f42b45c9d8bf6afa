"""What a person is told after a change of their application."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from oauth_server.protocol.services.own_clients import Changed


def say(request: HttpRequest, changed: Changed) -> None:
    """Say what holds from now on; what was lost by the change is said as a warning."""
    if not changed.columns:
        messages.info(request, _("Nothing was changed."))
        return
    messages.success(request, _("Saved. It holds from now on."))
    if changed.vouched_for_no_more:
        say_unverified(request)
    if changed.waits:
        messages.warning(request, _("The application gets no tokens until an administrator has approved it."))


def say_unverified(request: HttpRequest) -> None:
    """Warn that what an administrator vouched for was another name, homepage, picture or host."""
    messages.warning(request, _("The application is no longer shown as verified, until an administrator looks again."))
