"""The server: what it gives, and what it refuses."""

import json
import os
import posixpath
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from escalation.browser.figures import FIGURES
from escalation.errors import InputError
from escalation.telling.glossary import GLOSSARY
from escalation.web.explore.catalogue import Catalogue
from escalation.web.explore.comparison import MOST_PINS
from escalation.web.explore.pictures import names
from escalation.web.server import messages
from escalation.web.server.app import create_app
from escalation.web.server.assets import load_site
from escalation.web.server.rooms import Rooms

HOST = "127.0.0.1:8460"
OWN = {"scenario": "own.yaml"}
OURS = {"host": HOST, "origin": f"http://{HOST}"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.yaml").write_text("name: secret\ntitle: Secret\n", encoding="utf-8")
    folder = tmp_path_factory.mktemp("data")
    own = "name: own\ntitle: '<img src=x onerror=alert(1)>'\nextends: baseline\nhorizon_days: 30\n"
    (folder / "own.yaml").write_text(own, encoding="utf-8")
    (folder / "wrong.yaml").write_text(
        "name: wrong\ntitles: x\nextends: baseline\n", encoding="utf-8"
    )
    (folder / "notes.txt").write_text("not for the page", encoding="utf-8")
    (folder / "link.yaml").symlink_to(outside / "secret.yaml")
    return folder


@pytest.fixture(scope="module")
def client(folder, tmp_path_factory):
    rooms = Rooms(tmp_path_factory.mktemp("rooms"))
    app = create_app(Catalogue(folder), [HOST, "localhost:8460"], rooms, threads=2)
    with TestClient(app, base_url=f"http://{HOST}") as made:
        yield made


def ask(request, **setting):
    return {"kind": "ask", "request": request, "setting": {"scenario": "own.yaml", **setting}}


def until(socket, kind, stage=None):
    while True:
        said = socket.receive_json()
        if said["kind"] == kind and stage in (None, said.get("stage")):
            return said


# --- what it gives ----------------------------------------------------------------------------


def test_the_page_and_its_files_come_with_a_policy_that_lets_nothing_else_in(client):
    page = client.get("/")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert f"ws://{HOST}" in policy
    assert page.headers["x-content-type-options"] == "nosniff"
    assert client.get("/site/main.js").headers["content-type"].startswith("text/javascript")
    assert "--war:" in client.get("/site/colours.css").text


def test_nothing_in_the_page_points_elsewhere_or_is_inline(client):
    for path, asset in load_site().items():
        text = asset.body.decode().replace("http://www.w3.org/", "")
        assert "http://" not in text.replace("`http://", ""), path
        assert "https://" not in text, path
        assert "innerHTML" not in text, path
        assert "<style" not in text, path
        assert "eval(" not in text, path
    assert "<script>" not in client.get("/").text


def test_whatever_a_module_or_page_asks_for_is_served(client):
    site = load_site()
    asked = 0
    for path, asset in site.items():
        text = asset.body.decode()
        wanted = [
            posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
            for name in re.findall(r'^(?:import|export) .*from "(\..*)";$', text, re.M)
        ]
        wanted += re.findall(r'(?:href|src)="/site/([^"]+)"', text)
        for one in wanted:
            assert client.get(f"/site/{one}").status_code == 200, (path, one)
        asked += len(wanted)
    assert asked > 100
    assert {"drawing/dom.js", "drawing/figures.css", "main.js"} <= set(site)


def test_a_file_that_the_browser_has_is_not_sent_again(client):
    first = client.get("/site/main.js")
    again = client.get("/site/main.js", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_the_page_is_light_before_the_map_and_the_runs(client):
    paths = ["/", "/api/words", "/api/scenarios", "/api/scenarios/baseline", "/site/colours.css"]
    paths += [f"/site/{path}" for path in load_site() if path != "index.html"]
    size = 0
    for path in paths:
        with client.stream("GET", path, headers={"accept-encoding": "gzip"}) as sent:
            size += sum(len(piece) for piece in sent.iter_raw())
    assert size < 150_000


def test_scenarios_are_listed_and_those_with_mistakes_say_which(client):
    listed = {one["id"]: one for one in client.get("/api/scenarios").json()["scenarios"]}
    assert "baseline" in listed
    assert listed["own.yaml"]["title"] == "<img src=x onerror=alert(1)>"
    problems = listed["wrong.yaml"]["problems"]
    assert any(one.startswith("wrong.yaml:2: ") and "titles" in one for one in problems)
    assert "link.yaml" not in listed
    assert "notes.txt" not in listed


def test_a_changed_file_is_read_again(client, folder):
    path = folder / "own.yaml"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("horizon_days: 30", "horizon_days: 25"), encoding="utf-8")
    assert client.get("/api/scenarios/own.yaml").json()["horizon_days"] == 25
    path.write_text(before, encoding="utf-8")
    assert client.get("/api/scenarios/own.yaml").json()["horizon_days"] == 30


def listed(catalogue):
    return {one["id"]: one for one in json.loads(json.dumps(catalogue.told()))}


def test_a_folder_of_odd_names_or_none_any_more_keeps_no_scenario_from_the_page(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    good = "name: good\ntitle: x\nextends: baseline\n"
    (folder / "good.yaml").write_text(good, encoding="utf-8")
    odd = os.fsdecode(os.fsencode(folder) + b"/\xe9tude.yaml")
    try:
        Path(odd).write_text(good, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no such name")
    app = create_app(Catalogue(folder), [HOST], Rooms(tmp_path / "rooms"), threads=1)
    with TestClient(app, base_url=f"http://{HOST}") as page:

        def told():
            play, answer = page.get("/api/play"), page.get("/api/scenarios")
            assert (play.status_code, answer.status_code) == (200, 200)
            assert "baseline" in [one["value"] for one in play.json()["scenarios"]]
            found = {one["id"]: one for one in answer.json()["scenarios"]}
            assert play.json()["broken"] == [
                one for row in found.values() for one in row["problems"]
            ]
            return found

        (problem,) = told()["\\udce9tude.yaml"]["problems"]
        assert problem.endswith("its name has letters that none can read: rename it")
        assert told()["good.yaml"]["problems"] == []
        long = page.get("/api/scenarios/" + "x" * 5000 + ".yaml")
        assert (long.status_code, "no scenario of this page" in long.text) == (404, True)
        folder.rename(tmp_path / "elsewhere")
        (problem,) = told()["the folder of scenarios"]["problems"]
        assert "can't be read now: " in problem
        assert str(tmp_path) not in problem
        assert page.get("/api/scenarios/baseline").status_code == 200
        assert page.get("/api/scenarios/good.yaml").status_code == 404
        (tmp_path / "elsewhere").rename(folder)
        assert "good.yaml" in told()


@pytest.mark.parametrize("relative", [False, True])
def test_no_page_is_told_where_on_this_machine_scenarios_lie(tmp_path, monkeypatch, relative):
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.chdir(tmp_path if relative else folder)
    for name, extends in (("a", "b"), ("b", "a"), ("c", "nowhere"), ("d", "../data/e")):
        text = f"name: {name}\ntitle: x\nextends: {extends}.yaml\n"
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    (folder / "e.yaml").write_text("- no\n", encoding="utf-8")
    (folder / "f.yaml").mkdir()
    catalogue = Catalogue(Path("data") if relative else folder, "baseline")
    wrong = {name: one["problems"] for name, one in listed(catalogue).items() if one["problems"]}
    assert set(wrong) == {"a.yaml", "b.yaml", "c.yaml", "d.yaml", "e.yaml"}
    assert "a.yaml -> b.yaml -> a.yaml" in wrong["a.yaml"][0]
    assert "data" not in json.dumps(wrong).replace("../data/e", "")
    with pytest.raises(InputError) as error:
        catalogue.scenario("a.yaml")
    assert "data" not in str(error.value)


def test_a_file_is_read_again_only_when_it_or_what_it_extends_is_another(tmp_path, monkeypatch):
    from escalation.web.explore import catalogue as module

    for name, extends in (("a", "b.yaml"), ("b", "baseline"), ("c", "baseline.yaml")):
        text = f"name: {name}\ntitle: of {name}\nextends: {extends}\n"
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    read = []
    real = module.load_scenario
    monkeypatch.setattr(
        module, "load_scenario", lambda source: read.append(Path(source).stem) or real(source)
    )
    catalogue = Catalogue(tmp_path)
    first = listed(catalogue)
    assert "did you mean 'baseline'" in first["c.yaml"]["problems"][0]
    read.clear()
    assert listed(catalogue) == first
    assert read == []
    for name in "ab":
        text = (tmp_path / f"{name}.yaml").read_text(encoding="utf-8")
        (tmp_path / f"{name}.yaml").write_text(text + "horizon_days: 20\n", encoding="utf-8")
        listed(catalogue)
    assert [one for one in read if one in "ab"] == ["a", "a", "b"]
    (tmp_path / "baseline.yaml").write_text(
        "name: mine\ntitle: x\nextends: baseline\n", encoding="utf-8"
    )
    assert listed(catalogue)["c.yaml"]["problems"] == []
    (tmp_path / "c.yaml").unlink()
    assert "c.yaml" not in listed(catalogue)


def test_a_folder_that_is_none_is_refused(tmp_path):
    with pytest.raises(InputError, match="is no folder"):
        Catalogue(tmp_path / "nowhere")


# --- the live line ----------------------------------------------------------------------------


def test_an_answer_comes_in_stages_that_narrow(client, monkeypatch):
    from escalation.web.server import answers

    monkeypatch.setattr(answers, "STAGES", (100, 400))
    with client.websocket_connect("/live", headers=OURS) as socket:
        socket.send_json(ask(7, claims={"C21": 0.1}) | {"figures": ["standings"]})
        setting = until(socket, "setting")
        assert setting["changes"][0]["key"] == "C21"
        assert "extends: own.yaml" in setting["file"]
        first, last = until(socket, "odds", 0), until(socket, "odds", 1)
    assert first["request"] == last["request"] == 7
    assert first["figures"] == {}
    assert set(last["figures"]) == {"standings"}
    assert (first["odds"]["runs"], last["odds"]["runs"]) == (100, 400)

    def width(said):
        low, high = said["odds"]["rows"][0]["carlo"]
        return high - low

    assert width(last) < width(first)
    assert last["odds"]["rows"][0]["ghost"]["p"] is not None


def test_a_newer_question_ends_the_one_before(client, monkeypatch):
    from escalation.web.server import answers

    monkeypatch.setattr(answers, "STAGES", (100, 10_000))
    with client.websocket_connect("/live", headers=OURS) as socket:
        socket.send_json(ask(1, claims={"C21": 0.3}))
        until(socket, "odds", 0)
        monkeypatch.setattr(answers, "STAGES", (100,))
        socket.send_json(ask(2, claims={"C21": 0.4}))
        numbers = [socket.receive_json()["request"] for _ in range(2)]
    assert numbers == [2, 2]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "JSON"),
        ("[]", "kind|dictionary|object"),
        ('{"kind": "run"}', "kind|tag"),
        ('{"kind": "ask", "request": 1}', "setting"),
        ('{"kind": "ask", "request": -1, "setting": {"scenario": "own.yaml"}}', "request"),
        ('{"kind": "stop", "request": 1, "more": 2}', "more"),
        ("[" * 30_000, "JSON|recursion"),
        (json.dumps({"kind": "ask", "request": 1, "setting": {"scenario": "x" * 70_000}}), "bytes"),
    ],
)
def test_what_is_no_message_is_refused_and_the_line_goes_on(client, text, says):
    import re

    with client.websocket_connect("/live", headers=OURS) as socket:
        socket.send_text(text)
        refused = socket.receive_json()
        assert refused["kind"] == "refused"
        assert re.search(says, refused["why"]), refused["why"]
        socket.send_json(ask(2, claims={"C99": 0.4}))
        assert socket.receive_json()["why"] == "C99: is no claim of own"


