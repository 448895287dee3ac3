"""Times as reporters write them, and what becomes of those that can't be read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.scaffold import written_time
from dateline.times import (
    Misread,
    Moment,
    date_of,
    day_of,
    direction_of,
    first_weekday,
    iso,
    month_of,
    read_time,
    rfc822,
    time_of,
    weekdays_of,
    zone,
)
from tests.strategies import MOMENTS, RECENT, ZONES

KOLKATA = zone("Asia/Kolkata")
NEW_YORK = zone("America/New_York")
YOKOHAMA = datetime(2010, 11, 13, 10, 28, tzinfo=UTC)
"""2010-11-13 15:58 IST."""


@pytest.mark.parametrize(
    "text",
    [
        "2010-11-13 15:58 IST",
        "2010-11-13 15:58",
        "2010-11-13T15:58:00+05:30",
        "Nov 13, 2010 15:58 IST",
        "2010-11-13T10:28:00Z",
        "2010-11-13t10:28z",
        "2010-11-13 10:28 UTC",
        "2010-11-13 10:28 gmt",
        "2010-11-13 15:58:00 +0530",
        "2010-11-13 15:58 +5:30",
        "2010-11-13 15:58IST",
        "2010-11-13 15:58:00.123456",
        "2010-11-13 12:28 +02",
        "2010-11-13 04:28 -06:00",
        "  2010-11-13   15:58 ist ",
        "November 13, 2010 15:58",
        "november 13 2010, 15:58 IST",
        "Nov. 13, 2010 15:58",
    ],
)
def test_these_forms_name_one_moment(text: str) -> None:
    assert read_time(text, KOLKATA) == Moment(YOKOHAMA)


@pytest.mark.parametrize("text", ["2010-11-13", "Nov 13, 2010", "2010-11-13 "])
def test_a_bare_date_is_midnight_in_the_papers_zone(text: str) -> None:
    midnight = datetime(2010, 11, 12, 18, 30, tzinfo=UTC)

    assert read_time(text, KOLKATA) == Moment(midnight, is_bare_date=True)


@pytest.mark.parametrize(
    ("text", "what", "hint"),
    [
        pytest.param("tomorrow", "is not a date and time", "", id="words"),
        pytest.param("", "is not a date and time", "", id="nothing"),
        pytest.param("1289642280", "is not a date and time", "", id="seconds"),
        pytest.param("२०१०-११-१३ १५:५८", "is not a date and time", "", id="other digits"),
        pytest.param("13/11/2010", "is not a date", "did you mean 2010-11-13?", id="day first"),
        pytest.param("11/13/2010", "is not a date", "did you mean 2010-11-13?", id="month first"),
        pytest.param("03-04-2010", "is not", "2010-04-03 or 2010-03-04?", id="either order"),
        pytest.param("2010/11/13 15:58", "is not", "hyphens: 2010-11-13", id="slashes"),
        pytest.param("13 Nov 2010", "is not", "did you mean 2010-11-13?", id="day, month's name"),
        pytest.param(
            "Sat, 13 Nov 2010 15:58:00 +0530",
            "is not",
            "did you mean 2010-11-13 15:58:00 +0530?",
            id="RFC 822, as feeds have it",
        ),
        pytest.param(
            "Sat Nov 13, 2010 15:58", "is not", "leave the day of the week out", id="weekday"
        ),
        pytest.param("31 February 2010", "is not", "there is no such day", id="31 February"),
        pytest.param("2010-02-31 15:58", "(the month has no such day)", "", id="31st of the 2nd"),
        pytest.param("2011-02-29 15:58", "(the month has no such day)", "", id="no leap year"),
        pytest.param("2010-13-11", "(months go from 1 to 12)", "mean 2010-11-13?", id="swapped"),
        pytest.param("2010-11-13 24:00", "(hours go from 0 to 23)", "", id="hour 24"),
        pytest.param("2010-11-13 23:60", "(minutes and seconds", "", id="minute 60"),
        pytest.param("2016-12-31 23:59:60 UTC", "(minutes and seconds", "", id="leap second"),
        pytest.param("0000-00-00", "is not a time that exists", "", id="zeros"),
        pytest.param("1599-12-31 23:59", "outside the years", "", id="before 1600"),
        pytest.param("9999-01-01 00:00", "outside the years", "", id="after 9998"),
        pytest.param("Foo 13, 2010", "month that is not known: Foo", "", id="no month"),
        pytest.param("2010-11-13 IST", "zone but no time", "2010-11-13 15:58 IST", id="no clock"),
        pytest.param("2010-11-13 3:58 pm", "has pm", "write 15:58", id="pm"),
        pytest.param("2010-11-13 12:05 a.m. IST", "has a.m.", "write 00:05", id="midnight, am"),
        pytest.param("2010-11-13 15:58 EST", "time zone EST", "15:58 -05:00", id="EST"),
        pytest.param("2010-11-13 15:58 CST", "time zone CST", "Shanghai is +08:00", id="CST"),
        pytest.param("2010-11-13 15:58 XYZ", "time zone XYZ", "the offset itself", id="no zone"),
        pytest.param("2010-11-13 15:58 Asia/Tokyo", "Asia/Tokyo", "15:58 +09:00", id="IANA name"),
        pytest.param("2010-11-13 15:58 UTC+5:30", "UTC+5:30", "the offset itself", id="UTC plus"),
        pytest.param("2010-11-13 15:58 +15:00", "no zone uses: +15:00", "", id="offset too big"),
        pytest.param("2010-11-13 15:58 +05:99", "no zone uses", "", id="minutes of an offset"),
    ],
)
def test_what_cannot_be_read_is_explained(text: str, what: str, hint: str) -> None:
    misread = read_time(text, KOLKATA)

    assert isinstance(misread, Misread)
    assert what in misread.what
    assert hint in misread.hint
    assert bool(hint) == bool(misread.hint)


@pytest.mark.parametrize(
    ("text", "what", "readings"),
    [
        pytest.param(
            "2026-03-08 02:30",
            "clocks skip",
            "2026-03-08 02:30 -05:00 or 2026-03-08 02:30 -04:00",
            id="spring",
        ),
        pytest.param(
            "2026-11-01 01:30",
            "clocks show twice",
            "2026-11-01 01:30 -04:00 or 2026-11-01 01:30 -05:00",
            id="autumn",
        ),
    ],
)
def test_hours_of_daylight_saving_must_be_told_apart(text: str, what: str, readings: str) -> None:
    misread = read_time(text, NEW_YORK)

    assert isinstance(misread, Misread)
    assert what in misread.what
    assert misread.hint == f"say which: {readings}"
    for reading in readings.split(" or "):
        assert isinstance(read_time(reading, NEW_YORK), Moment)


def test_the_hour_before_and_after_the_change_is_plain() -> None:
    before = read_time("2026-03-08 01:59", NEW_YORK)
    after = read_time("2026-03-08 03:00", NEW_YORK)

    assert isinstance(before, Moment)
    assert isinstance(after, Moment)
    assert after.at - before.at == timedelta(minutes=1)


@pytest.mark.parametrize(
    "name", ["Mars/Olympus", "", "../../etc/passwd", "localtime", "/etc/passwd"]
)
def test_only_named_zones_of_the_world_are_zones(name: str) -> None:
    with pytest.raises((LookupError, ValueError, OSError)):
        zone(name)


@given(moment=MOMENTS, site_zone=ZONES)
def test_what_machines_get_is_read_back_as_the_same_instant(
    moment: datetime, site_zone: ZoneInfo
) -> None:
    assert read_time(iso(moment, site_zone), site_zone) == Moment(moment)


@given(moment=RECENT, site_zone=ZONES)
def test_what_new_stories_get_is_read_back_as_the_same_instant(
    moment: datetime, site_zone: ZoneInfo
) -> None:
    assert read_time(written_time(moment.astimezone(site_zone)), site_zone) == Moment(moment)


@given(moment=RECENT, site_zone=ZONES)
def test_a_local_time_is_read_as_its_instant_or_not_at_all(
    moment: datetime, site_zone: ZoneInfo
) -> None:
    local = moment.astimezone(site_zone).replace(tzinfo=None)
    twins = {local.replace(tzinfo=site_zone, fold=fold).utcoffset() for fold in (0, 1)}

    read = read_time(f"{local:%Y-%m-%d %H:%M}", site_zone)

    if len(twins) == 1:
        assert read == Moment(moment)
    else:
        assert isinstance(read, Misread)


@given(text=st.text(max_size=40))
def test_any_text_is_a_moment_or_a_reason(text: str) -> None:
    read = read_time(text, KOLKATA)

    assert isinstance(read, Moment | Misread)


@given(
    parts=st.permutations(
        [st.integers(1, 31), st.integers(1, 12), st.integers(1950, 2100)]
    ).flatmap(lambda parts: st.tuples(*parts)),
    sign=st.sampled_from("-/."),
)
def test_hints_name_dates_that_can_be_read(parts: tuple[int, ...], sign: str) -> None:
    read = read_time(sign.join(str(part) for part in parts), KOLKATA)

    hint = read.hint if isinstance(read, Misread) else ""
    for date in hint.partition("did you mean ")[2].rstrip("?").split(" or "):
        assert not date or isinstance(read_time(date, KOLKATA), Moment)


def test_readers_get_the_time_in_the_papers_zone() -> None:
    assert time_of(YOKOHAMA, KOLKATA, "en-IN") == "Nov 13, 2010 15:58 IST"
    assert day_of(YOKOHAMA, KOLKATA, "en") == "Nov 13, 2010"
    assert month_of(YOKOHAMA, KOLKATA, "en") == "November 2010"
    assert time_of(YOKOHAMA, NEW_YORK, "en") == "Nov 13, 2010 05:28 EST"


def test_other_languages_get_their_own_words() -> None:
    assert day_of(YOKOHAMA, KOLKATA, "hi") == "13 नवंबर 2010"
    assert month_of(YOKOHAMA, KOLKATA, "hi-IN") == "नवंबर 2010"
    assert day_of(YOKOHAMA, KOLKATA, "x-klingon") == "13 November 2010"
    assert date_of(YOKOHAMA, KOLKATA, "hi") == "शनिवार, 13 नवंबर 2010"
    assert weekdays_of("hi")[0][:2] == ("सोमवार", "मंगलवार")


def test_the_day_in_full_has_its_weekday() -> None:
    assert date_of(YOKOHAMA, KOLKATA, "en-IN") == "Saturday, November 13, 2010"
    assert weekdays_of("en-IN")[1] == ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@pytest.mark.parametrize(
    ("lang", "first"),
    [("en", 0), ("en-IN", 6), ("hi-Deva-IN", 6), ("en-US", 6), ("de-DE", 0), ("ar-EG", 5)],
)
def test_weeks_begin_as_the_region_has_them(lang: str, first: int) -> None:
    assert first_weekday(lang) == first


@pytest.mark.parametrize(
    ("direction", "languages"),
    [
        ("rtl", "ar AR ar-EG fa he iw ur ur-IN ps ckb sd yi dv ug syr nqo az-Arab az-IR pa-PK"),
        ("rtl", "uz-AF ks und-Hebr ff-Adlm ff-adlm-GN"),
        ("ltr", "en en-IN fan hi ar-Latn az pa pa-IN ug-Cyrl uz sd-Deva mr zh-Hant x-klingon"),
        ("ltr", "de-x-arab hebrew"),
    ],
)
def test_the_script_says_in_which_direction_a_language_runs(direction: str, languages: str) -> None:
    assert {lang: direction_of(lang) for lang in languages.split()} == dict.fromkeys(
        languages.split(), direction
    )


def test_feeds_get_numbers_for_the_zone() -> None:
    assert rfc822(YOKOHAMA, KOLKATA) == "Sat, 13 Nov 2010 15:58:00 +0530"
    assert rfc822(YOKOHAMA, NEW_YORK) == "Sat, 13 Nov 2010 05:28:00 -0500"
    assert iso(YOKOHAMA, KOLKATA) == "2010-11-13T15:58:00+05:30"


@given(moment=MOMENTS, site_zone=ZONES)
def test_offsets_are_whole_minutes_also_long_ago(moment: datetime, site_zone: ZoneInfo) -> None:
    assert datetime.fromisoformat(iso(moment, site_zone)) == moment
    assert datetime.strptime(rfc822(moment, site_zone), "%a, %d %b %Y %H:%M:%S %z") == moment
