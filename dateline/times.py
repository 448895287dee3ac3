"""Times as reporters write them, and as readers and machines get them."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONG_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTH_NUMBERS = {
    name.casefold(): number
    for names in (MONTHS, _LONG_MONTHS)
    for number, name in enumerate(names, 1)
} | {"sept": 9}

ZONES = {"IST": timezone(timedelta(hours=5, minutes=30), "IST"), "UTC": UTC, "GMT": UTC, "Z": UTC}
"""The abbreviations that mean one thing here. All others are refused: many mean two."""

EXAMPLE = "2010-11-13 15:58 IST"
EXPECTED = f"date and time, such as {EXAMPLE}"

_MEANT = {
    "EST": ("-05:00", "New York in winter"),
    "EDT": ("-04:00", "New York in summer"),
    "CST": ("-06:00", "Chicago in winter; Shanghai is +08:00"),
    "PST": ("-08:00", "Los Angeles in winter"),
    "PDT": ("-07:00", "Los Angeles in summer"),
    "BST": ("+01:00", "London in summer; Dhaka is +06:00"),
    "CET": ("+01:00", "Berlin in winter"),
    "CEST": ("+02:00", "Berlin in summer"),
    "JST": ("+09:00", "Tokyo"),
    "NPT": ("+05:45", "Kathmandu"),
    "PKT": ("+05:00", "Karachi"),
    "SGT": ("+08:00", "Singapore"),
}
"""For hints: what reporters most often mean by an abbreviation that is not read."""

_CLOCK = (
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.[0-9]{1,9})?)?"
    r"(?:\s*(?P<half>[AaPp]\.?[Mm]\b\.?))?"
)
_ZONE = r"(?:\s*(?P<zone>[A-Za-z][A-Za-z0-9/_:+-]*|[+-][0-9]{1,2}(?::?[0-9]{2})?))?"
_FORMS = tuple(
    re.compile(form + _ZONE)
    for form in (
        rf"(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{1,2}})-(?P<day>[0-9]{{1,2}})(?:(?:[Tt]|\s+){_CLOCK})?",
        rf"(?P<name>[A-Za-z]+)\.?\s+(?P<day>[0-9]{{1,2}}),?\s+(?P<year>[0-9]{{4}})(?:,?\s+{_CLOCK})?",
    )
)
_NUMBERS = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})(?:\s|$)")
_SLASHED = re.compile(r"([0-9]{4})[/.]([0-9]{1,2})[/.]([0-9]{1,2})(?:\s|$)")
_DAY_FIRST = re.compile(
    r"(?:[A-Za-z]{3,9}\.?,?\s+)?([0-9]{1,2})(?:st|nd|rd|th)?[\s-]+([A-Za-z]+)\.?,?[\s-]+([0-9]{4})"
    r"(?:,?\s+(.*))?",
    re.DOTALL,
)
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+", re.I
)


@dataclass(frozen=True, slots=True)
class Misread:
    """Why a text is not a time: `what` completes "`published` …"; a hint if there is one."""

    what: str
    hint: str = ""


class Moment(NamedTuple):
    """A time that was read, in UTC, and whether it was a bare date (taken for midnight)."""

    at: datetime
    is_bare_date: bool = False


@lru_cache(maxsize=16)
def zone(name: str) -> tzinfo:
    """The IANA zone `name`. Raises `LookupError`, `ValueError` or `OSError` if there is none.

    Zones that mean the machine's own are not known here: they would change what is published.
    """
    if name in ("localtime", "posixrules", "Factory"):
        raise LookupError(name)
    if zoneinfo.TZPATH:
        # The zones of the package tzdata, whose version is known, and not those of the system.
        zoneinfo.reset_tzpath(())
    return ZoneInfo(name)


def read_time(text: str, site_zone: tzinfo) -> Moment | Misread:
    """The moment that `text` names; without a zone it is in `site_zone`.

    Years 1600 to 9998 and ASCII digits only. A local time that clocks skip or show twice is
    misread, with both readings in the hint.
    """
    by_number, by_name = _FORMS
    match = by_number.fullmatch(text.strip()) or by_name.fullmatch(text.strip())
    if match is None:
        return Misread("is not a date and time", _other_order(text))
    found = match.groupdict()
    if what := _unreadable_part(found):
        return what
    hour, minute = int(found["hour"] or 0), int(found["minute"] or 0)
    second = int(found["second"] or 0)
    year, month, day = int(found["year"]), _month(found), int(found["day"])
    try:
        local = datetime(year, month, day, hour, minute, second)
    except ValueError as error:
        return Misread(f"is not a time that exists ({_reason(str(error))})", _swapped(found))
    if not 1600 <= year <= 9998:
        return Misread("is outside the years 1600 to 9998")
    moment = _in_zone(local, found["zone"], site_zone)
    return moment if isinstance(moment, Misread) else Moment(moment, found["hour"] is None)


def _month(found: Mapping[str, str]) -> int:
    """The month's number; 0 for a name that is not known."""
    return (
        _MONTH_NUMBERS.get(found["name"].casefold(), 0) if "name" in found else int(found["month"])
    )