@pytest.mark.parametrize(
    ("message", "request_", "about"),
    [
        ({"kind": "ask", "request": 8}, 8, "ask"),
        ({"kind": "map", "request": 9, "setting": {"scenario": "own.yaml"}, "more": 1}, 9, "map"),
        ({"kind": "nothing", "request": 10}, 10, None),
        ({"kind": "ask", "request": 11, "setting": {"scenario": "x" * 64_500}}, 11, "ask"),
        ({"kind": "ask", "request": -1}, None, "ask"),
        ({"kind": "ask", "request": True}, None, "ask"),
        ({"kind": ["ask"], "request": 2**60}, None, None),
        (["ask", 7], None, None),
        ('{"kind": "ask", "request": 12, "setting": {"scen', 12, "ask"),
        ('{"request": 13, "kind": "ask", ', 13, None),
        ('{"kind": "map","request":14}}', 14, "map"),
        ('{"kind": "ask", "request": 99999999999999999999, ', None, None),
        ({"kind": "watch", "request": 15, "setting": OWN, "run": True}, 15, "watch"),
        ({"kind": "watch", "request": 16, "setting": OWN, "run": "7"}, 16, "watch"),
        ({"kind": "watch", "request": 17, "setting": OWN, "run": 7.0}, 17, "watch"),
        ({"kind": "watch", "request": 18, "setting": OWN, "run": 7, "without": "1"}, 18, "watch"),
        ({"kind": "ask", "request": 19, "setting": {**OWN, "claims": {"C21": True}}}, 19, "ask"),
        ({"kind": "ask", "request": 20, "setting": {**OWN, "claims": {"C21": "0.1"}}}, 20, "ask"),
        ({"kind": "ask", "request": "21", "setting": OWN}, None, "ask"),
    ],
)
def test_a_refusal_has_the_number_of_what_is_refused(client, message, request_, about):
    with client.websocket_connect("/live", headers=OURS) as socket:
        socket.send_text(message if isinstance(message, str) else json.dumps(message))
        refused = socket.receive_json()
    assert (refused["kind"], refused["request"], refused["about"]) == ("refused", request_, about)


