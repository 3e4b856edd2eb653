"""A moderator takes part as everybody does: they see their own comment wait, and not who brought it there."""

from board.actions import sanctions
from board.actions.reports import report_comment
from tests.board.admin.conftest import Cast
from tests.factories import say


def test_nobody_reads_who_has_reported_them_or_what_is_noted_of_them(cast: Cast) -> None:
    own = say(cast.article, cast.moderator, "I am a moderator, and I say so.")
    report_comment(own, cast.member, "insult", "Mara calls me a liar.")
    sanctions.add_note(cast.moderator, cast.senior, "Gets angry in the evening.")
    for address in ("/admin/desk/", f"/admin/board/comment/{own.pk}/change/"):
        theirs = cast.client("moderator").get(address).content.decode()
        assert own.body in theirs and "1 report" in theirs
        for hidden in ("Milo", "calls me a liar", "Gets angry"):
            assert hidden not in theirs, (address, hidden)
            assert hidden in cast.client("senior").get(address).content.decode(), (address, hidden)
