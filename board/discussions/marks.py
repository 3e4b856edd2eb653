"""A comment's text for whoever decides about it: with the words marked that caught it."""

from django.utils.safestring import SafeString

from board.models import Case
from board.rules import markup
from board.rules.markup_marks import mark, words_in
from board.rules.words import Words


def marked(html: SafeString, case: Case) -> SafeString:
    """`html` is the comment's, as everybody reads it; nothing but marks is added.

    What the word rule finds in it now, or where that finds nothing any more, the words that it found then.
    """
    rule, then = Words([(0, case.rule.words)] if case.rule else []), words_in(case.caught)

    def find(text: str) -> list[tuple[int, int]]:
        return [(one.start, one.end) for one in rule.find(text)] or [*then(text)]

    return markup.vouch(mark(html, find)) if case.caught or case.rule else html
