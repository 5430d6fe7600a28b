"""A server with rooms in this process, and people who come to it as browsers do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

from fastapi.testclient import TestClient

from escalation.engine import warm_up
from escalation.web.explore.catalogue import Catalogue
from escalation.web.server import room_keys
from escalation.web.server.app import create_app
from escalation.web.server.rooms import Rooms
from tests.web.known_worlds import SEED
from tests.web.play.game import said

HOST = "127.0.0.1:8460"
BASE = f"http://{HOST}"
OURS = {"host": HOST, "origin": BASE}
SCENARIO = "name: short\ntitle: 'A month on the line'\nextends: baseline\nhorizon_days: 30\n"
TEAMS = ("kabul", "islamabad", "mediators", "press")


class Person:
    """Somebody's browser: its own cookies, and a line into a room."""

    def __init__(self, house: House, name: str) -> None:
        self.name = name
        address = f"10.0.0.{house.count}"
        self.browser = TestClient(_from(address, house.app), base_url=BASE)
        self.browser.portal = house.portal  # one loop for all, as in a server
        self.screen: dict[str, Any] = {}
        self.rounds: list[dict[str, Any]] = []
        #: All that ever came over the line.
        self.heard: list[str] = []
        self._house = house
        self._number = 0
        self.socket: Any = None

    def join(self, code: str, team: str) -> Person:
        path = f"/api/play/rooms/{code}/seats"
        answer = self.browser.post(path, json={"name": self.name, "team": team})
        assert answer.status_code == 200, answer.text
        return self.enter(code)

    def enter(self, code: str, role: str = "seat") -> Person:
        self.screen = {}
        self.rounds = []
        self._code = code
        self._line = self._house.stack.enter_context(ExitStack())
        self.socket = self._line.enter_context(
            self.browser.websocket_connect(f"ws://{HOST}/play/{code}/{role}", headers=OURS)
        )
        self.see(lambda screen: True)
        return self

    def leave(self) -> None:
        self._line.close()

    def say(self, say: str, **more: Any) -> dict[str, Any]:
        """Say something and return the answer."""
        self._number += 1
        hosted = self._house.rooms.get(self._code)
        message = {"request": self._number, **said(hosted.room.at, say, **more)}
        self.socket.send_text(json.dumps(message))
        while True:
            told = self._receive()
            if told["kind"] != "screen" and told["request"] == self._number:
                return told

    def is_here(self) -> None:
        """Say that the line still stands, as pages do all the time."""
        self.socket.send_text(json.dumps({"request": 0, "say": "here"}))

    def does(self, say: str, **more: Any) -> None:
        """Say something that is taken."""
        answer = self.say(say, **more)
        assert answer["kind"] == "done", answer

    def see(self, wanted: Any) -> dict[str, Any]:
        """Wait for a screen of a kind, and return it."""
        while not (self.screen and wanted(self.screen)):
            self._receive()
        return self.screen

    def phase(self, phase: str) -> dict[str, Any]:
        return self.see(lambda screen: screen["phase"] == phase)

    def _receive(self) -> dict[str, Any]:
        text = self.socket.receive_text()
        self.heard.append(text)
        told: dict[str, Any] = json.loads(text)
        if told["kind"] == "screen":
            del self.rounds[told["count"] :]
            for place, one in sorted(told["rounds"].items(), key=lambda pair: int(pair[0])):
                self.rounds[int(place) : int(place) + 1] = [one]
            self.screen = {**self.screen, **told["screen"]}
        return told


class House:
    """The server, and whoever came."""

    def __init__(self, app: Any, rooms: Rooms, stack: ExitStack, portal: Any) -> None:
        self.app, self.rooms, self.stack, self.portal = app, rooms, stack, portal
        self.count = 0

    def person(self, name: str) -> Person:
        self.count += 1
        return Person(self, name)

    def leader(self, **settings: Any) -> tuple[Person, str]:
        """Open a room; return the facilitator in it, and its code."""
        lead = self.person("")
        given = {"scenario": "short.yaml", "round_days": 3, "rounds": 3, **settings}
        code = lead.browser.post("/api/play/rooms", json=given).json()["code"]
        return lead.enter(code, "lead"), code

    def begun(self, **settings: Any) -> tuple[Person, str, dict[str, Person]]:
        """Open a room with four teams in which the first round is decided."""
        lead, code = self.leader(**settings)
        people = {team: self.person(f"of {team}").join(code, team) for team in TEAMS}
        lead.does("start")
        lead.phase("shown")
        lead.does("next")
        lead.phase("deciding")
        for one in people.values():
            one.phase("deciding")
        return lead, code, people


def _from(address: str, app: Any) -> Any:
    """Return an application that is asked from an address."""

    async def asked(scope: Any, receive: Any, send: Any) -> None:
        await app({**scope, "client": (address, 50_000)}, receive, send)

    return asked


@contextmanager
def house(folder: Path, *, shared: bool = False) -> Iterator[House]:
    """Serve the rooms of a folder in this process."""
    warm_up()  # a first compilation would keep a line waiting longer than a test does
    (folder / "short.yaml").write_text(SCENARIO, encoding="utf-8")
    rooms = Rooms(folder)
    joins = [f"{BASE}/play"] if shared else []
    app = create_app(Catalogue(folder), [HOST], rooms, threads=2, joins=joins)
    # What a client cuts while the server closes it ends, for the client, in a cancellation.
    with suppress(CancelledError), ExitStack() as stack:
        # The same world in every test.
        stack.enter_context(patch.object(room_keys, "new_seed", lambda: SEED))
        serving = stack.enter_context(TestClient(app, base_url=BASE))
        yield House(app, rooms, stack, serving.portal)
