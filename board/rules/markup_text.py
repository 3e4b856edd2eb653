"""Characters: which of them a text keeps, and which belong to scripts that are written without spaces."""

import re
import unicodedata

# Chinese, Japanese and Korean letters, signs and full-width forms, but not the ideographic space.
CJK = (
    "\u1100-\u11ff\u2e80-\u2fff\u3001-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe10-\ufe1f\ufe30-\ufe6f"
    "\uff01-\uffef\U00016fe0-\U00018dff\U0001aff0-\U0001b2ff\U0001f200-\U0001f2ff\U00020000-\U0003fffd"
)

_NEWLINE = re.compile("\r\n?|[\u2028\u2029]")
# Controls but tab and newline; what overrides or isolates the direction of writing; halves of surrogates.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_CJK_CHARACTER = re.compile(f"[{CJK}]")
_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"


def clean_source(source: str) -> str:
    """The text as it is stored: NFC, newlines as \\n, no control characters, no white space at the end.

    The indentation of the first line stays, because it may mean code.
    """
    text = without_unwanted(_NEWLINE.sub("\n", source))
    return unicodedata.normalize("NFC", text).rstrip()


def without_unwanted(text: str) -> str:
    """The text without control characters and bidirectional overrides, which entities can bring back."""
    return _UNWANTED.sub("", text)


def is_cjk(character: str) -> bool:
    return _CJK_CHARACTER.match(character) is not None


def is_word(character: str) -> bool:
    """Whether the character continues a word of a script with spaces. False for "" and for CJK characters."""
    if not character or is_cjk(character):
        return False
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def plain_lines(text: str) -> list[str]:
    """The lines of a plain text that have something to see, each with its white space collapsed."""
    lines = (" ".join(line.split()) for line in without_unwanted(text).split("\n"))
    return [line for line in lines if any(_is_visible(character) for character in line)]


def _is_visible(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNPS" and character not in _BLANK_LETTERS
