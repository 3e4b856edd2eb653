from board.admin import (
    appeals,
    articles,
    cards,
    comments,
    groups,
    members,
    moderation,
    rules,
    sections,
    settings,
    votes,
    words,
)

__all__ = [
    "appeals",
    "articles",
    "cards",
    "comments",
    "groups",
    "members",
    "moderation",
    "rules",
    "sections",
    "settings",
    "votes",
    "words",
]
