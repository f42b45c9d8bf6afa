"""GET and POST /accounts/password/set/: django-allauth's page, for whoever proves to be there (ASVS 5.0 7.5.1)."""

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.account.views import password_set as allauth_password_set
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

_after_proof = reauthentication_required(allauth_password_set, app="allauth.mfa")


@login_required
def password_set(request: HttpRequest) -> HttpResponseBase:
    """Ask for the passkey first; whoever has nothing to prove it with sets a password by a link to their address.

    Who has a password is led on to change it, which asks for the old one.
    """
    if request.user.has_usable_password():  # type: ignore[union-attr] # - nobody is anonymous here
        return redirect("account_change_password")
    if not get_reauthentication_flows(request.user):
        return redirect("account_reset_password")
    answer: HttpResponseBase = _after_proof(request)
    return answer
