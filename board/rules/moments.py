"""How a time reads in a discussion."""

from datetime import datetime, timedelta, tzinfo

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def words(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """`Today 09:53 am JST`, `Yesterday …`, `Aug. 20, 2019 09:53 am JST`. Times are aware, `zone` is the site's."""
    local = moment.astimezone(zone)
    days = now.astimezone(zone).date() - local.date()
    # Translators: hours and minutes as strftime writes them, 09:53 AM; Japanese has %H:%M.
    clock = local.strftime(pgettext("clock", "%I:%M %p")).lower() + local.strftime(" %Z")
    if days == timedelta(0):
        return _("Today %(time)s") % {"time": clock}
    if days == timedelta(1):
        return _("Yesterday %(time)s") % {"time": clock}
    return f"{formats.date_format(local, 'DATE_FORMAT')} {clock}"


def machine(moment: datetime) -> str:
    """The same for <time datetime>, to the second: HTML takes no more than milliseconds."""
    return moment.replace(microsecond=0).isoformat()
