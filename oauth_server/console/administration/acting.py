"""Acting for a person: a reason, what to see, and a token for a quarter of an hour (docs/acting.md)."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import ACT_FOR_PERSON
from accounts.services import acting
from accounts.services.step_up import page_of_second_factor
from oauth_server.console import acting_session
from oauth_server.console.administration.entrance import framed, page_of_person
from oauth_server.protocol.services.administration_client import READABLE, ActingRefused, act
from oauth_server.protocol.services.posted_request import SeeOther
from oauth_server.vocabulary import SCOPES, AccessTokenFacts, OAuthError, Scope

BEGINS_WITH: Final = (Scope.ACCOUNT_READ, Scope.TODO_READ)


class ActingForm(forms.Form):
    """Why, and what to see."""

    reason = forms.CharField(
        label=_("Why"),
        min_length=acting.SHORTEST_REASON,
        max_length=acting.LONGEST_REASON,
        widget=forms.TextInput({"class": "vLargeTextField"}),
        help_text=_("The person reads it in a mail, and it stays in the audit trail: a ticket number, no secret."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What you want to see"),
        choices=lambda: [(str(scope), _(SCOPES[scope].text)) for scope in READABLE],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("In the words that the person reads: “you” is the person."),
        initial=[str(scope) for scope in BEGINS_WITH],
    )


@page_of_person(ACT_FOR_PERSON)
def act_for(request: HttpRequest, sign_in: AccessTokenFacts, person: User) -> HttpResponse:
    """Ask for the reason; then act, with the API's page under a banner. Who signed in too long ago does so again."""
    form = ActingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        try:
            token = act(
                sign_in=sign_in,
                subject=str(person.subject),
                reason=said["reason"],
                scope=frozenset(said["scopes"]),
            )
        except ActingRefused as refused:
            if again := _second_factor_first(request, sign_in, refused):
                return again
            form.add_error(None, str(refused))
        else:
            acting_session.begin(request, token, reason=said["reason"])
            return SeeOther(reverse("docs"))
    return render(request, "admin/people/act.html", framed(request, person, title=_("Act for this person"), form=form))


def _second_factor_first(
    request: HttpRequest, sign_in: AccessTokenFacts, refused: ActingRefused
) -> HttpResponse | None:
    """Return the way to the page that asks for the second factor again; None where that would not help."""
    page = page_of_second_factor(sign_in.user)
    if refused.error != OAuthError.INSUFFICIENT_USER_AUTHENTICATION or page is None:
        return None
    messages.info(
        request, _("Acting for somebody needs a second factor, five minutes ago at most. Then fill this in again.")
    )
    return SeeOther(f"{reverse(page)}?{urlencode({'next': request.path})}")
