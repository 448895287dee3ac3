"""Hypothesis strategies that several tests share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

TEXT = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"
    ),
    max_size=60,
)
"""What an author can put into a file: any character but those that no file may hold."""

ZONES = st.sampled_from(
    [
        *("Asia/Kolkata", "UTC", "America/New_York", "Europe/London", "Europe/Dublin"),
        *("Asia/Jerusalem", "Asia/Kathmandu", "Pacific/Kiritimati", "Australia/Lord_Howe"),
        *("Pacific/Apia", "America/St_Johns", "Africa/Monrovia"),
    ]
).map(ZoneInfo)
"""Zones with whole, half and quarter hours, two that say IST, and some that skipped a day."""

MOMENTS = st.datetimes(
    min_value=datetime(1601, 1, 2),
    max_value=datetime(9998, 12, 30),
    timezones=st.just(UTC),
).map(lambda moment: moment.replace(microsecond=0))
"""Moments that can be written, to the second."""

RECENT = st.datetimes(
    min_value=datetime(1980, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)
).map(lambda moment: moment - timedelta(seconds=moment.second, microseconds=moment.microsecond))
"""Moments of our time, to the minute."""
