"""A class plays while others explore: python -m pytest tests/benchmarks/bench_play.py -s

A real server in a process of its own, over real HTTP and WebSocket: thirty participants of one room
who all decide and forecast at once, twenty explorers who move sliders meanwhile, a round of four
teams with the share of each decision, and the server's memory over an hour of play, sixty rounds at
one a minute, with everybody deciding in each. The yardstick is
the same round computed in this process, without a server; others may be busy on this machine too.
"""

import asyncio
import json
import statistics
import time
from collections import Counter
from pathlib import Path

import pytest
import websockets

from escalation.engine import warm_up
from escalation.studies.run import simulate
from escalation.web.play import play
from escalation.web.play.room import At
from tests.benchmarks.bench_web import engine_seconds
from tests.web.play.game import begun, decided, said, say
from tests.web.served import Server

PARTICIPANTS, EXPLORERS, MESSAGES, ROUNDS = 30, 20, 6, 60
TEAMS = ("kabul", "islamabad", "mediators", "press", "forecasters")
MOVES = {
    "kabul": {"kind": "state", "max_rung": 3, "line": "deny", "crossings": "closed"},
    "islamabad": {"kind": "state", "operation": {"rung": 4, "days": 1}, "line": "silent"},
    "mediators": {"kind": "mediators", "proposals": [{"kind": "truce", "days": 5}]},
    "press": {"kind": "press", "article": "What is known of the night."},
}


