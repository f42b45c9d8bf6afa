"""GET and POST /accounts/password/remove/: the page on which a person gives up their password for passkeys."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.services.factor_change import KEEP_CONNECTED
from accounts.services.password_removal import PasswordNeeded, conditions, remove_password


@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator] # - allauth's own
@require_http_methods(["GET", "HEAD", "POST"])
def password_removal(request: HttpRequest) -> HttpResponse:
    """Ask first, then do it; say so where the account cannot do without a password."""
    if request.method != "POST":
        has = conditions(cast("User", request.user))
        return render(request, "account/password_remove.html", {"may": all(has.values()), **has})
    try:
        remove_password(request=request, keep_connected=KEEP_CONNECTED in request.POST)
    except PasswordNeeded:
        messages.error(request, _("Add a passkey and confirm an e-mail address before you remove the password."))
    else:
        messages.success(request, _("Your password is removed. You sign in with a passkey from now on."))
    return redirect("mfa_index")