def test_a_refusal_names_the_field_and_no_option_of_the_command_line(client):
    early = {"kind": "back_channel", "day": -4, "open": True}
    setting = {"scenario": "own.yaml"}
    branch = {"kind": "watch", "run": 5, "setting": setting}
    asked = {
        "your event 2, day: must be at least 0, not -4": ask(
            1, events=[early | {"day": 3}, early], levers=["afghan_taliban_confirm"]
        ),
        "provocation: 9 lies outside 0 to 2": ask(1, parameters={"provocation": 9}),
        "credence of C21: must be at most 1": ask(1, claims={"C21": 3}),
        "the event, killed: must be at least 1": branch
        | {
            "branch": {
                "day": 2,
                "events": [{"kind": "attack", "day": 7, "actor": "ttp", "killed": -3}],
            }
        },
        "day: 400 is outside the horizon": branch | {"branch": {"day": 400, "events": []}},
        "event: 999999 is no event of run 5": branch | {"without": 999_999},
    }
    with client.websocket_connect("/live", headers=OURS) as socket:
        for number, (says, message) in enumerate(asked.items()):
            socket.send_json(message | {"request": number})
            refused = until(socket, "refused")
            assert refused["request"] == number
            assert says in refused["why"]
            assert "--" not in refused["why"]


