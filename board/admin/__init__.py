from board.admin import articles, cards, comments, groups, members, moderation, sections

__all__ = ["articles", "cards", "comments", "groups", "members", "moderation", "sections"]
