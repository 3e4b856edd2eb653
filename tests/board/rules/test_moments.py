from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from board.rules import moments

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2019, 8, 21, 3, 0, tzinfo=UTC)  # noon in Tokyo


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2019, 8, 21, 0, 53, tzinfo=UTC), "Today 09:53 am JST"),
        (datetime(2019, 8, 20, 15, 0, tzinfo=UTC), "Today 12:00 am JST"),
        (datetime(2019, 8, 20, 14, 59, tzinfo=UTC), "Yesterday 11:59 pm JST"),
        (datetime(2019, 8, 19, 14, 59, tzinfo=UTC), "Aug. 19, 2019 11:59 pm JST"),
        (datetime(2018, 5, 1, 0, 53, tzinfo=UTC), "May 1, 2018 09:53 am JST"),
    ],
)
def test_times_read_as_in_a_newspaper_in_the_sites_zone(moment: datetime, words: str) -> None:
    assert moments.words(moment, NOW, TOKYO) == words


def test_the_machines_time_has_no_microseconds() -> None:
    assert moments.machine(NOW.replace(microsecond=123456)) == "2019-08-21T03:00:00+00:00"
