"""What a list can be asked for in its address."""

import pytest

from board.actions.votes import cast_vote
from board.models import Vote
from tests.board.admin.conftest import Cast

MEMBERS, COMMENTS = "/admin/accounts/user/", "/admin/board/comment/"


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
