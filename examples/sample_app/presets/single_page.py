"""Single page: a public client that runs in the browser and calls the server by CORS (RFC 9700 section 2.1.1)."""

from collections.abc import Mapping
from html import escape
from typing import ClassVar

from examples.sample_app.presets.preset import Preset
from examples.sample_app.visits import Run

SCOPE = "openid profile account:read todo:read todo:write"


class SinglePage(Preset):
    """A module in the page does it all; this server only hands out the files."""

    path, name, client = "/single-page", "Single page", "Single-page application"
    script = "/static/single_page.js"
    title = "A page that is the whole application"
    pitch = (
        "Everything runs in your browser, and calls the server from there. The tokens live in its memory: reload, and "
        "they are gone."
    )
    chosen: ClassVar[Mapping[str, str]] = {
        "Client": "public: no secret, PKCE instead",
        "Grants": "authorization code, refresh token, for a day at most",
        "Origins": "only those that are registered may call (CORS), without cookies",
        "Consent": "asked each time",
    }

    def panel(self, run: Run) -> str:
        """Return what the module finds: who it is, and its buttons."""
        client_id = self.configuration.clients[self.client].client_id
        return (
            f'<div id="page" data-issuer="{escape(self.configuration.issuer)}" data-client-id="{escape(client_id)}" '
            f'data-resource="{escape(self.configuration.resource)}" data-scope="{escape(SCOPE)}">'
            "<noscript><p>This page is a program: it needs JavaScript. The other six do without.</p></noscript>"
            '<div class="actions" id="actions"></div><p class="problem" id="problem" role="alert" hidden></p>'
            '<p class="outcome" id="outcome" role="status" hidden></p></div>'
        )
