"""Who asks, and how: a browser with JavaScript (htmx) or without, somebody's or a visitor's."""

import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from board.models import Article, Comment
from tests.board.views.reading import Element

MINUTES_AGO_20 = timedelta(minutes=20)


def browser(member: User | None = None, *, htmx: bool = False, held_to_tokens: bool = False) -> Client:
    headers = {"HX-Request": "true"} if htmx else {}
    client = Client(enforce_csrf_checks=held_to_tokens, headers=headers)
    if member:
        client.force_login(member)
    return client


def send(client: Client, what: Article | Comment, body: str, name: str = "", **fields: Any) -> HttpResponse:
    """Sends a comment form: a new thread under an article, a reply to a comment, or (name="edit") its new text."""
    name = name or ("post_comment" if isinstance(what, Article) else "reply")
    sent = {"body": body, "submission": str(uuid.uuid4())} | fields
    return client.post(reverse(name, args=[what.pk]), sent)


def preview(client: Client, what: Article | Comment, body: str, name: str = "") -> HttpResponse:
    return send(client, what, body, name, preview="1")


def cast(client: Client, comment: Comment, value: int | str) -> HttpResponse:
    return client.post(reverse("vote", args=[comment.pk]), {"value": value})


def where(comment: Comment) -> str:
    """Where a reader is sent to see a comment of the first page."""
    return f"{comment.article.get_absolute_url()}#comment-{comment.pk}"


def headlines(page: Element) -> list[str]:
    """Of the stories that a page leads to, each once, in their order."""
    stories = {article.get_absolute_url(): article.headline for article in Article.objects.all()}
    found = [stories[link["href"]] for link in page.all("a") if link["href"] in stories and link.text]
    return list(dict.fromkeys(found))


def asked_to_log_in(answer: HttpResponse, address: str) -> bool:
    """Whether a visitor is sent to the login, from where `next` brings them to this address."""
    login = urlsplit(answer.headers.get("HX-Redirect") or answer.headers.get("Location") or "")
    return login.path == reverse("account_login") and parse_qs(login.query) == {"next": [address]}


def close(article: Article) -> None:
    now = timezone.now()
    Article.objects.filter(pk=article.pk).update(comments_mode=Article.Comments.CLOSED, closed_at=now)


def age(comment: Comment, by: timedelta = MINUTES_AGO_20) -> None:
    Comment.objects.filter(pk=comment.pk).update(created_at=timezone.now() - by)
    Article.objects.filter(pk=comment.article_id).raise_version()
