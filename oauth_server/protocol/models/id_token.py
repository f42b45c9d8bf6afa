"""The toolkit's ID token model, swapped; ID tokens are signed, handed out and not stored."""

from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AbstractIDToken


class IDToken(AbstractIDToken):
    """Has no rows of ours: it is here so that the toolkit's tables live in one application."""

    class Meta(AbstractIDToken.Meta):
        abstract = False
        verbose_name = _("ID token")
        verbose_name_plural = _("ID tokens")
