"""A page in a real browser for every test of this room that asks for one."""

import pytest

from escalation.engine import warm_up
from tests.web.browser import browser_path, serving

LONG = f"name: long\ntitle: '{'M' * 200}'\nextends: baseline\nhorizon_days: 20\n"
OWN = "name: own\ntitle: '<b id=evil>A month</b>'\nextends: baseline\nhorizon_days: 20\n"
DAY = "name: one_day\ntitle: A day\nextends: baseline\nhorizon_days: 1\n"
#: A visitor who has been here before is offered no tour.
BEEN_HERE = "if (localStorage.getItem('tour') === null) localStorage.setItem('tour', 'over');"


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    browser_path()
    warm_up()  # a first compilation would keep the page waiting longer than a test does
    folder = tmp_path_factory.mktemp("data")
    (folder / "own.yaml").write_text(OWN, encoding="utf-8")
    (folder / "long.yaml").write_text(LONG, encoding="utf-8")
    (folder / "day.yaml").write_text(DAY, encoding="utf-8")
    with serving("--data", str(folder)) as made:
        yield made


@pytest.fixture
def open_page(browser, address):
    """Return a function that opens the page; what it asks of others or complains of fails."""
    contexts, wrong = [], []

    def asked(url):
        if not url.startswith((address, "blob:")):
            wrong.append(f"asked {url}")

    def opened(fragment="#scenario=own.yaml", script=BEEN_HERE, **context_options):
        options = {"viewport": {"width": 1280, "height": 900}, **context_options}
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(script)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.on("request", lambda one: asked(one.url))
        page.goto(address + fragment)
        page.wait_for_selector("#odds .point:not(.away)", timeout=120_000)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []
