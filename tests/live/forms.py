"""The forms of a page, read as a browser reads them: what is submitted when one of its buttons is pressed."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """`fields`: what is sent whichever button is pressed; `ticks`: the values of ticked boxes by name."""

    action: str = ""
    method: str = "get"
    fields: dict[str, str] = field(default_factory=dict)
    ticks: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def filled(self, **values: str | list[str]) -> dict[str, str | list[str]]:
        """Return what is sent with these values typed in."""
        return {**self.fields, **self.ticks, **values}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(values.get("action", ""), values.get("method", "get").lower()))
        elif not self.forms or "name" not in values:
            return
        elif tag == "button":
            self.forms[-1].buttons.append((values["name"], values.get("value", "")))
        elif tag == "input" and values.get("type") in ("checkbox", "radio"):
            if "checked" in values:
                self.forms[-1].ticks.setdefault(values["name"], []).append(values.get("value", "on"))
        elif tag == "input":
            self.forms[-1].fields[values["name"]] = values.get("value", "")


def forms(page: str) -> list[Form]:
    """Return the forms of a page in their order, without the one at the foot of every page."""
    reader = _Reader()
    reader.feed(page)
    return [form for form in reader.forms if form.action != "/preferences/"]


def form_with(page: str, name: str) -> Form:
    """Return the form that has a field or button of this name."""
    found = [
        form for form in forms(page) if name in {*form.fields, *form.ticks, *(button for button, _ in form.buttons)}
    ]
    assert len(found) == 1, (name, page)
    return found[0]
