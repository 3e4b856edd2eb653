import json
from typing import Any

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

register = template.Library()

# The first that stands in the user agent counts: most of them also claim to be what they are not.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


@register.simple_tag
def mail_folder() -> str:
    """Where mails are put on a site without a mail server, as its operator would look for it; else nothing."""
    return f"{settings.VAR_DIR.name}/mail/" if settings.MAIL_GOES_TO_FOLDER else ""


@register.filter
def as_json(value: Any) -> str:
    """For a data- attribute that a script reads."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.filter
def browser(user_agent: str) -> str:
    """What a member calls the browser that they see in a list: `Firefox on Windows`."""
    name = next((name for mark, name in BROWSERS.items() if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    if not name:
        return user_agent[:60] or _("Unknown browser")
    return _("%(browser)s on %(system)s") % {"browser": name, "system": system} if system else name
