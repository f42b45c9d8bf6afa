"""Serve the application on localhost: `python -m examples.sample_app`, from the root of the checkout."""

import signal
import sys
from socketserver import ThreadingMixIn
from types import FrameType
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from examples.sample_app.configuration import read_configuration
from examples.sample_app.site import Site


class Server(ThreadingMixIn, WSGIServer):
    """One thread a request, so that a slow answer of the authorization server blocks nobody."""

    daemon_threads = True


class QuietHandler(WSGIRequestHandler):
    """Logs the path without its query: the callback's holds a code."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Write one line a request."""
        self.log_message("%s %s %s", self.command, self.path.partition("?")[0], str(code))


def main() -> None:
    """Serve until SIGINT or SIGTERM."""
    configuration = read_configuration()
    with make_server("127.0.0.1", configuration.port, Site(configuration), Server, QuietHandler) as server:
        signal.signal(signal.SIGTERM, _stop)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            server.server_close()


def _stop(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    main()
