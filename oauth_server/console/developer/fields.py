"""Fields that several forms of the console share: a name that people can read, addresses, lifetimes, scopes."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oauth_server.console.developer.reasons import in_words
from oauth_server.console.developer.rows import RowsField
from oauth_server.console.developer.uris import origin_fault, redirect_fault, rule_of
from oauth_server.protocol.services.registration_metadata import MetadataRefused, read
from oauth_server.vocabulary import SCOPES, Scope

LONGEST_NAME = 80


class NameField(forms.CharField):
    """The name of an application, as people read it when they are asked."""

    def __init__(self, **kwargs: Any) -> None:
        words = {"label": _("Name"), "error_messages": {"required": _("Give it a name.")}}
        super().__init__(max_length=LONGEST_NAME, **{**words, **kwargs})

    def clean(self, value: Any) -> str:
        """Refuse a name that nobody can see, or that turns the writing around."""
        name = str(super().clean(value))
        try:
            read({"client_name": name})
        except MetadataRefused:
            raise ValidationError(_("A name has letters that can be seen."), code="invisible") from None
        return name


class AddressField(forms.CharField):
    """One address, held to the rule of its column; empty where it is left out."""

    def __init__(self, column: str, *, preset: str = "", max_length: int = 200, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=max_length, **kwargs)
        self.column, self.preset = column, preset
        self.widget.attrs.update({"inputmode": "url", "data-check": column})

    def clean(self, value: Any) -> str:
        """Raise ValidationError, in words, for an address that the column cannot hold."""
        uri = str(super().clean(value) or "").strip()
        rule = rule_of(self.column, self.preset)
        fault = rule(uri) if uri and rule else ""
        if fault:
            raise ValidationError(in_words(fault), code="fault")
        return uri


class LifetimeField(forms.IntegerField):
    """A lifetime in a unit, at most the server's own; empty: the server's own."""

    def __init__(self, *, unit: timedelta, most: timedelta, **kwargs: Any) -> None:
        self.unit = unit
        words = {"max_value": _("At most %(limit_value)s."), "min_value": _("At least %(limit_value)s.")}
        kwargs |= {"min_value": 1, "max_value": int(most / unit)}
        super().__init__(required=False, error_messages={**words, "invalid": _("A whole number.")}, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return the number of units, none less than it is."""
        return max(1, int(value / self.unit)) if isinstance(value, timedelta) else value

    def clean(self, value: Any) -> timedelta | None:
        """Return the lifetime."""
        number = super().clean(value)
        return None if number is None else number * self.unit

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what is shown."""
        return super().has_changed(self.prepare_value(initial), data)


class ScopesField(forms.MultipleChoiceField):
    """Scopes to tick, each with what it allows; cleaned to the words of a column, in the vocabulary's order.

    `least`: the column where nothing is ticked; empty where something must be.
    """

    widget = forms.CheckboxSelectMultiple

    def __init__(self, offered: tuple[Scope, ...], *, least: str, **kwargs: Any) -> None:
        choices = [(str(scope), str(scope)) for scope in offered]
        words = {"required": _("Tick one at least."), "invalid_choice": _("One of them is not offered.")}
        super().__init__(
            choices=choices, required=not least, label=_("What it may ask for"), error_messages=words, **kwargs
        )
        self.offered, self.least = offered, least

    def prepare_value(self, value: Any) -> Any:
        """Return what is ticked."""
        return value.split() if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        """Return the column."""
        ticked = set(super().clean(value))
        return " ".join(scope for scope in self.offered if scope in ticked) or self.least

    def described(self, ticked: Any, *, capped: str = "") -> list[dict[str, Any]]:
        """Return what `developer/parts/scopes.html` shows of each; `capped`: the cap of an administrator, if any."""
        chosen, cap = set(self.prepare_value(ticked) or ()), set(capped.split())
        return [
            {
                "name": str(scope),
                "text": gettext(SCOPES[scope].text),
                "optional": SCOPES[scope].optional,
                "ticked": scope in chosen,
                "capped": bool(cap) and scope not in cap,
            }
            for scope in self.offered
        ]


class RedirectUrisField(RowsField):
    """The redirect URIs of an application; the form sets the fault of its kind."""

    def __init__(self) -> None:
        super().__init__(
            fault=redirect_fault(""),
            row=_("Redirect URI"),
            add=_("Add another redirect URI"),
            label=_("Redirect URIs"),
            help_text=_(
                "Where people come back to after they have agreed. Compared character by character, no wildcards."
            ),
        )


class OriginsField(RowsField):
    """The origins whose pages call this server (RFC 6454 section 4); none where it is left out."""

    def __init__(self, **words: Any) -> None:
        super().__init__(fault=origin_fault, row=_("Origin"), add=_("Add another origin"), required=False, **words)
