"""The user: a random subject, a credential epoch, and a user name that compares by NFKC and case fold."""

import re
import unicodedata
from typing import Any, ClassVar, Self
from uuid import uuid4

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

username_validator = RegexValidator(
    re.compile(r"^[\w.+-]+\Z"), _("A user name has letters, digits and . + - _ only; it has no @.")
)


def comparable(name: str) -> str:
    """Return the form in which two user names are the same name (NFKC, case fold, NFKC)."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


class Users(UserManager["User"]):
    """Finds people by the comparable form of their user name."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user of this name, whatever its case or composition; raise User.DoesNotExist."""
        return self.get(username_key=comparable(username or ""))


class User(AbstractUser):
    """A person. `subject` is what the outside sees (never the primary key, never given again);
    raising `credential_epoch` ends every credential that carries the old one."""

    username = models.CharField(_("user name"), max_length=150, unique=True, validators=[username_validator])
    username_key = models.CharField(max_length=600, unique=True, editable=False)
    subject = models.UUIDField(_("subject"), default=uuid4, unique=True, editable=False)
    credential_epoch = models.PositiveIntegerField(_("epoch of the credentials"), default=0, editable=False)
    audit_key = models.UUIDField(default=uuid4, unique=True, editable=False)
    """What the audit trail calls this person: it goes with the account, and then nothing leads back."""
    locale = models.CharField(_("language"), max_length=35, blank=True)
    phone_number = models.CharField(_("telephone number"), max_length=32, blank=True)
    postal_address = models.TextField(_("postal address"), blank=True, max_length=500)
    updated = models.DateTimeField(_("updated"), auto_now=True, null=True)
    theme = models.CharField(_("theme"), max_length=5, blank=True, choices=[("light", _("Light")), ("dark", _("Dark"))])
    """Empty: as the browser has it."""
    deletion_due = models.DateTimeField(_("to be deleted"), null=True, blank=True, db_index=True, editable=False)
    """When the account goes, as its owner asked; until then it can be kept."""

    objects: ClassVar[Users] = Users()

    _password: str | None = None
    """What `set_password` was given, until it is saved (Django's)."""

    STANDING_FIELDS: ClassVar[tuple[str, ...]] = (
        "id",
        "subject",
        "username",
        "email",
        "first_name",
        "last_name",
        "is_active",
        "is_staff",
        "is_superuser",
        "credential_epoch",
        "audit_key",
    )
    """The columns that a standing read brings; the other fields of such an instance are deferred."""

    class Meta(AbstractUser.Meta):
        permissions = (
            ("act_for_person", "Can act for another person"),
            ("end_credentials", "Can end everything that acts for a person"),
        )

    def clean(self) -> None:
        """Normalise the user name, and refuse one that another spelling has taken."""
        super().clean()
        if not self.username:  # the field itself says so
            return
        self.username_key = comparable(self.username)
        if type(self).objects.filter(username_key=self.username_key).exclude(pk=self.pk).exists():
            raise ValidationError({"username": _("This username is taken. Choose another one.")}, code="unique")

    @cached_property
    def email_verified(self) -> bool:
        """Whether the person has verified the address that stands in `email`."""
        return bool(self.emailaddress_set.filter(email=self.email.lower(), verified=True).exists())  # type: ignore[attr-defined] # - allauth's

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the comparable form beside the name; a new password, whoever sets it, raises the epoch."""
        if "username" in self.__dict__:
            self.username_key = comparable(self.username)
        if self._password is not None and not self._state.adding:
            self.credential_epoch += 1
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "credential_epoch"}
        super().save(*args, **kwargs)

    @classmethod
    def from_standing(cls, values: tuple[Any, ...], *, using: str = "default") -> Self:
        """Return an instance from the values of `STANDING_FIELDS`, in that order, without a query."""
        found = dict(zip(cls.STANDING_FIELDS, values, strict=True))
        names = [field.attname for field in cls._meta.concrete_fields if field.attname in found]  # the order of from_db
        user: Self = cls.from_db(using, names, [found[name] for name in names])
        return user
