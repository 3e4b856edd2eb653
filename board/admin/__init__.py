from board.admin import appeals, articles, cards, comments, groups, members, moderation, rules, sections

__all__ = ["appeals", "articles", "cards", "comments", "groups", "members", "moderation", "rules", "sections"]
