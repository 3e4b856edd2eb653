"""The moderation log as readers see it: by rule and by act, on its page and in its feed."""

from datetime import datetime
from typing import Any
from xml.etree import ElementTree as XML

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from board.actions.discussions import set_comments_mode
from board.actions.log import record
from board.actions.moderation import remove, restore
from board.models import Article, Comment, HouseRule, LogEntry
from tests.board.views.browsing import browser
from tests.board.views.reading import read
from tests.factories import ArticleFactory, MemberFactory, say

LOG, FEED = "/moderation-log/", "/moderation-log/feed/"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def rules(db: None) -> list[HouseRule]:
    return list(HouseRule.objects.all()[:2])


@pytest.fixture
def decided(comment: Comment, alice: User, moderator: User, rules: list[HouseRule]) -> Article:
    """Removed by one rule, put back, removed by another."""
    remove(comment, moderator, rule=rules[0], reason="Twice")
    restore(comment, moderator)
    remove(comment, moderator, rule=rules[1])
    return comment.article


def acts(query: str = "") -> list[str]:
    page = read(browser().get(LOG + query)).by_id("main")
    return [row.text for row in page.all("ol")[0].all("li")]


def feed(query: str = "", **headers: str) -> Any:
    answer = browser().get(FEED + query, headers=headers)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return XML.fromstring(answer.content)  # noqa: S314 - our own


def titles(query: str = "") -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in feed(query).findall(f"{ATOM}entry")]


# --- The filter -------------------------------------------------------------------------------------------------


def test_it_is_read_by_rule_by_act_and_by_both(decided: Article, rules: list[HouseRule]) -> None:
    first, second = (f"rule={rule.pk}" for rule in rules)
    assert [rules[0].title in row for row in acts(f"?{first}")] == [True]
    assert [rules[1].title in row for row in acts(f"?{second}")] == [True]
    assert ["Removed" in row for row in acts("?act=remove")] == [True, True]
    assert len(acts(f"?{first}&act=remove")) == 1
    assert acts(f"?{first}&act=restore") == ["Nothing yet."]
    assert len(acts("?rule=&act=")) == 3


def test_what_is_chosen_is_seen_and_can_be_left(decided: Article, rules: list[HouseRule]) -> None:
    page = read(browser().get(f"{LOG}?rule={rules[0].pk}&act=remove"))
    main = page.by_id("main")
    assert f"Shown: {rules[0].title}, Removed a comment Show everything" in main.text
    assert main.links()["Show everything"] == LOG
    assert main.links()["Feed"] == f"{FEED}?rule={rules[0].pk}&act=remove"
    chosen = [option["value"] for option in main.all("option") if "selected" in option.attrs]
    assert chosen == [str(rules[0].pk), "remove"]
    assert "Shown:" not in read(browser().get(LOG)).by_id("main").text


def test_a_retired_rule_is_still_there_to_be_looked_at(decided: Article, rules: list[HouseRule]) -> None:
    HouseRule.objects.filter(pk=rules[0].pk).update(is_retired=True)
    assert len(acts(f"?rule={rules[0].pk}")) == 1
    assert f"{rules[0].title} (retired)" in read(browser().get(LOG)).by_id("rule").text


@pytest.mark.parametrize("address", [LOG, FEED])
@pytest.mark.parametrize(
    "query",
    [
        "rule=99999",
        "rule=x",
        "rule=-1",
        "rule=1%00",
        "rule=%EF%BC%91",
        "rule=" + "9" * 30,
        "act=x",
        "act=%00",
    ],
)
def test_what_there_is_not_is_not_found(db: None, address: str, query: str) -> None:
    assert browser().get(f"{address}?{query}").status_code == 404


def test_further_pages_keep_to_what_was_chosen(article: Article, moderator: User) -> None:
    for n in range(102):
        set_comments_mode(article, moderator, ("closed", "open")[n % 2])
    page = read(browser().get(f"{LOG}?act=comments-mode&page=2"))
    assert page.links()["Older"] == "?act=comments-mode&page=3"
    assert page.links()["Newer"] == "?act=comments-mode&page=1"
    assert len(acts("?act=comments-mode&page=3")) == 2


# --- The feed ---------------------------------------------------------------------------------------------------


def test_the_feed_is_atom_and_each_entry_is_known_by_its_digest(
    decided: Article, rules: list[HouseRule]
) -> None:
    found = feed()
    newest = LogEntry.objects.order_by("-pk")[0]
    assert found.findtext(f"{ATOM}id") == "http://testserver/moderation-log/"
    assert found.findtext(f"{ATOM}title") == "Hiroba: Moderation log"
    assert found.findtext(f"{ATOM}author/{ATOM}name") == "Hiroba"
    links = {link.get("rel"): link.get("href") for link in found.findall(f"{ATOM}link")}
    assert links == {"alternate": f"http://testserver{LOG}", "self": f"http://testserver{FEED}"}
    entries = found.findall(f"{ATOM}entry")
    assert len(entries) == 3
    assert entries[0].findtext(f"{ATOM}id") == f"urn:sha256:{newest.digest}"
    assert datetime.fromisoformat(entries[0].findtext(f"{ATOM}updated")) == newest.at
    assert found.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated")
    assert entries[0].find(f"{ATOM}link").get("href") == f"http://testserver{decided.get_absolute_url()}"
    assert entries[0].findtext(f"{ATOM}title") == f"Removed a comment: {rules[1].title}"


