"""A built paper over HTTP on the loopback, as a good host would serve it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath
from threading import Thread
from urllib.parse import unquote, urlsplit

import brotli

HOST = "127.0.0.1"
TYPES = {
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
TEXTS = ("text/", "application/json", "application/wasm", "application/xml", "image/svg+xml")
"""Types that gain by being compressed on the way."""

QUALITY = 5
"""Of Brotli's eleven grades the one that servers use for what they compress while they serve."""


@dataclass(frozen=True)
class Served:
    """A paper that can be asked for."""

    origin: str
    outputs: Mapping[str, bytes]
    """What is served, by path."""

    def url(self, path: str) -> str:
        """The address of an output: of `world/index.html`, that of `/world/`."""
        page = PurePosixPath(path)
        return f"{self.origin}/{path[: -len(page.name)] if page.name == 'index.html' else path}"


@contextmanager
def serve(outputs: Mapping[str, bytes]) -> Iterator[Served]:
    """The outputs at a free port, until the block ends."""
    handler = type("Handler", (_Handler,), {"outputs": outputs})
    with ThreadingHTTPServer((HOST, 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield Served(f"http://{HOST}:{server.server_port}", outputs)
        finally:
            server.shutdown()
            thread.join()


@lru_cache(maxsize=2048)
def compressed(content: bytes) -> bytes:
    """As it travels: by Brotli."""
    return bytes(brotli.compress(content, quality=QUALITY))


def headers_for(path: str, rules: str) -> Iterator[tuple[str, str]]:
    """The headers that a `_headers` file, as Netlify and Cloudflare read it, asks for `path`.

    A line that is not indented is a pattern of addresses, with `*` for anything; the indented
    lines below it are its headers.
    """
    fits = False
    for line in rules.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line.startswith("/"):
            address = "/" + path.removesuffix("index.html")
            fits = fnmatchcase(address, line.strip())
        elif fits:
            name, _, value = line.partition(":")
            yield name.strip(), value.strip()


class _Handler(BaseHTTPRequestHandler):
    """Answers from `outputs`: folders by their index, what is missing with the paper's 404."""

    protocol_version = "HTTP/1.1"
    # Head and body go out in two writes: with Nagle's algorithm the second would wait for an
    # acknowledgement of the first.
    disable_nagle_algorithm = True
    outputs: Mapping[str, bytes] = {}

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path).removeprefix("/")
        if not path or path.endswith("/"):
            path += "index.html"
        if path in self.outputs:
            self.answer(HTTPStatus.OK, path)
        elif f"{path}/index.html" in self.outputs:
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", f"/{path}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self.answer(HTTPStatus.NOT_FOUND, "404.html")

    def answer(self, status: HTTPStatus, path: str) -> None:
        content = self.outputs.get(path, b"")
        kind = TYPES.get(PurePosixPath(path).suffix, "application/octet-stream")
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-cache")
        for name, value in headers_for(path, self.outputs.get("_headers", b"").decode("utf-8")):
            self.send_header(name, value)
        if kind.startswith(TEXTS):
            self.send_header("Vary", "Accept-Encoding")
            accepted = self.headers.get("Accept-Encoding", "")
            if "br" in accepted:
                content = compressed(content)
                self.send_header("Content-Encoding", "br")
            elif "gzip" in accepted:
                content = gzip.compress(content, mtime=0)
                self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing: the tests look at what the browser says."""
