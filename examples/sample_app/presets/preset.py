"""What every preset of the sample application is: a page with buttons, and what they do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from examples.sample_app.answers import Answer, Asked
from examples.sample_app.code_flow import CodeFlow, Party
from examples.sample_app.configuration import Configuration
from examples.sample_app.visits import Run

Route = Callable[[Asked], Answer]


@dataclass(frozen=True, slots=True)
class Button:
    """A form with one button; `action` is the path that it posts to."""

    label: str
    action: str
    quiet: bool = False


class Preset:
    """One kind of client at work. `client`: its name at the server; empty for one that registers itself."""

    path: ClassVar[str]
    name: ClassVar[str]
    client: ClassVar[str] = ""
    title: ClassVar[str]
    pitch: ClassVar[str]
    """Who is like that, and what this page shows."""
    script: ClassVar[str] = ""
    """The module that the page runs, for the one that is a program itself."""
    chosen: ClassVar[Mapping[str, str]]
    """What the preset chooses at the server."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        self.registered = configuration.clients.get(self.client)

    def routes(self) -> dict[tuple[str, str], Route]:
        """Return what answers a method and a path, besides the page itself."""
        return {}

    def buttons(self, run: Run) -> tuple[Button, ...]:
        """Return what the visitor can do now."""
        return ()

    def panel(self, run: Run) -> str:
        """Return what the page shows above the steps, as HTML."""
        return ""

    def arrive(self, asked: Asked) -> Answer | None:
        """Do what is due when the page is asked for; return an answer where it is another than the page."""
        return None

    def pause(self, run: Run) -> int:
        """Return in how many seconds the page asks again by itself; 0 for never."""
        return 0

    def party(self, redirect_uri: str, scope: str) -> Party:
        """Return the registered client, as it asks for these scopes."""
        own = self.configuration.clients[self.client]
        resource = self.configuration.resource
        return Party(self.configuration.issuer, own.client_id, redirect_uri, scope, resource, own.client_secret)

    def url(self, path: str) -> str:
        """Return the address of a path of the server."""
        return f"{self.configuration.issuer}{path}"


def flow_of(run: Run) -> CodeFlow:
    """Return the flow that this visitor began."""
    flow: CodeFlow = run.held["flow"]
    return flow
