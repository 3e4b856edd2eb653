from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from board.rules import markup, moments

register = template.Library()


@register.filter
def rendered(html: str) -> SafeString:
    """Stored HTML that board.rules.markup made: a comment's, a revision's, or an article's."""
    return markup.vouch(markup.assemble(html, {}, {}))


@register.simple_tag
def moment(at: datetime) -> SafeString:
    """<time> as a reader says it, and as a machine reads it."""
    words = moments.words(at, timezone.now(), timezone.get_current_timezone())
    return format_html('<time datetime="{}">{}</time>', moments.machine(at), words)
