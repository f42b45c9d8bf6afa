"""Where an application stands, in words: live, waiting, refused, disabled."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from oauth_server.protocol.models import Application


@dataclass(frozen=True, slots=True)
class State:
    """`title`: a badge; `tone`: its colour; `means`: what it means and what to do, with the reason that was given."""

    title: str
    tone: str
    means: str
    reason: str = ""


def state_of(application: Application) -> State:
    """Return the state of an application."""
    if application.approval == Application.Approval.WAITING:
        means = _("An administrator looks at it first. Until then it gets no tokens; you are told by e-mail.")
        return State(_("Waits for approval"), "warning", means)
    if application.approval == Application.Approval.REFUSED:
        means = _("An administrator has refused this application; it gets no tokens.")
        return State(_("Refused"), "danger", means, application.approval_reason)
    if application.paused:
        return State(_("Disabled by you"), "warning", _("It gets no tokens until you enable it again."))
    if not application.enabled:
        means = _("An administrator has disabled it; it gets no tokens. Ask whoever runs this server.")
        return State(_("Disabled by an administrator"), "danger", means)
    return State(_("Live"), "success", _("It gets tokens within its scopes."))