def test_bytes_are_refused_and_the_line_goes_on(client):
    with client.websocket_connect("/live", headers=OURS) as socket:
        socket.send_bytes(b"\xff\xfe")
        assert socket.receive_json()["why"] == "A message must be text, not bytes."
        socket.send_text("x")
        assert socket.receive_json()["kind"] == "refused"


@pytest.mark.parametrize("scenario", ["nothing", "../secret.yaml", "link.yaml", "wrong.yaml"])
def test_a_scenario_that_is_not_there_is_refused(client, scenario):
    with client.websocket_connect("/live", headers=OURS) as socket:
        socket.send_json({"kind": "ask", "request": 1, "setting": {"scenario": scenario}})
        assert socket.receive_json()["kind"] == "refused"


def test_one_run_the_map_and_pins_come_over_the_same_line(client, monkeypatch):
    from escalation.browser.figures import border_map
    from escalation.web.server import answers

    monkeypatch.setattr(answers, "STAGES", (40, 80))
    monkeypatch.setattr(border_map, "WATCHED", (20, 40))
    setting = {"scenario": "own.yaml"}
    event = {"kind": "back_channel", "day": 4, "open": True}
    with client.websocket_connect("/live", headers=OURS) as socket:
        socket.send_json({"kind": "watch", "request": 1, "setting": setting, "run": 5})
        run = until(socket, "run")
        assert (run["about"], run["request"], run["run"]) == ("watch", 1, 5)
        branch = {"day": 4, "events": [event]}
        told = {"kind": "watch", "request": 2, "setting": setting, "run": 5, "branch": branch}
        socket.send_json(told)
        assert until(socket, "run")["other"]["lines"] == run["lines"]
        socket.send_json(told | {"branch": {"day": 4, "events": [event | {"day": 1}]}})
        assert until(socket, "refused")["about"] == "watch"
        socket.send_json({"kind": "map", "request": 3, "setting": setting})
        assert [until(socket, "map")["runs"] for _ in range(2)] == [20, 40]
        pins = [setting, setting | {"claims": {"C21": 0.1}}]
        socket.send_json({"kind": "compare", "request": 4, "settings": pins})
        assert len(until(socket, "compared")["columns"]) == 2
        pins[1] = pins[1] | {"scenario": "baseline"}
        socket.send_json({"kind": "compare", "request": 5, "settings": pins})
        assert "several scenarios" in until(socket, "refused")["why"]


