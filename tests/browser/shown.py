"""A page in one state that people may see, and the forms in which it is looked at."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from tests.browser.visit import Visit

Scheme = Literal["light", "dark"]
Form = tuple[int, Scheme]
"""Width in pixels, and colour scheme."""
FORMS: Final[tuple[Form, ...]] = ((1280, "light"), (1280, "dark"), (360, "light"), (360, "dark"))
"""Every page is looked at in four forms."""
CORNERS: Final[tuple[Form, ...]] = ((1280, "light"), (360, "dark"))
"""Each width and each scheme once: what a translation, whose colours are the same, and a picture are looked at in."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page in one state. `who`: a person of the demo who is signed in; nobody if empty.

    `foreign`: a library draws the page; what axe finds there, and its width on the narrowest screen, is not ours to
    mend.
    """

    name: str
    arrive: Callable[[Visit], object]
    who: str = ""
    foreign: bool = False

    def open(self, visit: Visit) -> None:
        """Bring the visit there."""
        if self.who:
            visit.become(self.who)
        self.arrive(visit)
