"""How a time reads in a discussion."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

STORED = "%Y-%m-%d %H:%M UTC"


def words(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """`Today 09:53 am JST`, `Yesterday …`, `Aug. 20, 2019 09:53 am JST`. Times are aware, `zone` is the site's."""
    return reader(now, zone)(moment)


def reader(now: datetime, zone: tzinfo) -> Callable[[datetime], str]:
    """`words` for many moments on one page: what they share is looked up once."""
    today = now.astimezone(zone).date()
    # Translators: hours and minutes as strftime writes them, 09:53 AM; Japanese has %H:%M.
    clock = pgettext("clock", "%I:%M %p")
    days = {today: _("Today %(time)s"), today - timedelta(1): _("Yesterday %(time)s")}

    def read(moment: datetime) -> str:
        local = moment.astimezone(zone)
        day = local.date()
        if day not in days:
            days[day] = formats.date_format(local, "DATE_FORMAT").replace("%", "%%") + " %(time)s"
        return days[day] % {"time": f"{local.strftime(clock).lower()} {local.tzname()}"}

    return read


def machine(moment: datetime) -> str:
    """The same for <time datetime>, to the second: HTML takes no more than milliseconds."""
    return moment.replace(microsecond=0).isoformat()


def calendar(moment: datetime) -> str:
    """With its day, however near that is, in the site's time zone: `Aug. 20, 2019, 9:53 a.m. JST`."""
    local = timezone.localtime(moment)
    return formats.date_format(local, "DATETIME_FORMAT") + local.strftime(" %Z")


def stored(text: str) -> datetime | None:
    """A time as the moderation log holds it: `2026-12-01 14:59 UTC`."""
    try:
        return datetime.strptime(text, STORED).replace(tzinfo=UTC)
    except ValueError:
        return None