def test_the_feed_of_a_rule_says_so_and_has_its_acts_alone(decided: Article, rules: list[HouseRule]) -> None:
    query = f"?rule={rules[0].pk}"
    assert titles(query) == [f"Removed a comment: {rules[0].title}: Twice"]
    found = feed(query)
    assert found.findtext(f"{ATOM}title") == f"Hiroba: Moderation log: {rules[0].title}"
    links = [link.get("href") for link in found.findall(f"{ATOM}link")]
    assert links == [f"http://testserver{LOG}{query}", f"http://testserver{FEED}{query}"]


def test_the_page_leads_to_its_feed(decided: Article, rules: list[HouseRule]) -> None:
    for query in ("", f"?rule={rules[0].pk}"):
        page = read(browser().get(LOG + query))
        head = [link for link in page.all("link") if link["rel"] == "alternate"]
        assert [(link["type"], link["href"]) for link in head] == [("application/atom+xml", FEED + query)]


def test_whoever_has_it_already_is_not_sent_it_again(decided: Article, moderator: User) -> None:
    first = browser().get(FEED)
    for header in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        again = browser().get(FEED, headers=header)
        assert [again.status_code, again.content] == [304, b""]
    set_comments_mode(decided, moderator, "closed")
    assert browser().get(FEED, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_feed_in_which_nothing_is_stays_the_same(db: None) -> None:
    first = browser().get(FEED)
    assert feed().findall(f"{ATOM}entry") == []
    assert browser().get(FEED, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_what_no_feed_can_hold_breaks_none(article: Article, moderator: User, rules: list[HouseRule]) -> None:
    Article.objects.update(headline="Bridge\x01 & <b>tunnel</b>")
    HouseRule.objects.filter(pk=rules[0].pk).update(title="Kind\x02ness")
    record(LogEntry.Verb.REMOVE, moderator, article=article, rule=rules[0], reason="A\x03 <i> & ]]> \ufffe")
    entry = feed(f"?rule={rules[0].pk}").find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Removed a comment: A <i> & ]]> "
    said = entry.findtext(f"{ATOM}summary")
    assert said == "<p>A &lt;i&gt; &amp; ]]&gt; </p><p>Bridge &amp; &lt;b&gt;tunnel&lt;/b&gt;</p>"


def test_the_feed_is_read_and_nothing_else(moderator: User) -> None:
    assert browser(moderator).post(FEED).status_code == 405


def test_it_holds_fifty_and_their_number_costs_nothing(article: Article, moderator: User) -> None:
    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            browser().get(address)
        return len(captured)

    set_comments_mode(article, moderator, "closed")
    before = [cost(address) for address in (FEED, LOG)]
    for n in range(60):
        set_comments_mode(ArticleFactory(), moderator, ("closed", "premoderated")[n % 2])
    assert [cost(address) for address in (FEED, LOG)] == before
    assert before[0] == 1
    assert len(titles()) == 50


# --- Nobody is named --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", LogEntry.Verb.values)
def test_no_name_no_word_of_a_member_and_nothing_internal_is_told_of_any_act(
    article: Article, alice: User, moderator: User, rules: list[HouseRule], verb: str
) -> None:
    comment = say(article, alice, "Alice spoke of otters.")
    record(
        LogEntry.Verb(verb), moderator, article=article, comment=comment, member=alice, rule=rules[0],
        reason="Alice was told by MONA, not by Monalisa", internal="by weasels", before="ferrets", after="stoats",
    )  # fmt: skip
    assert LogEntry.objects.count() == 1
    for query in ("", f"?rule={rules[0].pk}", f"?act={verb}"):
        for address in (LOG, FEED):
            page = browser().get(address + query)
            text = page.content.decode()
            assert page.status_code == 200 and LogEntry.Verb(verb).label.lower() in text.lower()
            hidden = (
                "alice",
                "mona,",
                alice.slug,
                moderator.slug + "/",
                "otters",
                "weasels",
                "ferrets",
                "stoats",
            )
            assert [word for word in hidden if word in text.lower()] == []
            assert LogEntry.objects.get().salt not in text


@pytest.mark.parametrize("verb", ["see-voters", "word-rule", "settings", "remit"])
def test_of_some_acts_nothing_is_told_but_that_they_were_done(
    article: Article, moderator: User, verb: str
) -> None:
    record(
        LogEntry.Verb(verb), moderator, article=article, reason="weasels", before="ferrets", after="stoats"
    )
    (row,) = acts()
    assert row.endswith(LogEntry.Verb(verb).label[1:])
    assert titles() == [LogEntry.Verb(verb).label.capitalize()]
    assert "The bridge" not in browser().get(FEED).content.decode()


def test_a_story_that_is_not_out_is_in_no_feed(moderator: User) -> None:
    set_comments_mode(ArticleFactory(headline="Secret plan", published_at=None), moderator, "closed")
    assert titles() == ["Changed who may comment"]
    assert "Secret plan" not in browser().get(FEED).content.decode()


def test_a_new_name_is_not_told_either(comment: Comment, moderator: User) -> None:
    writer = MemberFactory(name="Zoe Hill")
    remove(say(comment.article, writer), moderator, reason="Zoe Hill repeats herself")
    assert titles() == ["Removed a comment: (name) repeats herself"]
