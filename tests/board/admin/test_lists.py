"""What a list can be asked for in its address."""

import pytest

from board.actions import moderation
from board.actions.articles import save_article
from board.actions.comments import post_comment
from board.actions.votes import cast_vote
from board.admin.articles import ArticleAdmin
from board.admin.lists import ListAdmin
from board.models import Comment, Vote
from tests.board.admin.conftest import Cast
from tests.factories import ArticleFactory

MEMBERS, COMMENTS, ARTICLES = "/admin/accounts/user/", "/admin/board/comment/", "/admin/board/article/"


@pytest.mark.parametrize("role", ["moderator", "senior", "editor", "administrator"])
@pytest.mark.parametrize(
    ("address", "lookup"),
    [
        (MEMBERS, "password__startswith"),
        (MEMBERS, "password"),
        (MEMBERS, "email__startswith"),
        (MEMBERS, "name__regex"),
        (MEMBERS, "standing__regex"),
        (MEMBERS, "groups__name__startswith"),
        (COMMENTS, "body__regex"),
        (COMMENTS, "author__email__exact"),
        (COMMENTS, "author__password__gte"),
    ],
)
def test_no_list_is_asked_letter_by_letter_for_what_it_does_not_show(
    cast: Cast, role: str, address: str, lookup: str
) -> None:
    answer = cast.client(role).get(address, {lookup: "a"})
    assert answer.status_code == (403 if (role, address) == ("editor", MEMBERS) else 400)


@pytest.mark.parametrize("role", ["moderator", "limited", "senior"])
def test_no_list_tells_whose_vote_it_is_by_the_votes_number(cast: Cast, role: str) -> None:
    cast_vote(cast.comment.pk, cast.member, +1)
    for address in (MEMBERS, COMMENTS):
        assert cast.client(role).get(address, {"votes": Vote.objects.get().pk}).status_code == 400


def test_the_filters_and_the_links_of_other_pages_still_narrow_the_lists(cast: Cast) -> None:
    client = cast.client("administrator")
    own = f"author__id__exact={cast.author.pk}&article__id__exact={cast.article.pk}&status__exact=published"
    assert [row.pk for row in client.get(f"{COMMENTS}?{own}").context["cl"].result_list] == [cast.comment.pk]
    moment = "2026-01-01T00:00%2B00:00"
    filters = {
        MEMBERS: ["standing__exact=good", "is_staff__exact=1", "groups__id__exact=1", f"joined_at__gte={moment}"],
        COMMENTS: ["waits=held", "section=1", f"created_at__lt={moment}"],
        "/admin/board/article/": ["state=draft", "comments_mode__exact=open", "published_at__year=2026"],
        "/admin/board/logentry/": ["verb__exact=remove", "rule__id__exact=1", "moderator__id__exact=1"],
        "/admin/board/card/": ["place__exact=top", "is_shown__exact=1"],
    }  # fmt: skip
    for address, queries in filters.items():
        for query in queries:
            assert client.get(f"{address}?{query}").status_code == 200, (address, query)


# --- Searching a list -----------------------------------------------------------------------------------------------


def found(cast: Cast, role: str, address: str, words: str) -> list[str]:
    return [str(row) for row in cast.client(role).get(address, {"q": words}).context["cl"].result_list]


@pytest.fixture
def _long_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a site where everything that is there lies further back than parts of words are looked for."""
    monkeypatch.setattr(ListAdmin, "searched", 0)
    monkeypatch.setattr(ArticleAdmin, "searched", 0)


@pytest.mark.usefixtures("_long_ago")
def test_what_lies_far_back_is_found_by_whole_words(cast: Cast) -> None:
    post_comment(cast.article, cast.member, "The petrels are back.")
    save_article(cast.article, cast.editor)
    newest = str(Comment.objects.latest("pk"))
    assert found(cast, "moderator", COMMENTS, "petrel back") == [newest]
    assert found(cast, "moderator", COMMENTS, "petre") == []
    assert found(cast, "editor", ARTICLES, "ferry") == [cast.article.headline]
    assert found(cast, "editor", ARTICLES, "ferr") == []
    assert found(cast, "moderator", MEMBERS, "amber") == ["Amber"]
    assert found(cast, "moderator", MEMBERS, "ambe") == []


@pytest.mark.usefixtures("_long_ago")
def test_only_administrators_find_a_member_by_an_address(cast: Cast) -> None:
    address = cast.author.email
    assert found(cast, "administrator", MEMBERS, f" {address.upper()} ") == ["Amber"]
    assert found(cast, "moderator", MEMBERS, address) == []


@pytest.mark.usefixtures("_long_ago")
def test_a_moderator_of_some_sections_finds_nothing_in_others(cast: Cast) -> None:
    post_comment(ArticleFactory(), cast.member, "The petrels are back.")
    assert found(cast, "limited", COMMENTS, "petrels") == []
    assert len(found(cast, "moderator", COMMENTS, "petrels")) == 1


def test_whoever_does_not_moderate_finds_no_words_of_a_removed_comment_in_those_who_quote_it(
    cast: Cast,
) -> None:
    quote = f"> #{cast.comment.pk} Amber:\n> The ferry is the only way home."
    quoting = str(post_comment(cast.article, cast.member, f"{quote}\n\nYou know nothing of it."))
    moderation.remove(cast.comment, cast.moderator, reason="Argue with the words, not with the person")
    assert found(cast, "editor", COMMENTS, "the only way") == []
    assert found(cast, "editor", COMMENTS, "only wa") == []
    assert found(cast, "editor", COMMENTS, "you know") == [quoting]
    assert found(cast, "editor", COMMENTS, "mil") == [quoting]
    assert found(cast, "moderator", COMMENTS, "only wa") == [quoting, str(cast.comment)]


@pytest.mark.parametrize("words", ['"', "x" * 500, " ", "%", "\\", "\0", "a " * 1500, "x" * 60_000])
def test_a_list_takes_whatever_is_typed_into_its_search(cast: Cast, words: str) -> None:
    for address in (MEMBERS, COMMENTS, ARTICLES, "/admin/board/logentry/"):
        assert cast.client("administrator").get(address, {"q": words}).status_code == 200
    offered = {"app_label": "board", "model_name": "article", "field_name": "authors", "term": words}
    assert cast.client("editor").get("/admin/autocomplete/", offered).status_code == 200


def test_parts_of_words_are_found_among_the_newest(cast: Cast) -> None:
    assert found(cast, "moderator", MEMBERS, "mbe") == ["Amber"]
    assert found(cast, "editor", ARTICLES, "ferr") == [cast.article.headline]
