"""The stock admin under the site's own name and colours, entered through the site's own log-in page."""

from functools import update_wrapper
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# The models by the work they belong to, as the index and the side bar list them; what is not named here comes last.
WORK: list[tuple[str, Any, list[str]]] = [
    (
        "discussion",
        gettext_lazy("Discussion"),
        ["Comment", "Appeal", "User", "LogEntry", "HouseRule", "WordRule", "Guard"],
    ),
    ("paper", gettext_lazy("Paper"), ["Article", "Section", "Card"]),
    ("site", gettext_lazy("Site"), ["Group", "DBTaskResult"]),
]


class Site(AdminSite):
    site_header = settings.SITE_NAME
    site_title = settings.SITE_NAME
    enable_nav_sidebar = False  # the header names every list, see base_site.html
    index_title: Any = gettext_lazy("Editing and moderating")

    def has_permission(self, request: HttpRequest) -> bool:
        return not why_not(request.user)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Visitors are sent to log in and come back; members who may not are told so."""
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if sentence := why_not(request.user):
                raise PermissionDenied(sentence)
            return inner(request, *args, **kwargs)

        return update_wrapper(guarded, inner)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one way to log in: the site's. The stock form is never shown."""
        wanted = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
            wanted = reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(wanted)
        if sentence := why_not(request.user):
            raise PermissionDenied(sentence)
        return redirect(wanted)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_change_password")

    def password_change_done(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_change_password")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The stock list, its models put together by the work that they belong to."""
        if app_label:
            return super().get_app_list(request, app_label)
        found = {
            model["object_name"]: model for app in super().get_app_list(request) for model in app["models"]
        }
        groups = [
            self.group(label, name, [found.pop(key) for key in keys if key in found])
            for label, name, keys in WORK
        ]
        rest = self.group("others", _("Others"), list(found.values()))
        return [group for group in [*groups, rest] if group["models"]]

    def group(self, label: str, name: Any, models: list[Any]) -> dict[str, Any]:
        address = f"{reverse('admin:index')}#{label}"
        return {
            "name": name,
            "app_label": label,
            "app_url": address,
            "has_module_perms": True,
            "models": models,
        }


def why_not(member: Any) -> str:
    """Why somebody may not use the admin, in a sentence; nothing if they may."""
    if not member.is_active or not member.is_staff:
        return _("This part of the site is for those who edit and moderate it.")
    if member.is_suspended:
        return _("You cannot edit or moderate while your account is suspended.")
    return ""
