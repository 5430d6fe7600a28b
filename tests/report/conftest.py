"""A page in a real browser, for tests of this room that ask for one."""

import pytest

from tests.web.browser import launched


@pytest.fixture(scope="session")
def browser():
    with launched() as made:
        yield made
