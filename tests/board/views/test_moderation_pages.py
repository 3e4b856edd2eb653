from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from board.actions.discussions import set_comments_mode
from board.actions.moderation import remove, restore
from board.actions.sanctions import suspend
from board.admin.removal import RemovalForm
from board.models import Article, Comment, HouseRule, LogEntry
from tests.board.views.browsing import browser
from tests.board.views.reading import read
from tests.factories import ArticleFactory, say

LOG, POLICY = "/moderation-log/", "/moderation-policy/"


def rows(query: str = "") -> list[str]:
    return [row.text for row in read(browser().get(LOG + query)).by_id("main").all("ol")[0].all("li")]


def test_the_house_rules_are_in_the_editors_order(db: None) -> None:
    HouseRule.objects.all().delete()
    HouseRule.objects.create(title="Stay on the subject", text="Please.\n\n<b>Do.</b>", position=2)
    HouseRule.objects.create(title="Be kind", position=1)
    page = read(browser().get(POLICY)).by_id("main")
    assert [rule.text for rule in page.all("dt")] == ["Be kind", "Stay on the subject"]
    assert "<b>Do.</b>" in page.text
    assert page.links()["What moderators did"] == LOG


def test_the_log_tells_what_was_done_where_and_why_the_newest_first(
    comment: Comment, moderator: User
) -> None:
    remove(comment, moderator, reason="Off topic")
    restore(comment, moderator)
    restored, removed = rows()
    assert ("Restored a comment" in restored, "The bridge" in restored) == (True, True)
    assert ("Removed a comment" in removed, "Off topic" in removed) == (True, True)
    assert read(browser().get(LOG)).links()["The bridge"] == comment.article.get_absolute_url()


def test_the_log_names_nobody_and_quotes_nothing(comment: Comment, alice: User, moderator: User) -> None:
    remove(comment, moderator, reason="Off topic")
    suspend(alice, moderator, until=timezone.now() + timedelta(days=1), reason="Three removals")
    assert LogEntry.objects.count() == 2
    text = browser().get(LOG).content.decode()
    assert "Three removals" in text
    assert not any(word in text for word in ("Alice", "Mona", "otters", alice.slug, moderator.slug))


def test_the_log_keeps_quiet_about_stories_that_are_not_out(moderator: User) -> None:
    for at in (None, timezone.now() + timedelta(days=1)):
        set_comments_mode(ArticleFactory(headline="Secret plan", published_at=at), moderator, "premoderated")
    assert len(rows()) == 2
    assert "Secret plan" not in browser().get(LOG).content.decode()


def test_the_log_says_where_nothing_was_done(db: None) -> None:
    assert rows() == ["Nothing yet."]


def test_fifty_acts_a_page(article: Article, moderator: User) -> None:
    for n in range(51):
        set_comments_mode(article, moderator, ("closed", "open")[n % 2])
    assert len(rows()) == 50
    assert len(rows("?page=2")) == 1


def test_removing_is_told_at_once_to_every_reader(comment: Comment, bob: User, moderator: User) -> None:
    say(comment.article, bob, parent=comment)
    remove(comment, moderator, reason="Off topic")
    page = read(browser().get(comment.article.get_absolute_url()))
    assert page.by_id(f"comment-{comment.pk}").text == "Removed by a moderator: Off topic"


def test_they_are_read_and_nothing_else(moderator: User) -> None:
    for address in (LOG, POLICY):
        assert browser(moderator).post(address).status_code == 405


def test_the_log_shows_its_newest_digest_for_whoever_wants_to_note_it(
    comment: Comment, moderator: User
) -> None:
    assert 'class="digest"' not in browser().get("/moderation-log/").content.decode()
    remove(comment, moderator, reason="Off topic")
    digest = LogEntry.objects.get().digest
    assert f'<code class="digest">{digest}</code>' in browser().get("/moderation-log/").content.decode()


def test_a_retired_rule_is_no_longer_shown_and_no_longer_offered(moderator: User) -> None:
    rule = HouseRule.objects.all()[0]
    HouseRule.objects.filter(pk=rule.pk).update(is_retired=True)
    assert rule.title not in browser().get("/moderation-policy/").content.decode()
    assert rule not in RemovalForm().fields["rule"].queryset
