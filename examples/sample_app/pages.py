"""The pages: templates of the standard library, every value escaped."""

from collections.abc import Iterable
from html import escape
from pathlib import Path
from string import Template
from typing import Final

from examples.sample_app import shown
from examples.sample_app.presets.preset import Button, Preset
from examples.sample_app.presets.web import granted
from examples.sample_app.visits import Run

FOLDER: Final = Path(__file__).parent


def preset_page(presets: Iterable[Preset], preset: Preset, run: Run) -> str:
    """Return the page of a preset: what it is, what can be done now, and what was sent and received."""
    listed = list(presets)
    if preset.path == "/":
        main = _signed_in(preset, run) if run.held.get("claims") else _home(listed, preset, run)
    else:
        main = _fill(
            "preset.html",
            title=escape(preset.title),
            pitch=escape(preset.pitch),
            actions=_buttons(preset.buttons(run)),
            outcome=f'<p class="outcome" role="status">{escape(run.outcome)}</p>' if run.outcome else "",
            panel=preset.panel(run),
            steps=_steps(run),
            chosen=shown.rows(preset.chosen),
        )
    return page(main, problem=run.problem, title=preset.name, menu=_menu(listed, preset), script=_script(preset))


def page(main: str, *, problem: str = "", title: str, menu: str = "", script: str = "") -> str:
    """Return a whole page; `main`, `menu` and `script` are HTML, `problem` and `title` are text."""
    notice = f'<p class="problem" role="alert">{escape(problem)}</p>' if problem else ""
    return _fill("page.html", title=escape(title), notice=notice, main=main, menu=menu, script=script)


def _home(presets: list[Preset], preset: Preset, run: Run) -> str:
    cards = "\n".join(_card(other) for other in presets if other is not preset)
    return _fill(
        "signed_out.html",
        title=escape(preset.title),
        issuer=escape(preset.configuration.issuer),
        actions=_buttons(preset.buttons(run)),
        cards=f'<section><h2>Other kinds of clients</h2><ul class="cards">{cards}</ul></section>' if cards else "",
        steps=_steps(run) if run.steps else "",
    )


def _signed_in(preset: Preset, run: Run) -> str:
    claims = run.held["claims"]
    return _fill(
        "signed_in.html",
        issuer=escape(preset.configuration.issuer),
        person=escape(str(claims.get("name") or claims.get("preferred_username") or claims.get("sub"))),
        actions=_buttons(preset.buttons(run)),
        claims=shown.rows(claims),
        granted=shown.rows(granted(run)),
        steps=_steps(run),
        chosen=shown.rows(preset.chosen),
    )


def _steps(run: Run) -> str:
    return _fill("steps.html", steps=shown.steps(run.steps), hidden="" if run.steps else " hidden")


def _buttons(buttons: Iterable[Button]) -> str:
    forms = (
        f'<form method="post" action="{button.action}"><button type="submit"{" class=quiet" if button.quiet else ""}>'
        f"{escape(button.label)}</button></form>"
        for button in buttons
    )
    found = "\n".join(forms)
    return f'<div class="actions">{found}</div>' if found else ""


def _menu(presets: list[Preset], current: Preset) -> str:
    links = (
        f'<a href="{preset.path}"{" aria-current=page" if preset is current else ""}>{escape(preset.name)}</a>'
        for preset in presets
    )
    return f'<nav aria-label="Kinds of clients">{"".join(links)}</nav>' if len(presets) > 1 else ""


def _card(preset: Preset) -> str:
    return (
        f'<li><a href="{preset.path}"><strong>{escape(preset.name)}</strong>'
        f"<span>{escape(preset.title)}</span></a></li>"
    )


def _script(preset: Preset) -> str:
    return f'<script type="module" src="{preset.script}"></script>' if preset.script else ""


def _fill(name: str, **values: str) -> str:
    return Template((FOLDER / "templates" / name).read_text(encoding="utf-8")).substitute(values)
