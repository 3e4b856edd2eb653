"""Loads the imaginary town of Hoshimi, by the same rules as what real members do, in one transaction."""

import random
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from board.actions.recount import recount
from board.actions.reindex import reindex
from board.demo import desk, holds
from board.demo.discussions import Discussion, replay
from board.models import Article, Card, Edition, Section, Visit
from board.rules import markup

FOLDER = Path(__file__).parent
PASSWORD = "hiroba-demo"  # noqa: S105 - the demo's, and printed at the start
# How much of its longest discussion the demo's reader has seen before.
READ = 238


@transaction.atomic
def load() -> None:
    now = timezone.now()
    chance = random.Random(20)  # noqa: S311 - the demo is the same each time
    members = load_members(now)
    sections = load_site()
    talks = []
    for path, head, body in read_articles():
        article = load_article(path.stem, head, body, sections, members, now)
        talk = FOLDER / "discussions" / f"{path.stem}.toml"
        if talk.exists():
            entries = tomllib.loads(talk.read_text())["comments"]
            talks.append(Discussion(article, members, chance, entries))
    replay(talks)
    desk.load(members, now)
    holds.load(members, now)
    list(recount(repair=True))
    list(reindex(repair=True))
    note_reader(members["reader"], now)


def load_members(now: datetime) -> dict[str, User]:
    """{key: member}. The four logins share one password; nobody else can log in."""
    password = make_password(PASSWORD)
    members: dict[str, User] = {}
    for entry in tomllib.loads((FOLDER / "members.toml").read_text())["members"]:
        member = User(email=entry.get("email", f"{entry['key']}@example.com"), verified_at=now)
        member.take_name(entry["name"])
        member.password = password if "email" in entry else make_password(None)
        member.joined_at = now - timedelta(days=entry["joined"])
        member.is_superuser = entry.get("superuser", False)
        member.is_staff = member.is_superuser or "groups" in entry
        member.save()
        member.groups.set(Group.objects.filter(name__in=entry.get("groups", ())))
        if "email" in entry:
            EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
        members[entry["key"]] = member
    return members


def load_site() -> dict[str, Section]:
    """{path: section}, such as "town/transport"; and the cards."""
    site = tomllib.loads((FOLDER / "site.toml").read_text())
    sections: dict[str, Section] = {}
    for position, entry in enumerate(site["sections"]):
        top = Section.objects.create(name=entry["name"], slug=entry["slug"], position=position)
        sections[top.slug] = top
        for sub in entry.get("subsections", ()):
            sections[f"{top.slug}/{sub['slug']}"] = Section.objects.create(parent=top, **sub)
    for position, card in enumerate(site["cards"]):
        Card.objects.create(position=position, **card)
    Edition.raise_version()
    return sections


def read_articles() -> Iterator[tuple[Path, dict[str, Any], str]]:
    """The oldest first."""
    found = [(path, *read_article(path)) for path in sorted((FOLDER / "articles").glob("*.md"))]
    yield from sorted(found, key=lambda story: -story[1]["hours_ago"])


def read_article(path: Path) -> tuple[dict[str, Any], str]:
    _, head, body = path.read_text().split("+++\n", 2)
    return tomllib.loads(head), body.strip()


def load_article(
    slug: str,
    head: dict[str, Any],
    body: str,
    sections: dict[str, Section],
    members: dict[str, User],
    now: datetime,
) -> Article:
    article = Article(slug=slug, section=sections[head["section"]], body=body, comments_mode=head["comments"])
    for name in (
        "headline",
        "standfirst",
        "byline",
        "source",
        "picture_alt",
        "picture_caption",
        "picture_credit",
    ):
        setattr(article, name, head[name])
    article.source_copyright = head["copyright"]
    article.body_html = markup.render_article(body)
    article.published_at = article.created_at = now - timedelta(hours=head["hours_ago"])
    if article.is_closed:
        article.closed_at = now - timedelta(hours=head["hours_ago"] // 2)
    with (FOLDER / "pictures" / head["picture"]).open("rb") as picture:
        article.picture.save(head["picture"], File(picture), save=False)
    article.save()
    article.authors.set([members[key] for key in head["authors"]])
    return article


def note_reader(reader: User, now: datetime) -> None:
    """The reader has been here before, so that they find new comments."""
    article = Article.objects.get(slug="harbour-road-sundays")
    Visit.objects.create(
        member=reader, article=article, seen=READ, latest=READ, visited_at=now - timedelta(hours=2)
    )
