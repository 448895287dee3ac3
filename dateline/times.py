"""Times as reporters write them, and as readers and machines get them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONG_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_MONTH_NUMBERS = {
    name.casefold(): number
    for names in (MONTHS, _LONG_MONTHS)
    for number, name in enumerate(names, 1)
} | {"sept": 9}

ZONES = {"IST": timezone(timedelta(hours=5, minutes=30), "IST"), "UTC": UTC, "GMT": UTC, "Z": UTC}
"""The abbreviations that mean one thing here. All others are refused: many mean two."""

EXAMPLE = "2010-11-13 15:58 IST"
EXPECTED = f"date and time, such as {EXAMPLE}"

_CLOCK = r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.[0-9]{1,9})?)?"
_ZONE = r"(?:\s*(?P<zone>[A-Za-z][A-Za-z0-9/_+-]*|[+-][0-9]{1,2}:?[0-9]{2}))?"
_FORMS = tuple(
    re.compile(form + _ZONE)
    for form in (
        rf"(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{1,2}})-(?P<day>[0-9]{{1,2}})(?:(?:[Tt]|\s+){_CLOCK})?",
        rf"(?P<name>[A-Za-z]+)\.?\s+(?P<day>[0-9]{{1,2}}),?\s+(?P<year>[0-9]{{4}})(?:,?\s+{_CLOCK})?",
    )
)
_NUMBERS = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})(?:\s|$)")
_SLASHED = re.compile(r"([0-9]{4})[/.]([0-9]{1,2})[/.]([0-9]{1,2})(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Misread:
    """Why a text is not a time: `what` completes "`published` …"; a hint if there is one."""

    what: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """A time that was read, in UTC, and whether it was a bare date (taken for midnight)."""

    at: datetime
    is_bare_date: bool = False


@lru_cache(maxsize=16)
def zone(name: str) -> tzinfo:
    """The IANA zone `name`. Raises `LookupError` or `ValueError` if there is none."""
    return ZoneInfo(name)


def read_time(text: str, site_zone: tzinfo) -> Moment | Misread:
    """The moment that `text` names; without a zone it is in `site_zone`.

    Years 1600 to 9998 and ASCII digits only. A local time that clocks skip or show twice is
    misread, with both readings in the hint.
    """
    match = next((m for form in _FORMS if (m := form.fullmatch(text.strip()))), None)
    if match is None:
        return Misread("is not a date and time", _other_order(text))
    found = match.groupdict()
    if found["zone"] and not found["hour"]:
        return Misread("has a zone but no time of day", f"write the time too: {EXAMPLE}")
    month = _MONTH_NUMBERS.get((found.get("name") or "").casefold(), 0)
    if found.get("name") and not month:
        return Misread(f"names a month that is not known: {found['name']}")
    clock = [int(found[part] or 0) for part in ("hour", "minute", "second")]
    try:
        local = datetime(
            int(found["year"]), month or int(found["month"]), int(found["day"]), *clock
        )
    except ValueError as error:
        return Misread(f"is not a time that exists ({_reason(str(error))})")
    if not 1600 <= local.year <= 9998:
        return Misread("is outside the years 1600 to 9998")
    moment = _in_zone(local, found["zone"], site_zone)
    return moment if isinstance(moment, Misread) else Moment(moment, found["hour"] is None)


def _reason(error: str) -> str:
    if "day" in error:
        return "the month has no such day"
    part = error.split(" ", 1)[0]
    return {"month": "months go from 1 to 12", "hour": "hours go from 0 to 23"}.get(
        part, "minutes and seconds go from 0 to 59"
    )


def _other_order(text: str) -> str:
    """A hint for dates in the other orders that people use."""
    text = text.strip()
    if match := _SLASHED.match(text):
        year, month, day = match.groups()
        return f"write the date with hyphens: {year}-{month:0>2}-{day:0>2}"
    if not (match := _NUMBERS.match(text)):
        return ""
    day, month, year = match.groups()
    if int(month) > 12:
        day, month = month, day
    return (
        "the year comes first and the day last, so that no one can mix up day and month: "
        f"did you mean {year}-{month:0>2}-{day:0>2}?"
    )


def _in_zone(local: datetime, named: str | None, site_zone: tzinfo) -> datetime | Misread:
    if named is None:
        return _by_local_clock(local, site_zone)
    if known := ZONES.get(named.upper()):
        return local.replace(tzinfo=known).astimezone(UTC)
    if named[0] in "+-":
        digits = named[1:].replace(":", "").zfill(4)
        hours, minutes = int(digits[:2]), int(digits[2:])
        if hours > 14 or minutes > 59:
            return Misread(f"has an offset that no zone uses: {named}")
        offset = timedelta(hours=hours, minutes=minutes)
        return local.replace(tzinfo=timezone(-offset if named[0] == "-" else offset)).astimezone(UTC)
    return Misread(
        f"has the time zone {named}, which is not known or has more than one meaning",
        f"write IST, UTC or the offset itself, such as {local.isoformat(' ', 'minutes')} +05:30",
    )


def _by_local_clock(local: datetime, site_zone: tzinfo) -> datetime | Misread:
    first = local.replace(tzinfo=site_zone)
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    readings = " or ".join(
        reading.isoformat(" ", "minutes").replace("+", " +") for reading in (first, second)
    )
    exists = first.astimezone(UTC).astimezone(site_zone).replace(tzinfo=None) == local
    what = "is a time that clocks show twice" if exists else "is a time that clocks skip"
    return Misread(f"{what} in the site's zone, for daylight saving", f"say which: {readings}")


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


def time_of(moment: datetime, site_zone: tzinfo, lang: str) -> str:
    """`moment` for readers: `Nov 13, 2010 16:01 IST`; in other languages as Babel writes it."""
    local = moment.astimezone(site_zone)
    clock = f"{local.hour:02}:{local.minute:02} {local.tzname()}"
    return f"{day_of(moment, site_zone, lang)} {clock}"


def day_of(moment: datetime, site_zone: tzinfo, lang: str) -> str:
    """The day of `moment` for readers: `Nov 13, 2010`."""
    local = moment.astimezone(site_zone)
    if is_english(lang):
        return f"{MONTHS[local.month - 1]} {local.day}, {local.year}"
    return _by_babel(local, "d MMMM y", lang)


def month_of(moment: datetime, site_zone: tzinfo, lang: str) -> str:
    """The month of `moment` for readers: `November 2010`."""
    local = moment.astimezone(site_zone)
    if is_english(lang):
        return f"{_LONG_MONTHS[local.month - 1]} {local.year}"
    return _by_babel(local, "LLLL y", lang)


def is_english(lang: str) -> bool:
    """Whether `lang` is a form of English, for which no catalogue is needed."""
    return lang.lower().split("-", 1)[0] == "en"


def _by_babel(local: datetime, pattern: str, lang: str) -> str:
    from babel import Locale, UnknownLocaleError  # most papers never need it
    from babel.dates import format_datetime

    try:
        locale = Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en")
    return format_datetime(local.replace(tzinfo=None), pattern, locale=locale)
