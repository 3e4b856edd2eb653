from board.models.appeals import Appeal
from board.models.articles import Article
from board.models.cards import Card
from board.models.cases import Case
from board.models.comments import Comment, Revision
from board.models.editions import Edition
from board.models.guard import Guard
from board.models.moderation import LogEntry
from board.models.mutes import Mute
from board.models.notes import Note
from board.models.notifications import Notification
from board.models.quotes import Quote
from board.models.remits import Remit
from board.models.reports import Report
from board.models.rules import HouseRule, Policy, WordRule
from board.models.sections import Section
from board.models.terms import ArticleTerms, CommentTerms
from board.models.visits import Visit
from board.models.votes import Vote

__all__ = [
    "Appeal",
    "Article",
    "ArticleTerms",
    "Card",
    "Case",
    "Comment",
    "CommentTerms",
    "Edition",
    "Guard",
    "HouseRule",
    "LogEntry",
    "Mute",
    "Note",
    "Notification",
    "Policy",
    "Quote",
    "Remit",
    "Report",
    "Revision",
    "Section",
    "Visit",
    "Vote",
    "WordRule",
]
