from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from board.models import Section


def site(request: HttpRequest) -> dict[str, Any]:
    """What every page's header and footer show. The sections are read only where a template lists them."""
    return {
        "address": request.get_full_path(),
        "site_name": settings.SITE_NAME,
        "copyright_name": settings.COPYRIGHT_NAME,
        "social_logins": settings.SOCIAL_KEYS,
        "sections": Section.objects.navigation(),
        "this_year": timezone.localdate().year,
    }
