"""Addresses and keys: where a key is taken from, that nothing secret is shown, and which addresses will do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

from cityscape.paint.remote import RemotePainter
from cityscape.plan.chat import server
from cityscape.settings import servers

KEY = "sk-of-the-keyring"


class Memory:
    """A back-end of `keyring` that has no file."""

    priority = 1

    def __init__(self) -> None:
        self.held = {(servers.SERVICE, servers.USER): KEY}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Memory]:
    """The library `keyring` with that back-end; where it is not installed, its one function that is used."""
    monkeypatch.delenv(servers.VARIABLE, raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    try:
        import keyring
        from keyring.backend import KeyringBackend
    except ImportError:
        memory, module = Memory(), ModuleType("keyring")
        module.get_password = lambda service, username: memory.get_password(service, username)  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "keyring", module)
        yield memory
        return
    memory = type("MemoryBackend", (Memory, KeyringBackend), {})()
    before = keyring.get_keyring()
    keyring.set_keyring(memory)
    yield memory
    keyring.set_keyring(before)


def test_planner_and_painter_take_the_key_of_the_keyring_and_the_environment_goes_before(
    ring: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    hired = server(None, "m")
    assert hired.key == KEY and KEY not in repr(hired) and hired.url.startswith("https://api.openai.com")
    painter = RemotePainter().check()
    assert painter._client().api_key == KEY and KEY not in repr(painter)
    monkeypatch.setenv(servers.VARIABLE, " sk-of-the-environment\n")
    assert servers.key() == server(None, "m").key == "sk-of-the-environment"


def test_a_keyring_that_is_locked_absent_or_empty_is_no_key(ring: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    ring.held.clear()
    assert servers.key() == ""

    def locked(service: str, username: str) -> str:
        raise RuntimeError("locked")

    monkeypatch.setattr(ring, "get_password", locked)
    assert servers.key() == ""
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert servers.key() == ""


@pytest.mark.parametrize("url", ["https://host/v1", "http://127.0.0.1:8000/v1", "http://[::1]:1/v1"])
def test_addresses_that_will_do(url: str) -> None:
    assert servers.fault_of(url) is None and servers.place(url).startswith("http")


@pytest.mark.parametrize(
    "url", ["localhost:1", "ftp://host", "http://", "http://host:99999", "http://[", "http://u:pw-1@h", "http://h?k=pw-1"]
)
def test_addresses_that_will_not_do(url: str) -> None:
    said = servers.fault_of(url)
    assert said is not None and "pw-1" not in said and "\n" not in said


def test_what_a_server_says_is_made_fit_to_be_shown() -> None:
    assert servers.fit(f"no\x1b[31m such\nkey: {KEY}", KEY) == "no [31m such key: ***"
    assert len(servers.fit("x" * 999)) == servers.LONGEST
