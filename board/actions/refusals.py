from board.rules.permissions import Answer


class Refused(Exception):
    """A verb was asked for what may not be done; its text is a sentence for the one who asked.

    `conflict`: things are not, or no longer, as they thought, rather than it being forbidden to them.
    """

    def __init__(self, sentence: str, *, conflict: bool = False) -> None:
        super().__init__(sentence)
        self.conflict = conflict


class Unfit(Refused):
    """A text cannot be posted as it is; another one can."""


def demand(answer: Answer) -> None:
    if not answer:
        raise Refused(answer.why_not, conflict=answer.conflict)
