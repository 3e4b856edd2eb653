from board.admin import appeals, articles, cards, comments, groups, members, moderation, rules, sections, votes

__all__ = ["appeals", "articles", "cards", "comments", "groups", "members", "moderation", "rules", "sections", "votes"]
