"""POST /account/access/end/: one thing, or all of a kind, is ended, and is refused at its very next request."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from accounts.models import User
from oauth_server.console.access.endings import ENDINGS
from oauth_server.console.access.entrance import own_page
from oauth_server.console.access.sections import BY_NAME
from oauth_server.protocol.services.posted_request import SeeOther
from oauth_server.vocabulary import AccessTokenFacts


@own_page("POST")
def end(request: HttpRequest, sign_in: AccessTokenFacts) -> HttpResponse:
    """End what the button names; what is not this person's is not found, and nothing changes.

    The person's row is locked, so that two browsers that end things at once do so one after the other.
    """
    ending = ENDINGS.get(request.POST.get("what", ""))
    if ending is None:
        raise Http404
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).only("pk").filter(pk=sign_in.user.pk).first()
        said = ending(sign_in, request.POST.get("which", ""))
        if said is None:
            raise Http404
    messages.success(request, said)
    back = request.POST.get("back", "")
    return SeeOther(reverse("access_section", args=[back]) if back in BY_NAME else reverse("access"))
