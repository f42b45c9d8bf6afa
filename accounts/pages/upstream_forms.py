"""Forms of signing in by another provider, by our rules."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.socialaccount.forms import DisconnectForm as AllauthDisconnectForm
from allauth.socialaccount.forms import SignupForm as AllauthSignupForm
from django import forms
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.upstream import has_other_way_in


class SignUpForm(AllauthSignupForm):
    """Makes the account whoever has the address, as the sign-up page does (decision 0013)."""

    def validate_unique_email(self, value: str) -> str:
        """Return the address; nobody is asked whose it is."""
        return value


class DisconnectForm(AllauthDisconnectForm):
    """Takes a connection off the account, never the last way in."""

    def clean(self) -> dict[str, Any]:
        """Refuse where nothing else signs this person in."""
        self._refuse_last_way_in()
        cleaned: dict[str, Any] = self.cleaned_data
        return cleaned

    @transaction.atomic
    def save(self) -> None:
        """Disconnect, unless another browser took the other way in meanwhile."""
        User.objects.select_for_update(no_key=True).get(pk=self.request.user.pk)
        try:
            self._refuse_last_way_in()
        except forms.ValidationError as refused:
            get_adapter(self.request).add_message(self.request, 40, message=str(refused.message))
            return
        super().save()

    def _refuse_last_way_in(self) -> None:
        account = self.cleaned_data.get("account")
        if account is None:
            return
        user = User.objects.get(pk=self.request.user.pk)
        if not has_other_way_in(user=user, without=account):
            raise forms.ValidationError(_("Nothing else signs you in: set a password or add a passkey first."))
