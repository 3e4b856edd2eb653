"""Display names: what they may be, when two of them count as the same, and what is made of them."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from itertools import count, takewhile

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import lookalikes

MAX_LENGTH = 40
MAX_SLUG = 50
MAX_MARKS = 3

# Refused wherever they stand as a word of the name: they would speak for the site.
OFFICIAL = {
    *("admin", "admins", "administrator", "administrators", "administration", "moderator", "moderators"),
    *(
        "moderation",
        "staff",
        "editor",
        "editors",
        "editorial",
        "official",
        "support",
        "helpdesk",
        "root",
        "system",
    ),
    *("sysadmin", "sysop", "webmaster", "postmaster", "hostmaster", "security"),
}
# Refused as the whole name: a reader could take them for something that the site says itself.
MEANINGFUL = {
    *("mod", "mods", "owner", "deleted", "removed", "closed", "banned", "suspended", "anonymous", "nobody"),
    *(
        "everyone",
        "everybody",
        "all",
        "here",
        "you",
        "me",
        "member",
        "members",
        "user",
        "users",
        "guest",
        "visitor",
    ),
    *(
        "unknown",
        "none",
        "null",
        "undefined",
        "article",
        "the article",
        "the author",
        "author",
        "comment",
        "reply",
    ),
    *("deleted member", "deleted user", "former member", "a member", "no name"),
}
# Japanese does not part its words: refused wherever they stand.
OFFICIAL_JAPANESE = (
    *("管理人", "管理者", "運営", "編集部", "編集者", "公式", "事務局", "モデレーター", "モデレータ"),
    *("アドミン", "スタッフ", "サポート", "退会済", "削除済"),
)
ADDRESS = re.compile(
    r"://|\bwww\.|\w\.\w+/|\w\.(?:com|net|org|info|biz|io|co|jp|uk|us|eu|de|fr|ru|cn|kr|tv|me|app|dev|xyz|top|site"
    r"|online|shop|store|club|link|click|live|news|blog|page)\b",
    re.IGNORECASE,
)
BETWEEN_WORDS = re.compile(r"[\W_]+")
BETWEEN_NAMES = re.compile(r"[\s_.\-·・]+")
# Choose the picture of the character before them, say nothing by themselves, and cannot be seen.
VARIANTS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Letters and marks, by Unicode's word, that cannot be seen either.
INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0]")


def clean(name: str) -> str:
    """The name as it is stored: NFKC, white space collapsed. ValidationError with a sentence if it cannot be used."""
    name = " ".join(VARIANTS.sub("", unicodedata.normalize("NFKC", name)).split())
    for refuse in (_refuse_length, _refuse_characters, _refuse_address, _refuse_mixture, _refuse_reserved):
        if sentence := refuse(name):
            raise ValidationError(sentence, code="name_invalid")
    return name


def key(name: str) -> str:
    """What two names have in common that a reader could take for each other. Unique among members.

    Upper and lower case, look-alike characters, white space and punctuation do not tell names apart; accents do.
    """
    visible = INVISIBLE.sub("", VARIANTS.sub("", unicodedata.normalize("NFKC", name)))
    folded = lookalikes.fold(unicodedata.normalize("NFKC", visible.casefold()))
    return unicodedata.normalize("NFKC", "".join(filter(_is_word_character, folded))) or folded


def free_slug(name: str, taken: Callable[[str], bool]) -> str:
    """The part of an address that stands for the name: `-2`, `-3` and so on when it is taken already."""
    slug = slugify(name, allow_unicode=True)[:MAX_SLUG].strip("-_") or "member"
    numbered = (
        slug if number == 1 else f"{slug[: MAX_SLUG - 1 - len(str(number))]}-{number}" for number in count(1)
    )
    return next(candidate for candidate in numbered if not taken(candidate))


@lru_cache(maxsize=5000)
def initials(name: str) -> str:
    """What stands for a member without a picture: one or two letters, or the first character of a Japanese name."""
    parts = BETWEEN_NAMES.split(unicodedata.normalize("NFC", name))
    words = [part[start:] for part in parts if (start := _first_letter(part)) >= 0]
    if not words:
        return name[:1]
    if lookalikes.is_cjk(words[0][0]):
        return words[0][0]
    return "".join(_grapheme(word) for word in dict.fromkeys([words[0], words[-1]]))


# --- What a name may not be: each returns the sentence that says why, or nothing --------------------------------


def _refuse_length(name: str) -> str | None:
    if not name:
        return _("Please choose a name.")
    if len(name) == 1 and not lookalikes.is_cjk(name):
        return _("This name is too short: please use at least 2 characters.")
    if (over := len(name) - MAX_LENGTH) > 0:
        return ngettext(
            "This name is %(over)d character too long: please use at most %(most)d.",
            "This name is %(over)d characters too long: please use at most %(most)d.",
            over,
        ) % {"over": over, "most": MAX_LENGTH}
    return None


def _refuse_characters(name: str) -> str | None:
    if INVISIBLE.search(name) or any(unicodedata.category(character)[0] == "C" for character in name):
        return _("This name holds invisible characters: please type it again without them.")
    if not any(map(_is_letter_or_digit, name)):
        return _("Please use at least one letter or digit.")
    if _longest_run_of_marks(name) > MAX_MARKS or unicodedata.category(name[0])[0] == "M":
        return _("This name piles up accents: please use fewer of them.")
    return None


def _refuse_address(name: str) -> str | None:
    if "@" in name:
        return _(
            "Please leave out the @: everybody can read this name, so it should not be an e-mail address."
        )
    if ADDRESS.search(name):
        return _("Please choose a name that is not a web address.")
    return None


def _refuse_mixture(name: str) -> str | None:
    if lookalikes.is_mixed(name):
        return _("This name mixes alphabets whose letters look alike: please keep to one of them.")
    return None


def _refuse_reserved(name: str) -> str | None:
    words = {key(word) for word in BETWEEN_WORDS.split(name) if word}
    official = {key(word) for word in {*OFFICIAL, settings.SITE_NAME}}
    whole = key(name)
    if words & official or whole in official | {key(word) for word in MEANINGFUL}:
        return _("This name could be taken for the site itself: please choose another one.")
    if any(key(word) in whole for word in OFFICIAL_JAPANESE):
        return _("This name could be taken for the site itself: please choose another one.")
    return None


def _is_letter_or_digit(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN"


def _is_word_character(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNM"


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


def _longest_run_of_marks(name: str) -> int:
    return max(len(list(takewhile(_is_mark, name[start:]))) for start in range(len(name)))


def _first_letter(word: str) -> int:
    return next((place for place, character in enumerate(word) if _is_letter_or_digit(character)), -1)


def _grapheme(word: str) -> str:
    marks = "".join(takewhile(_is_mark, word[1:]))
    capital = word[0].upper()
    return (capital if len(capital) == 1 else word[0]) + marks
