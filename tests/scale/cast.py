"""Run on a site: `python -m tests.scale.cast` makes a discussion and its members, who are logged in; as JSON.

`python -m tests.scale.cast stored` prints what the discussion holds in the end.
"""

import json
import os
import sys
from importlib import import_module

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

MEMBERS = 24
COMMENTS = 12


def make() -> dict[str, object]:
    from tests.factories import ArticleFactory, MemberFactory, say

    article = ArticleFactory()
    members = [MemberFactory() for _ in range(MEMBERS)]
    comments = [say(article, members[n % 4], f"Opening words {n}.").pk for n in range(COMMENTS)]
    return {
        "article": article.pk,
        "address": article.get_absolute_url(),
        "comments": comments,
        # The first four wrote the comments: everybody else may vote on them.
        "members": [
            {"pk": member.pk, "email": member.email, "session": log_in(member)} for member in members[4:]
        ],
    }


def log_in(member: object) -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(member.pk)  # type: ignore[attr-defined]
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()  # type: ignore[attr-defined]
    session.save()
    return session.session_key


def stored() -> dict[str, object]:
    from django_tasks import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    from accounts.models import Mail
    from board.models import Comment, Vote

    return {
        "votes": list(Vote.objects.values_list("member_id", "comment_id", "value")),
        "bodies": list(Comment.objects.values_list("body", flat=True)),
        "waiting_mails": Mail.objects.count(),
        "running_tasks": DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).count(),
    }


if __name__ == "__main__":
    print(json.dumps(stored() if sys.argv[1:] == ["stored"] else make()))
