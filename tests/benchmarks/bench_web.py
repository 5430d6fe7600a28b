"""How soon the page answers: python -m pytest tests/benchmarks/bench_web.py -s

A real server in a process of its own, asked over real HTTP and WebSocket: the page's files, the
first 500 runs of a moved slider and their refinements, and twenty pages at once. The yardstick is
the engine alone, measured just before on this machine, since others may be busy on it too.
"""

import asyncio
import json
import statistics
import time
import urllib.request

import numpy as np
import websockets

from escalation.ensemble.session import Session
from escalation.scenario.load import load_scenario, override
from escalation.studies.run import simulate
from escalation.web.explore.bench import STAGES, Bench
from tests.web.browser import launched, serving

MOVES, PAGES, VISITS = 12, 20, 7


def engine_seconds():
    """Return the seconds that 500 runs take without a server, median of moved sliders."""
    base, bench, taken = load_scenario("baseline"), Bench(), []
    with Session.open() as session:
        bench.result(base, STAGES[0], session)
        for number in range(MOVES):
            moved = override(base, {"parameters.provocation": 0.11 + 0.01 * number})
            start = time.perf_counter()
            bench.result(moved, STAGES[0], session)
            taken.append(time.perf_counter() - start)
    return statistics.median(taken)


async def answer(socket, request, value, stage=0):
    """Return the seconds until an answer's stage."""
    setting = {"scenario": "baseline", "parameters": {"provocation": value}}
    start = time.perf_counter()
    await socket.send(json.dumps({"kind": "ask", "request": request, "setting": setting}))
    while True:
        said = json.loads(await socket.recv())
        if said["request"] == request and said.get("stage") == stage:
            return time.perf_counter() - start


def connect(address):
    host = address.split("//")[1].strip("/")
    return websockets.connect(f"ws://{host}/live", origin=f"http://{host}", max_size=None)


async def warm(address):
    """Have loaded what is loaded once, and the scenario's own runs, by which others are paired."""
    async with connect(address) as socket:
        await answer(socket, 0, 0.2, stage=len(STAGES) - 1)


async def one_page(address):
    async with connect(address) as socket:
        first = [await answer(socket, n, 0.1 + 0.017 * n) for n in range(1, MOVES + 1)]
        last = await answer(socket, 99, 0.777, stage=len(STAGES) - 1)
    return first, last


async def many_pages(address):
    async def page(number):
        async with connect(address) as socket:
            return await answer(socket, number, 0.3 + 0.011 * number)

    return await asyncio.gather(*(page(number) for number in range(PAGES)))


def load_page(address):
    """Return the bytes and seconds of all that a page loads before the odds."""
    start, size = time.perf_counter(), 0
    from escalation.web.server.assets import load_site

    paths = ["", "api/scenarios", "api/scenarios/baseline", "site/colours.css"]
    paths += [f"site/{path}" for path in load_site() if path != "index.html"]
    for path in paths:
        asked = urllib.request.Request(address + path, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(asked) as response:
            size += len(response.read())
    return size, time.perf_counter() - start


def usable_seconds(address):
    """Return how long a browser takes from the address to odds on screen, visit by visit."""
    taken = []
    with launched() as browser:
        for _ in range(VISITS):
            page = browser.new_context().new_page()  # nothing of an earlier visit is kept
            start = time.perf_counter()
            page.goto(address)
            page.wait_for_selector("#odds li rect.carlo")
            taken.append(time.perf_counter() - start)
            page.context.close()
    return taken


def test_web():
    simulate("baseline", runs=8)
    alone = engine_seconds()
    with serving("--port", "8495") as address:
        asyncio.run(warm(address))
        size, seconds = load_page(address)
        first, last = asyncio.run(one_page(address))
        alone = min(alone, engine_seconds())  # others may have been busy before
        visits = usable_seconds(address)
        together = asyncio.run(many_pages(address))
    middle = statistics.median(first)
    print(f"\npage: {size / 1000:.0f} kB over the line in {seconds:.2f} s, one after the other")
    print(f"odds on screen in a browser, from the address: median "
          f"{statistics.median(visits):.2f} s of {VISITS} visits, worst {max(visits):.2f} s "
          "(wanted 1)")  # fmt: skip
    print(f"500 runs by the engine alone: {1000 * alone:.0f} ms")
    print(f"first answer, median of {len(first)}: {1000 * middle:.0f} ms, {middle / alone:.2f} of "
          f"that; worst {1000 * max(first):.0f} ms")  # fmt: skip
    print(f"refined to {STAGES[-1]:,} runs: {last:.1f} s")
    print(f"{PAGES} pages at once, first answers: median {statistics.median(together):.1f} s, last "
          f"{max(together):.1f} s, none lost")  # fmt: skip
    assert len(together) == PAGES
    assert np.isfinite(first).all()