def _unreadable_part(found: Mapping[str, str]) -> Misread | None:
    if found["half"]:
        hour = int(found["hour"]) % 12 + (12 if found["half"][0] in "pP" else 0)
        hint = f"write {hour:02}:{found['minute']}" if 1 <= int(found["hour"]) <= 12 else ""
        return Misread(f"has {found['half']}, and times here go from 00:00 to 23:59", hint)
    if found["zone"] and not found["hour"]:
        return Misread("has a zone but no time of day", f"write the time too: {EXAMPLE}")
    if "name" in found and not _month(found):
        return Misread(f"names a month that is not known: {found['name']}")
    return None


def _swapped(found: Mapping[str, str]) -> str:
    """A hint for `2010-13-11`."""
    date = "" if "name" in found else _date(found["year"], found["day"], found["month"])
    return f"the day comes last: did you mean {date}?" if date else ""


def _date(year: str, month: str | int, day: str) -> str:
    """A date as it is written here, or nothing if there is no such day."""
    try:
        return f"{datetime(int(year), int(month), int(day)):%Y-%m-%d}"
    except ValueError:
        return ""


def _reason(error: str) -> str:
    if "day" in error:
        return "the month has no such day"
    part = error.split(" ", 1)[0]
    return {"month": "months go from 1 to 12", "hour": "hours go from 0 to 23"}.get(
        part, "minutes and seconds go from 0 to 59"
    )


def _other_order(text: str) -> str:
    """A hint for dates in the other orders that people use."""
    text = _WEEKDAY.sub("", text.strip(), count=1)
    if any(form.fullmatch(text) for form in _FORMS):
        return f"leave the day of the week out: {text}"
    if match := _DAY_FIRST.fullmatch(text):
        day, name, year, rest = match.groups()
        date = _date(year, _MONTH_NUMBERS.get(name.casefold(), 0), day)
        if not date:
            return "there is no such day"
        return f"did you mean {date}{' ' + rest if rest else ''}?"
    if match := _SLASHED.match(text):
        date = _date(*match.groups())
        return f"write the date with hyphens: {date}" if date else ""
    if match := _NUMBERS.match(text):
        one, other, year = match.groups()
        dates = dict.fromkeys(filter(None, (_date(year, other, one), _date(year, one, other))))
        meant = " or ".join(dates)
        return f"the year comes first and the day last: did you mean {meant}?" if meant else ""
    return ""