def test_the_page_is_told_its_tabs_files_tour_and_words_once(client):
    told = client.get("/api/words").json()
    assert [one["name"] for one in told["figures"]] == list(FIGURES)
    assert told["most_pins"] == MOST_PINS
    files = [*told["tables"], *told["map"], *(one for f in told["figures"] for one in f["files"])]
    assert set(files) <= set(names())
    assert told["glossary"] == dict(GLOSSARY)
    index = client.get("/").text
    # A run's own part is there once one is picked; each stop of the tour has its place.
    assert all(f'id="{stop["at"]}"' in index for stop in told["tour"]["stops"])
    scripts = [asset.body.decode() for path, asset in load_site().items() if path.endswith(".js")]
    for once in (told["figures"][0]["label"], told["tour"]["offer"]["title"], "segments.csv"):
        assert not any(once in script for script in scripts), once


def test_what_a_run_hung_on_comes_in_steps_and_can_be_stopped_alone(client):
    asked = {"setting": {"scenario": "own.yaml"}, "run": 57}
    with client.websocket_connect("/live", headers=OURS) as socket:
        socket.send_json({"kind": "pivots", "request": 1, **asked})
        first = until(socket, "trying")
        assert (first["about"], first["run"]) == ("pivots", 57)
        assert 0 < first["done"] < first["total"]
        found = until(socket, "pivots")
        assert found["run"] == 57
        assert found["turning"]
        socket.send_json({"kind": "pivots", "request": 2, **asked})
        assert until(socket, "trying")["request"] == 2
        socket.send_json({"kind": "watch", "request": 3, **asked})
        socket.send_json({"kind": "stop", "request": 4, "what": "pivots"})
        socket.send_json({"kind": "stop", "request": 5, "what": "map"})
        said = []
        while "run" not in said:
            said.append(socket.receive_json()["kind"])
        without = {"without": found["turning"][0]["event"]}
        socket.send_json({"kind": "watch", "request": 6, **asked, **without})
        assert until(socket, "run")["undone"] in found["turning"][0]["told"]
        assert "pivots" not in said
        branch = {"branch": {"day": 4, "events": []}}
        socket.send_json({"kind": "watch", "request": 7, **asked, **without, **branch})
        assert "not both" in until(socket, "refused")["why"]


def test_files_are_made_of_what_is_on_the_page(client, monkeypatch):
    from escalation.web.server import downloads

    monkeypatch.setattr(downloads, "STAGES", (40, 80))
    setting = json.dumps({"scenario": "own.yaml", "claims": {"C21": 0.1}})
    sent = client.get("/download/odds.csv", params={"setting": setting})
    assert sent.headers["content-disposition"] == 'attachment; filename="own_odds.csv"'
    assert sent.text.startswith("scenario,")
    for name, wrong in (("odds.exe", setting), ("odds.csv", "{"), ("odds.csv", '{"scenario":"x"}')):
        refused = client.get(f"/download/{name}", params={"setting": wrong})
        assert refused.status_code == 404
        assert refused.json()["why"]


def test_too_many_messages_end_the_line_and_no_other(client, monkeypatch):
    monkeypatch.setattr("escalation.web.server.live.BURST", 5)
    monkeypatch.setattr("escalation.web.server.live.RATE", 0.001)
    with client.websocket_connect("/live", headers=OURS) as socket:
        for number in range(6):
            socket.send_json({"kind": "stop", "request": number})
        with pytest.raises(WebSocketDisconnect) as ended:
            socket.receive_json()
    assert ended.value.code == 1008
    monkeypatch.undo()
    with client.websocket_connect("/live", headers=OURS) as socket:
        socket.send_text("x")
        assert socket.receive_json()["kind"] == "refused"


def test_messages_have_limits():
    assert messages.MOST_BYTES <= 65_536


def test_a_download_without_a_setting_is_refused_in_a_sentence(client):
    for refused in (client.get("/download/odds.csv"), client.get("/download/odds.csv?setting=")):
        assert refused.status_code == 404
        assert refused.json() == {
            "why": ["setting: is missing: a file is of a setting of the page"]
        }
