from board.models.articles import Article
from board.models.cards import Card
from board.models.comments import Comment, Revision
from board.models.editions import Edition
from board.models.moderation import LogEntry
from board.models.quotes import Quote
from board.models.rules import HouseRule
from board.models.sections import Section
from board.models.visits import Visit
from board.models.votes import Vote

__all__ = [
    "Article",
    "Card",
    "Comment",
    "Edition",
    "HouseRule",
    "LogEntry",
    "Quote",
    "Revision",
    "Section",
    "Visit",
    "Vote",
]
