import pytest
from django.urls import reverse

from accounts.models import Mail
from board.models import Comment, Report
from tests.board.views.browsing import browser
from tests.board.views.reading import read
from tests.board.views.test_reporting import VISITOR, as_visitor, asked, both


@both
def test_a_visitor_may_log_in_or_report_what_is_illegal(comment: Comment, htmx: bool) -> None:
    page = read(asked(comment, None, htmx=htmx))
    assert f"/accounts/login/?next=/comments/{comment.pk}/report/" in page.links().values()
    assert "Send report" in page.buttons()
    answer = as_visitor(comment, htmx=htmx)
    assert answer.status_code == (200 if htmx else 302)
    stored = Report.objects.get()
    assert (stored.member, stored.name, stored.email) == (None, "Vi Sitor", "vi@example.org")
    assert (stored.reason, stored.remark) == ("illegal", "It calls for a crime.")
    assert Mail.objects.get().to == "vi@example.org"
    as_visitor(comment, htmx=htmx, name="Somebody else")
    assert (Report.objects.count(), Mail.objects.count()) == (1, 1)


def test_a_visitor_is_thanked_on_the_page_of_the_comment(comment: Comment) -> None:
    client = browser()
    answer = client.post(reverse("report", args=[comment.pk]), VISITOR)
    assert answer["Location"] == comment.article.get_absolute_url(), "At its top, where it is told."
    assert "a mail tells you that it arrived" in read(client.get(answer["Location"])).text


@both
@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Write your name."),
        ("name", "win at www.spam.example", "Write your name, without a link."),
        ("email", "vi", "This is no e-mail address."),
        ("email", "vi@example.org\nBcc: all@example.org", "This is no e-mail address."),
        ("remark", " ", "Say why you believe that it is illegal."),
        ("remark", "x" * 1001, "This is 1 character too long: there is room for 1000."),
    ],
)
def test_what_a_visitor_typed_is_kept(
    comment: Comment, htmx: bool, field: str, typed: str, sentence: str
) -> None:
    answer = as_visitor(comment, htmx=htmx, **{field: typed})
    page = read(answer)
    assert (answer.status_code, page.alerts()) == (422, sentence)
    sent = VISITOR | {field: typed}
    assert page.by_id(f"remark-{comment.pk}").typed == sent["remark"]
    for name in ("name", "email"):
        assert page.by_id(f"{name}-{comment.pk}")["value"] == sent[name]
    assert not Report.objects.exists()
