"""GET and POST /accounts/confirm-email/<key>/: django-allauth's page, opened by our link alone."""

from allauth.account.models import EmailAddress
from allauth.account.views import ConfirmEmailView
from django.db.models import QuerySet
from django.http import Http404

from accounts.tokens.confirmation_link import ConfirmationLink


class OurConfirmEmailView(ConfirmEmailView):
    """Verifies an address by a link that ends with the credentials under which it was asked for."""

    def get_object(self, queryset: QuerySet[EmailAddress] | None = None) -> ConfirmationLink:
        """Return what the link stands for; raise Http404."""
        link = ConfirmationLink.from_key(self.kwargs["key"])
        if link is None:
            raise Http404
        return link


confirm_email = OurConfirmEmailView.as_view()
