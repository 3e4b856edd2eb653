"""Every address of the admin and every action of its lists, as they are found in the site, and who may.

The tables say who; which addresses and actions there are is read from the site itself, so a new one that stands in no
table fails a test, and so does a line in a table for what is no longer there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User

ROLES = ("visitor", "member", "editor", "moderator", "limited", "senior", "administrator")
NOBODY: frozenset[str] = frozenset()
ADMINISTER = frozenset({"administrator"})
EDIT = ADMINISTER | {"editor"}
SENIOR = ADMINISTER | {"senior"}
MODERATE = SENIOR | {"moderator", "limited"}
STAFF = MODERATE | EDIT

STOCK = ("changelist", "add", "change", "history", "delete")
# Who opens the five stock pages of each model.
MODELS = {
    "accounts_user": (MODERATE, ADMINISTER, MODERATE, MODERATE, NOBODY),
    "auth_group": (ADMINISTER, ADMINISTER, ADMINISTER, ADMINISTER, NOBODY),
    "board_appeal": (MODERATE, NOBODY, MODERATE, MODERATE, NOBODY),
    "board_article": (STAFF, EDIT, STAFF, STAFF, NOBODY),
    "board_card": (EDIT, EDIT, EDIT, EDIT, EDIT),
    "board_comment": (STAFF, NOBODY, STAFF, STAFF, NOBODY),
    "board_guard": (MODERATE, NOBODY, MODERATE, MODERATE, NOBODY),
    "board_houserule": (MODERATE, SENIOR, MODERATE, MODERATE, SENIOR),
    "board_logentry": (MODERATE, NOBODY, MODERATE, MODERATE, NOBODY),
    "board_policy": (MODERATE, NOBODY, MODERATE, MODERATE, NOBODY),
    "board_section": (EDIT, EDIT, EDIT, EDIT, NOBODY),
    "board_wordrule": (MODERATE, SENIOR, MODERATE, MODERATE, SENIOR),
    "django_tasks_database_dbtaskresult": (ADMINISTER, NOBODY, ADMINISTER, ADMINISTER, NOBODY),
}
# And all other pages.
PAGES = {
    "index": STAFF,
    "app_list": STAFF,
    "jsi18n": STAFF,
    "autocomplete": EDIT,
    "view_on_site": STAFF,
    "password_change": STAFF,
    "password_change_done": STAFF,
    "desk": MODERATE,
    "desk_decide": MODERATE,
    "desk_ticked": MODERATE,
    "desk_undo": MODERATE,
    "accounts_user_note": MODERATE,
    "accounts_user_password": ADMINISTER,
    "accounts_user_sections": ADMINISTER,
    "board_article_preview": EDIT,
    "board_comment_clean_up": MODERATE,
    "board_comment_redact": MODERATE,
    "board_vote_comment": MODERATE,
    "board_vote_comment_names": SENIOR,
    "board_vote_comment_turn": SENIOR,
    "board_vote_member": MODERATE,
    "board_vote_member_names": SENIOR,
    "board_vote_member_turn": SENIOR,
}
# Who takes which action of a list.
ACTIONS = {
    "accounts_user": {"warn": MODERATE, "hold": MODERATE, "suspend": MODERATE, "ban": SENIOR, "lift": MODERATE},
    "board_appeal": {"grant": MODERATE, "refuse": MODERATE},
    "board_article": {
        "publish_now": EDIT, "open_comments": STAFF, "premoderate_comments": STAFF, "close_comments": STAFF,
        "slow_down": MODERATE, "let_go": MODERATE, "delete_selected": EDIT,
    },
    "board_card": {"delete_selected": EDIT},
    "board_comment": {"approve": MODERATE, "remove": MODERATE, "restore": MODERATE},
    "board_section": {"delete_selected": EDIT},
}  # fmt: skip
# What a page that may be opened answers, where it is not 200: pages that lead on, and those that only take a form.
ANSWERS = {
    "view_on_site": 302,
    "password_change": 302,
    "password_change_done": 302,
    "desk_decide": 302,
    "desk_ticked": 302,
    "desk_undo": 302,
    "board_article_preview": 405,
    "board_guard_changelist": 302,
    "board_policy_changelist": 302,
    "board_vote_comment_names": 302,
    "board_vote_comment_turn": 302,
    "board_vote_member_names": 302,
    "board_vote_member_turn": 302,
}
QUERIES = {
    "autocomplete": "?app_label=board&model_name=article&field_name=authors&term=am",
    "board_comment_clean_up": "?member={accounts_user}",
}
# These have tests of their own: there is no way in but the site's, and a way out for everybody.
LOGGING_IN = {"login", "logout"}


@dataclass(frozen=True)
class Door:
    name: str
    address: str
    roles: frozenset[str]

    @property
    def answer(self) -> int:
        return ANSWERS.get(self.name, 200)


def table() -> dict[str, frozenset[str]]:
    stock = {
        f"{model}_{page}": roles
        for model, listed in MODELS.items()
        for page, roles in zip(STOCK, listed, strict=True)
    }
    return stock | PAGES


def patterns() -> Iterator[URLPattern]:
    (found,) = [each for each in get_resolver().url_patterns if getattr(each, "namespace", "") == "admin"]
    assert isinstance(found, URLResolver)
    waiting = list(found.url_patterns)
    for each in waiting:
        if isinstance(each, URLResolver):
            waiting += each.url_patterns
        else:
            yield each


def names() -> set[str]:
    """Those without one lead from a row to its page, and from anywhere else to `not found`."""
    return {each.name for each in patterns() if each.name} - LOGGING_IN


def doors(rows: dict[str, Any]) -> Iterator[Door]:
    """With the number of a row of each model in the address: of the longest name that the page's begins with."""
    for each in patterns():
        if each.name in names():
            address = reverse(f"admin:{each.name}", kwargs=numbers(each, rows))
            query = QUERIES.get(each.name, "").format(**rows)
            yield Door(each.name, address + query, table().get(each.name, NOBODY))


def numbers(pattern: URLPattern, rows: dict[str, Any]) -> dict[str, Any]:
    row = max((name for name in rows if str(pattern.name).startswith(name)), key=len, default="")
    given = {"content_type_id": rows["content_type"], "object_id": rows.get(row, rows["board_comment"])}
    given |= {"pk": rows.get(row), "app_label": "board"}
    wanted = {*pattern.pattern.converters, *pattern.pattern.regex.groupindex}
    return {name: value for name, value in given.items() if name in wanted}


def actions() -> dict[str, set[str]]:
    """What each list offers to somebody who may do everything."""
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True, is_staff=True)  # type: ignore[assignment]
    found = {
        f"{model._meta.app_label}_{model._meta.model_name}": set(site.get_actions(request))
        for model, site in admin.site._registry.items()
    }
    listed = {name.removesuffix("_changelist") for name in names() if name.endswith("_changelist")}
    return {model: offered for model, offered in found.items() if offered and model in listed}