def memory_mb(process):
    """Return a process's resident memory in MB; None where the system does not tell."""
    try:
        text = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    except OSError:
        return None
    line = next(line for line in text.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


class Seat:
    """A line into a room that keeps the last screen and finds the answer to what it said."""

    def __init__(self, server, code, who, role="seat"):
        self.where = f"ws://{server.host}/play/{code}/{role}"
        self.headers = {"cookie": server.cookies[who]}
        self.origin = f"http://{server.host}"
        self.answers, self.screens, self.number = {}, asyncio.Queue(), 0
        self.screen = {}

    async def __aenter__(self):
        self.socket = await websockets.connect(
            self.where, origin=self.origin, additional_headers=self.headers, max_size=None
        )
        self.tasks = [asyncio.create_task(work) for work in (self.read(), self.beat())]
        return self

    async def __aexit__(self, *_):
        for task in self.tasks:
            task.cancel()
        await self.socket.close()

    async def beat(self):
        while True:
            await asyncio.sleep(20)
            await self.socket.send(json.dumps({"request": 0, "say": "here"}))

    async def read(self):
        async for text in self.socket:
            told = json.loads(text)
            if told["kind"] == "screen":
                self.screen = {**self.screen, **told["screen"]}
                self.screens.put_nowait(self.screen)
            else:
                self.answers.pop(told["request"]).set_result(told)

    async def does(self, words, **more):
        """Say something; return the seconds until it was on disk."""
        self.number += 1
        answer = self.answers[self.number] = asyncio.get_running_loop().create_future()
        start = time.perf_counter()
        at = At(**self.screen["at"])
        await self.socket.send(json.dumps({"request": self.number, **said(at, words, **more)}))
        told = await answer
        assert told["kind"] == "done", told
        return time.perf_counter() - start

    async def sees(self, wanted):
        while not wanted(await self.screens.get()):
            pass


async def resolved(lead, phase="shown"):
    """Play the round; return the seconds until its result is on the facilitator's screen."""
    while not lead.screens.empty():
        lead.screens.get_nowait()
    start = time.perf_counter()
    await lead.does("resolve")
    await lead.sees(lambda screen: screen["phase"] == phase)
    return time.perf_counter() - start


async def explore(server, number, until):
    """Move a slider again and again; return the seconds until each first answer."""
    taken = []
    async with websockets.connect(
        f"ws://{server.host}/live", origin=f"http://{server.host}", max_size=None
    ) as socket:
        request = 0
        while not until.is_set():
            request += 1
            value = round(0.1 + 0.013 * number + 0.0007 * request, 4)
            setting = {"scenario": "baseline", "parameters": {"provocation": value}}
            start = time.perf_counter()
            asked = {"kind": "ask", "request": request, "setting": setting}
            await socket.send(json.dumps(asked))
            while True:
                told = json.loads(await socket.recv())
                if told["request"] == request and told.get("stage") == 0:
                    break
            taken.append(time.perf_counter() - start)
            await asyncio.sleep(0.5)
    return taken


async def decide_all(lead, seats, rounds):
    """Let everybody say several things at once; return the seconds of each answer."""
    taken = []

    async def one(place, seat, team):
        while seat.screen.get("at") != lead.screen["at"]:
            await asyncio.sleep(0.01)
        for number in range(rounds):
            chance = round((place * rounds + number + 1) / 1000, 3)
            taken.append(await seat.does("forecast", chances={"war": chance}))
            if team in MOVES:
                taken.append(await seat.does("decide", move=MOVES[team]))
        return chance

    work = [one(place, seat, team) for place, (seat, team) in enumerate(seats)]
    return taken, await asyncio.gather(*work)


async def measure(server, code):
    found = {}
    lead = Seat(server, code, "lead", "lead")
    teams = [TEAMS[place % len(TEAMS)] for place in range(PARTICIPANTS)]
    seats = [(Seat(server, code, f"person {n}"), team) for n, team in enumerate(teams)]
    async with lead:
        for seat, _ in seats:
            await seat.__aenter__()
        await lead.does("start")
        await lead.sees(lambda screen: screen["phase"] == "shown")
        await lead.does("next")
        await lead.sees(lambda screen: screen["phase"] == "deciding")
        found["alone"], _ = await decide_all(lead, seats, MESSAGES)
        found["round alone"] = await resolved(lead)
        await lead.does("undo")
        await lead.sees(lambda screen: screen["phase"] == "deciding")

        stop = asyncio.Event()
        exploring = [asyncio.create_task(explore(server, n, stop)) for n in range(EXPLORERS)]
        await asyncio.sleep(2)
        found["together"], last = await decide_all(lead, seats, MESSAGES)
        found["round together"] = await resolved(lead)
        stop.set()
        found["explorers"] = [one for taken in await asyncio.gather(*exploring) for one in taken]
        await lead.does("undo")
        await asyncio.sleep(1)
        kept = [seat.screen["forecast"]["questions"][1]["value"] for seat, _ in seats]
        found["lost"] = sum((Counter(last) - Counter(kept)).values())

        for seat, _ in seats:
            await seat.__aexit__()
    return found


async def hour_of_play(server, code):
    """Play a room of `ROUNDS` rounds to its end; return the server's memory on the way."""
    lead = Seat(server, code, "lead", "lead")
    seats = [
        (Seat(server, code, f"person {n}"), TEAMS[n % len(TEAMS)]) for n in range(PARTICIPANTS)
    ]
    memory = []
    async with lead:
        for seat, _ in seats:
            await seat.__aenter__()
        await lead.does("start")
        await lead.sees(lambda screen: screen["phase"] == "shown")
        for number in range(ROUNDS):
            await lead.does("next")
            await lead.sees(lambda screen: screen["phase"] == "deciding")
            await decide_all(lead, seats, 1)
            await resolved(lead)
            if number % (ROUNDS // 6) == 0:
                memory.append(memory_mb(server.process))
        await lead.does("close")
        await lead.sees(lambda screen: screen["phase"] == "closed")
        memory.append(memory_mb(server.process))
        for seat, _ in seats:
            await seat.__aexit__()
    return memory


def round_alone():
    """Return the seconds of the same round without a server."""
    room = begun()
    for seat, team in (("seat-1", "kabul"), ("seat-2", "islamabad"), ("seat-3", "mediators")):
        room = decided(room, seat, **MOVES[team])
    room, _ = say(room, "resolve", by="facilitator")
    start = time.perf_counter()
    result = play(room)
    return time.perf_counter() - start, len(result.parts)


@pytest.fixture
def server(tmp_path):
    warm_up()
    made = Server(str(tmp_path)).start()
    yield made
    made.stop()


def room_with_everybody(server, **settings):
    code = server.post("api/play/rooms", {"scenario": "baseline", **settings}, "lead")["code"]
    for number in range(PARTICIPANTS):
        team = TEAMS[number % len(TEAMS)]
        body = {"name": f"person {number}", "team": team}
        server.post(f"api/play/rooms/{code}/seats", body, f"person {number}")
    return code


def test_play(server):
    code = room_with_everybody(server)
    simulate("baseline", runs=8)
    engine = [engine_seconds()]
    found = asyncio.run(measure(server, code))
    engine.append(engine_seconds())
    alone, parts = round_alone()
    hour = asyncio.run(hour_of_play(server, room_with_everybody(server, rounds=ROUNDS)))

    def told(taken):
        return f"median {statistics.median(taken):.2f} s, last {max(taken):.2f} s"

    print(f"\n{PARTICIPANTS} participants at once, {len(found['alone'])} messages on disk: "
          f"{told(found['alone'])}")  # fmt: skip
    print(f"the same with {EXPLORERS} explorers: {told(found['together'])}; "
          f"lost: {found['lost']}")  # fmt: skip
    before, after = engine
    print(f"500 runs by the engine alone: {before:.2f} s before, {after:.2f} s after")
    print(f"explorers' first answers meanwhile: {told(found['explorers'])}")
    print(f"a round of four teams with {parts} shares: {found['round alone']:.2f} s, "
          f"{found['round alone'] / alone:.1f} of what it takes without a server; "
          f"among explorers {found['round together']:.2f} s")  # fmt: skip
    memory = [f"{one:.0f}" for one in hour if one is not None]
    print(f"memory over {ROUNDS} rounds of {PARTICIPANTS} people, in MB: "
          f"{', '.join(memory) or 'not told here'}")  # fmt: skip
    assert found["lost"] == 0
