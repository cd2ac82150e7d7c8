from __future__ import annotations

from pathlib import Path

import pytest

from parley.errors import SettingsError
from parley.settings import SETTING_KEYS, Settings, load_settings


def test_every_setting_has_a_default(tmp_path: Path) -> None:
    """With no flag, no variable and no file, each value is the default and says so."""
    settings = load_settings(environ={}, folder=tmp_path)

    assert settings == Settings()
    assert {row["came_from"] for row in settings.rows()} == {"default"}


def test_a_flag_wins_over_environment_file_and_default(tmp_path: Path) -> None:
    """Flag, then environment, then file, then default; each remembers where it came from."""
    (tmp_path / "parley.toml").write_text('horizon_days = 7\nlanguage = "de"\nreader = "a.v1"\n')
    environ = {"PARLEY_HORIZON_DAYS": "30", "PARLEY_LANGUAGE": "fr"}

    settings = load_settings(environ=environ, folder=tmp_path, flags={"horizon_days": 180})

    assert (settings.horizon_days, settings.language, settings.reader) == (180, "fr", "a.v1")
    assert settings.where("horizon_days") == "flag --horizon-days"
    assert settings.where("language") == "environment PARLEY_LANGUAGE"
    assert settings.where("reader") == f"file {tmp_path / 'parley.toml'}"
    assert settings.where("forecaster") == "default"


def test_a_flag_that_was_not_given_changes_nothing(tmp_path: Path) -> None:
    """The command line hands in None for what was not typed."""
    assert load_settings(environ={}, folder=tmp_path, flags={"record": None}).is_default("record")


def test_the_nearest_file_upwards_is_used(tmp_path: Path) -> None:
    """The search goes from the working folder to the root and stops at the first file."""
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / "parley.toml").write_text("horizon_days = 1\n")
    (tmp_path / "a" / "parley.toml").write_text("horizon_days = 2\n")

    assert load_settings(environ={}, folder=deep).horizon_days == 2


def test_paths_in_a_file_are_meant_from_where_it_lies(tmp_path: Path) -> None:
    """A record named in parley.toml is found from any folder below it."""
    (tmp_path / "parley.toml").write_text(
        'record = "rec"\nactor_tables = ["world.v1", "./tables/mine"]\n'
    )
    deep = tmp_path / "deep"
    deep.mkdir()

    settings = load_settings(environ={}, folder=deep)

    assert settings.record == str(tmp_path / "rec")
    assert settings.actor_tables == ("world.v1", str(tmp_path / "tables" / "mine"))


def test_a_store_in_the_cloud_is_left_as_written(tmp_path: Path) -> None:
    """An address with a scheme is no path beside the file."""
    (tmp_path / "parley.toml").write_text('record = "s3://bucket/rec"\n')

    assert load_settings(environ={}, folder=tmp_path).record == "s3://bucket/rec"


def test_the_environment_gives_lists_with_commas(tmp_path: Path) -> None:
    """PARLEY_ACTOR_TABLES holds names divided by commas."""
    environ = {"PARLEY_ACTOR_TABLES": "world.v1, toy.v1"}

    assert load_settings(environ=environ, folder=tmp_path).actor_tables == ("world.v1", "toy.v1")


def test_a_file_can_be_named_in_flag_or_environment(tmp_path: Path) -> None:
    """`--config` and PARLEY_CONFIG take the place of the search, in this order."""
    (tmp_path / "parley.toml").write_text("horizon_days = 1\n")
    (tmp_path / "two.toml").write_text("horizon_days = 2\n")
    (tmp_path / "three.toml").write_text("horizon_days = 3\n")
    environ = {"PARLEY_CONFIG": str(tmp_path / "two.toml")}

    by_environment = load_settings(environ=environ, folder=tmp_path)
    by_flag = load_settings(environ=environ, folder=tmp_path, config=tmp_path / "three.toml")

    assert (by_environment.horizon_days, by_flag.horizon_days) == (2, 3)


def test_an_unknown_key_is_refused_with_the_nearest_known(tmp_path: Path) -> None:
    """A typing error never passes for a choice."""
    (tmp_path / "parley.toml").write_text('recrod = "x"\n')

    with pytest.raises(SettingsError, match=r"'recrod'.*parley\.toml.*mean 'record'") as caught:
        load_settings(environ={}, folder=tmp_path)

    assert caught.value.key == "recrod"


def test_an_unknown_variable_is_refused_too(tmp_path: Path) -> None:
    """PARLEY_HORIZON_DAY is no setting; PARLEY_SHARED belongs to the tests and is let be."""
    load_settings(environ={"PARLEY_SHARED": "x", "HOME": "y"}, folder=tmp_path)

    with pytest.raises(SettingsError, match="mean 'horizon_days'"):
        load_settings(environ={"PARLEY_HORIZON_DAY": "3"}, folder=tmp_path)


@pytest.mark.parametrize(
    ("key", "value", "wanted"),
    [
        ("horizon_days", "soon", "whole days"),
        ("horizon_days", 0, "whole days"),
        ("horizon_days", True, "whole days"),
        ("log_level", "loud", "one of debug"),
        ("actor_tables", [], "at least one"),
        ("actor_tables", 3, "a list of names"),
        ("record", "", "some text"),
        ("reader", 7, "some text"),
    ],
)
def test_a_wrong_value_is_refused_and_told_what_it_takes(
    tmp_path: Path, key: str, value: object, wanted: str
) -> None:
    """The message names the setting, the value, where it came from and what is right."""
    with pytest.raises(SettingsError, match=wanted) as caught:
        load_settings(environ={}, folder=tmp_path, flags={key: value})

    assert key in str(caught.value)
    assert "flag --" in str(caught.value)


def test_a_missing_or_broken_file_is_told(tmp_path: Path) -> None:
    """Neither a file that is not there nor one that is no TOML is passed over."""
    broken = tmp_path / "broken.toml"
    broken.write_text("record = \n")

    with pytest.raises(SettingsError, match="no settings file"):
        load_settings(environ={}, folder=tmp_path, config=tmp_path / "none.toml")
    with pytest.raises(SettingsError, match=r"broken\.toml.*cannot be read"):
        load_settings(environ={}, folder=tmp_path, config=broken)


def test_rows_tell_every_setting_with_its_help() -> None:
    """What `parley settings` prints leaves none out."""
    rows = Settings().rows()

    assert [row["key"] for row in rows] == list(SETTING_KEYS)
    assert all(row["help"] for row in rows)