def _in_zone(local: datetime, named: str | None, site_zone: tzinfo) -> datetime | Misread:
    if named is None:
        return _by_local_clock(local, site_zone)
    if known := ZONES.get(named.upper()):
        return local.replace(tzinfo=known).astimezone(UTC)
    if named[0] in "+-":
        digits = named[1:].replace(":", "")
        hours, minutes = (
            (int(digits[:-2]), int(digits[-2:])) if len(named) > 3 else (int(digits), 0)
        )
        if hours > 14 or minutes > 59:
            return Misread(f"has an offset that no zone uses: {named}")
        offset = timedelta(hours=hours, minutes=minutes)
        return local.replace(tzinfo=timezone(-offset if named[0] == "-" else offset)).astimezone(
            UTC
        )
    return Misread(
        f"has the time zone {named}, which is not known or has more than one meaning",
        _offset_for(named, local),
    )


def _offset_for(named: str, local: datetime) -> str:
    """A hint that gives the offset of a zone that is named in a way that is not read."""
    written = local.isoformat(" ", "minutes")
    if meant := _MEANT.get(named.upper()):
        return f"write the offset: for {meant[1].split(';')[0]}, {written} {meant[0]}" + (
            f" ({meant[1].split('; ')[1]})" if ";" in meant[1] else ""
        )
    if "/" in named:
        with suppress(LookupError, ValueError, OSError):
            offset = iso(local.replace(tzinfo=zone(named)).astimezone(UTC), zone(named))[-6:]
            return f"write the offset: {written} {offset}"
    return f"write IST, UTC or the offset itself, as in {EXAMPLE.removesuffix('IST')}+05:30"


def _by_local_clock(local: datetime, site_zone: tzinfo) -> datetime | Misread:
    first = local.replace(tzinfo=site_zone)
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    readings = " or ".join(_in_full(reading) for reading in (first, second))
    exists = first.astimezone(UTC).astimezone(site_zone).replace(tzinfo=None) == local
    what = "is a time that clocks show twice" if exists else "is a time that clocks skip"
    return Misread(f"{what} in the site's zone, for daylight saving", f"say which: {readings}")


def _in_full(reading: datetime) -> str:
    """A time with its offset, in a form that is read here."""
    plain = _with_plain_offset(reading, reading.tzinfo or UTC)
    return f"{plain.isoformat(' ', 'minutes')[:16]} {plain.isoformat()[-6:]}"


_remembered = lru_cache(maxsize=2**13)
"""A story's time stands on its own page six times, and on those of others: 0.2 µs and not 2."""


@_remembered
def iso(moment: datetime, site_zone: tzinfo) -> str:
    """`moment` for machines (RFC 3339), in the site's zone: `2010-11-13T16:01:00+05:30`."""
    return _with_plain_offset(moment, site_zone).isoformat(timespec="seconds")


def _with_plain_offset(moment: datetime, site_zone: tzinfo) -> datetime:
    """`moment` in the site's zone, or in UTC when clocks there still kept their own sun's time.

    Before about 1900 zones have offsets with seconds, which RFC 3339 and RFC 822 cannot write.
    """
    local = moment.astimezone(site_zone)
    offset = local.utcoffset() or timedelta()
    return local if offset % timedelta(minutes=1) == timedelta() else moment.astimezone(UTC)


def rfc822(moment: datetime, site_zone: tzinfo) -> str:
    """`moment` for RSS (RFC 822, section 5, with a year of four digits and a numeric zone)."""
    local = _with_plain_offset(moment, site_zone)
    day = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[local.weekday()]
    offset = (local.utcoffset() or timedelta()) // timedelta(minutes=1)
    sign, offset = ("-", -offset) if offset < 0 else ("+", offset)
    return (
        f"{day}, {local.day:02} {MONTHS[local.month - 1]} {local.year:04} "
        f"{local.hour:02}:{local.minute:02}:{local.second:02} "
        f"{sign}{offset // 60:02}{offset % 60:02}"
    )


@_remembered
def time_of(moment: datetime, site_zone: tzinfo, lang: str) -> str:
    """`moment` for readers: `Nov 13, 2010 16:01 IST`; in other languages as Babel writes it."""
    local = moment.astimezone(site_zone)
    clock = f"{local.hour:02}:{local.minute:02} {local.tzname()}"
    return f"{day_of(moment, site_zone, lang)} {clock}"


