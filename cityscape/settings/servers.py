"""Servers that models answer at: whether an address will do, whose key is sent there, and what of a server's words may be shown.

Keys come from the environment or the system's keyring, are kept nowhere, and are cut out of whatever is said.
"""

from __future__ import annotations

import os
from urllib.parse import urlsplit

SERVICE, USER, VARIABLE = "cityscape", "openai", "OPENAI_API_KEY"
"""Where the keyring has the key, and which variable of the environment goes before it."""

LONGEST = 160
"""Letters of a server's words that are shown."""


def fault_of(url: str) -> str | None:
    """Why an address cannot be used, as in "it ..."; None where it can. Nothing of the address is repeated."""
    try:
        at = urlsplit(url)
        good = at.scheme in ("http", "https") and bool(at.hostname) and (at.port or 1) > 0
    except ValueError:
        return "is no web address: write it as http://host:port/v1"
    if at.username or at.password or at.query:
        return f"carries a name, password or query, where keys hide: give the plain address, and the key in {VARIABLE}"
    return None if good else "is no web address: write it as http://host:port/v1"


def place(url: str) -> str:
    """An address without anything secret."""
    at = urlsplit(url)
    return f"{at.scheme}://{at.hostname}{f':{at.port}' if at.port else ''}{at.path}"


def key() -> str:
    """The key: the environment's, else what the keyring holds, where the library `keyring` is installed; "" for none."""
    if found := os.environ.get(VARIABLE, "").strip():
        return found
    try:
        import keyring

        return (keyring.get_password(SERVICE, USER) or "").strip()
    except Exception:  # not installed, locked, or no back-end on this machine: no key
        return ""


def fit(text: str, secret: str = "") -> str:
    """A server's words, fit to be shown: one short line without control characters and without the key."""
    if secret:
        text = text.replace(secret, "***")
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 3] + "..."
