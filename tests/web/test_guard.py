"""At the door: whom the server turns away, and what it says then."""

import pytest
from fastapi import WebSocket
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from escalation.web.explore.catalogue import Catalogue
from escalation.web.server.app import create_app
from escalation.web.server.rooms import Rooms

HOST = "127.0.0.1:8460"
OURS = {"host": HOST, "origin": f"http://{HOST}"}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    outside, folder = tmp_path_factory.mktemp("outside"), tmp_path_factory.mktemp("data")
    (outside / "secret.yaml").write_text("name: secret\ntitle: Secret\n", encoding="utf-8")
    (folder / "notes.txt").write_text("not for the page", encoding="utf-8")
    (folder / "link.yaml").symlink_to(outside / "secret.yaml")
    rooms = Rooms(tmp_path_factory.mktemp("rooms"))
    app = create_app(Catalogue(folder), [HOST], rooms, threads=1)
    with TestClient(app, base_url=f"http://{HOST}") as made:
        yield made


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "127.0.0.1:9999"},
        {"host": f"{HOST}.evil.example"},
        {"host": HOST, "origin": "http://evil.example"},
        {"host": HOST, "origin": "null"},
        {"host": HOST, "origin": f"https://{HOST}"},
    ],
)
def test_another_host_or_origin_is_turned_away(client, headers):
    answer = client.get("/api/scenarios", headers=headers)
    assert answer.status_code == 403
    assert "own address" in answer.text
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect("/live", headers={"origin": f"http://{HOST}", **headers}),
    ):
        pass


#: What a browser sends along for a picture, and when somebody typed the address.
PICTURE = {"user-agent": "Mozilla/5.0", "accept": "image/avif,image/webp,*/*;q=0.8"}
TYPED = {"user-agent": "Mozilla/5.0", "accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
THEIRS = [
    PICTURE | {"sec-fetch-site": "cross-site"},
    TYPED | {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"},
    PICTURE | {"sec-fetch-site": "same-site", "referer": f"http://{HOST}/"},  # another port of ours
    PICTURE | {"referer": "http://evil.example/"},
    PICTURE | {"referer": f"http://{HOST}.evil.example/"},
    PICTURE | {"accept": "*/*"},  # a script, of a page that tells nothing of itself
    PICTURE,
]
OWN = [
    PICTURE | {"sec-fetch-site": "same-origin"},
    TYPED | {"sec-fetch-site": "none"},
    PICTURE | {"referer": f"http://{HOST}/play"},
    TYPED,
    {"user-agent": "curl/8", "accept": "*/*"},
    {},
]


@pytest.mark.parametrize("path", ["/download/odds.csv", "/play/ABCDEF/debrief", "/anything"])
def test_no_page_of_another_site_has_this_machine_compute(client, path):
    for headers in THEIRS:
        answer = client.get(path, headers=headers)
        assert answer.status_code == 403, headers
        assert "own address" in answer.json()["why"][0]
    for headers in OWN:
        assert client.get(path, headers=headers).status_code == 404, headers


def test_links_lead_to_the_pages_and_a_browser_that_tells_nothing_may_play(client):
    for path in ("/", "/play", "/site/main.js"):
        for headers in (*THEIRS, *OWN):
            assert client.get(path, headers=headers).status_code == 200, (path, headers)
    assert client.get("/api/play", headers=PICTURE).status_code == 200
    assert client.get("/api/play", headers=THEIRS[0]).status_code == 403
    assert client.get("/").headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/api/nothing", 404),
        ("GET", "/download/", 404),
        ("GET", "/download/a/b.csv", 404),
        ("GET", "/download/odds.exe", 404),
        ("GET", "/site/nothing.js", 404),
        ("POST", "/api/words", 405),
        ("GET", "/api/play/rooms", 405),
        ("DELETE", "/play", 405),
        ("POST", "/api/play/rooms", 400),
    ],
)
def test_a_refusal_always_says_why(client, method, path, status):
    answer = client.request(method, path)
    assert answer.status_code == status
    assert set(answer.json()) == {"why"}
    assert all(len(one) > 10 for one in answer.json()["why"])
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_wrong_values_and_mistakes_of_ours_say_why_too(tmp_path, caplog):
    app = create_app(Catalogue(None, "baseline"), [HOST], Rooms(tmp_path), threads=1)

    @app.get("/api/number/{number}")
    async def number(number: int) -> None:
        if number == 28:
            raise OSError(number, "No space left on device")
        raise RuntimeError("secret")

    @app.websocket("/broken")
    async def broken(socket: WebSocket) -> None:
        await socket.accept()
        raise RuntimeError("secret")

    with TestClient(app, base_url=f"http://{HOST}") as client:
        wrong = client.get("/api/number/x")
        assert wrong.status_code == 422
        assert wrong.json()["why"][0].startswith("number: ")
        mistake = client.get("/api/number/1")
        assert mistake.status_code == 500
        assert mistake.json() == {
            "why": ["The server made a mistake; it says in the terminal which."]
        }
        assert "content-security-policy" in mistake.headers
        assert "RuntimeError: secret" in caplog.text
        caplog.clear()
        full = client.get("/api/number/28")
        assert full.status_code == 503
        assert "no room" in full.json()["why"][0]
        assert caplog.text == ""
        with (
            client.websocket_connect("/broken", headers=OURS) as socket,
            pytest.raises(WebSocketDisconnect) as ended,
        ):
            socket.receive_json()
        assert ended.value.code == 1011
        assert "RuntimeError: secret" in caplog.text


def test_a_socket_that_does_not_say_where_it_comes_from_is_turned_away(client):
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/live"):
        pass


@pytest.mark.parametrize(
    "path",
    [
        "/site/../server/app.py",
        "/site/..%2f..%2f..%2fpyproject.toml",
        "/site/%2e%2e/%2e%2e/__init__.py",
        "/site//etc/passwd",
        "/site/__init__.py",
        "/api/scenarios/..%2fsecret.yaml",
        "/api/scenarios/link.yaml",
        "/api/scenarios/notes.txt",
        "/api/scenarios/%00",
        "/docs",
        "/redoc",
        "/openapi.json",
    ],
)
def test_no_other_file_and_no_page_about_the_interface(client, path):
    assert client.get(path).status_code == 404