@_remembered
def day_of(moment: datetime, site_zone: tzinfo, lang: str) -> str:
    """The day of `moment` for readers: `Nov 13, 2010`."""
    local = moment.astimezone(site_zone)
    if is_english(lang):
        return f"{MONTHS[local.month - 1]} {local.day}, {local.year}"
    return _by_babel(local, "d MMMM y", lang)


@_remembered
def date_of(moment: datetime, site_zone: tzinfo, lang: str) -> str:
    """The day of `moment` with its weekday: `Saturday, November 13, 2010`."""
    local = moment.astimezone(site_zone)
    if is_english(lang):
        month = _LONG_MONTHS[local.month - 1]
        return f"{WEEKDAYS[local.weekday()]}, {month} {local.day}, {local.year}"
    return _by_babel(local, "EEEE, d MMMM y", lang)


def month_of(moment: datetime, site_zone: tzinfo, lang: str) -> str:
    """The month of `moment` for readers: `November 2010`."""
    local = moment.astimezone(site_zone)
    if is_english(lang):
        return f"{_LONG_MONTHS[local.month - 1]} {local.year}"
    return _by_babel(local, "LLLL y", lang)


def weekdays_of(lang: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the days from Monday on, and the same names shortened."""
    if is_english(lang):
        return WEEKDAYS, tuple(name[:3] for name in WEEKDAYS)
    # The first of January 1900 was a Monday.
    days = [datetime(1900, 1, day) for day in range(1, 8)]
    return (
        tuple(_by_babel(day, "cccc", lang) for day in days),
        tuple(_by_babel(day, "ccc", lang) for day in days),
    )


_FIRST_WEEKDAYS = {
    **dict.fromkeys("AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY".split(), 5),
    **dict.fromkeys(
        """AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT
        MX MZ NI NP PA PE PH PK PR PT PY SA SG ST SV TH TL TT TW UM US VE VI WS YE ZA ZW""".split(),
        6,
    ),
}
"""Where weeks begin on Saturday or Sunday (CLDR, week data); nearly all others begin on Monday."""


def first_weekday(lang: str) -> int:
    """The day with which weeks begin where `lang` is spoken, 0 for Monday.

    By the region that the tag names; Monday without one.
    """
    regions = (tag.upper() for tag in lang.split("-")[1:])
    return next((_FIRST_WEEKDAYS.get(region, 0) for region in regions if len(region) == 2), 0)


def is_english(lang: str) -> bool:
    """Whether `lang` is a form of English, for which no catalogue is needed."""
    return lang.lower().split("-", 1)[0] == "en"


_RIGHT_TO_LEFT = frozenset("Adlm Arab Aran Hebr Mand Mend Nkoo Rohg Samr Syrc Thaa Yezi".split())
"""Scripts of living languages that run from the right (Unicode Standard Annex 9)."""


def direction_of(lang: str) -> str:
    """The direction of text in `lang`, by the script that it names or is written in: `rtl`, `ltr`.

    The script of a language, in some countries another one, is from CLDR's likely subtags.
    """
    if is_english(lang):
        return "ltr"
    from babel.core import get_global  # most papers never need it

    language, *rest = lang.lower().split("-")
    tags = list(takewhile(lambda tag: len(tag) > 1, rest))  # what follows is no part of the name
    script = next((tag.title() for tag in tags if len(tag) == 4 and tag.isalpha()), "")
    if not script:
        likely = get_global("likely_subtags")
        region = next((tag.upper() for tag in tags if len(tag) == 2), "")
        name = likely.get(f"{language}_{region}") or likely.get(language, "")
        script = next((tag for tag in name.split("_") if len(tag) == 4), "")
    return "rtl" if script in _RIGHT_TO_LEFT else "ltr"


def _by_babel(local: datetime, pattern: str, lang: str) -> str:
    from babel import Locale, UnknownLocaleError  # most papers never need it
    from babel.dates import format_datetime

    try:
        locale = Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en")
    return format_datetime(local.replace(tzinfo=None), pattern, locale=locale)
