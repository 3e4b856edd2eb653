"""When two texts count as the same."""

import re
import unicodedata

# Short ones are said again and again in good faith: "Thank you very much!" So many bytes of letters are a sentence
# or two in scripts with an alphabet, and a good half of one where a character is a syllable or a word.
SHORTEST = 40

QUOTED = re.compile(r"^[ \t]{0,3}>.*$", re.MULTILINE)
BETWEEN = re.compile(r"[\W_]+")
# The same for texts without any other letters, in a quarter of the time: some twenty are looked at for each comment.
ASCII_BETWEEN = dict.fromkeys(number for number in range(128) if not chr(number).isalnum())


def essence(source: str) -> str:
    """The letters of what was typed, without quotes, spaces and signs: equal for texts that say the same.

    Empty for a text too short to count.
    """
    text = unicodedata.normalize("NFKC", QUOTED.sub("", source)).casefold()
    letters = text.translate(ASCII_BETWEEN) if text.isascii() else BETWEEN.sub("", text)
    return letters if len(letters.encode()) >= SHORTEST else ""
