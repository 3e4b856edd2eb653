"""The Markdown that the board understands, and the HTML that comes of it."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock, blockquote, list_block
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from board.rules.markup_emphasis import emphasis
from board.rules.markup_links import angle_link, bare_link, image_as_text, is_safe_address
from board.rules.markup_mentions import Members, mention
from board.rules.markup_quotes import attribute_quotes
from board.rules.markup_text import clean_source, without_unwanted

BlockRule = Callable[[StateBlock, int, int, bool], bool]

UGC = "nofollow ugc noopener"
EDITORIAL = "noopener"

# A quote is one level deep, a list two.
DEEPEST_QUOTE = 10
DEEPEST_LIST = 12
DEEPEST_EMPHASIS = 10
# Characters that all uses of reference links may write: one long address can be called up thousands of times.
MOST_REFERENCED = 20_000

_DIVIDER = re.compile(r"([-*_])[ \t]*(?:\1[ \t]*){2,}")
_INTERRUPTS = ["paragraph", "reference", "blockquote", "list"]


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        return is_safe_address(url)


def parse(
    source: str, *, members: Members | None = None, known_sources: Collection[int | None] = (), rel: str = UGC
) -> list[Token]:
    """The tokens of a text, with mentions of `members`, with quotes of `known_sources` marked, and with `rel`
    on its links.
    """
    env = {"members": members or Members({}), "known_sources": frozenset(known_sources), "rel": rel}
    return _PARSER.parse(clean_source(source) + "\n", env)


def to_html(tokens: Sequence[Token]) -> str:
    """Safe, well-formed HTML. Text is escaped as it is written; the sanitiser is there should that fail."""
    html = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return _SANITISER.clean(without_unwanted(html))


def _not_too_deep(rule: BlockRule, deepest: int) -> BlockRule:
    """Beyond that level the rule's markers are plain text: no words are lost, but the nesting ends."""

    def limited(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        return state.level < deepest and rule(state, start, end, silent)

    return limited


def divider(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule that keeps a line of `* * *` or `---` as it is; otherwise it would be lists inside lists."""
    begin, end_of_line = state.bMarks[start] + state.tShift[start], state.eMarks[start]
    if not _DIVIDER.fullmatch(state.src, begin, end_of_line) or state.is_code_block(start):
        return False
    if not silent:
        state.line = start + 1
        state.push("divider_open", "p", 1)
        inline = state.push("inline", "", 0)
        inline.content, inline.children = state.src[begin:end_of_line].strip(), []
        state.push("divider_close", "p", -1)
    return True


def limit_emphasis(state: StateCore) -> None:
    """Core rule: emphasis inside emphasis inside … is written 10 deep at most."""
    depth = 0
    for token in _inline_tokens(state):
        if token.tag in {"em", "strong"}:
            depth += token.nesting == 1
            token.hidden = depth > DEEPEST_EMPHASIS
            depth -= token.nesting == -1


def finish_links(state: StateCore) -> None:
    """Core rule: what all links carry, and an end to references when they have written enough."""
    room, hidden = MOST_REFERENCED, False
    for token in _inline_tokens(state):
        if token.type == "link_open":
            if "label" in token.meta:
                room -= sum(len(str(value)) for value in token.attrs.values())
            hidden = "label" in token.meta and room < 0
            if "class" not in token.attrs:
                token.attrSet("rel", state.env["rel"])
        if token.tag == "a":
            token.hidden = hidden


def _inline_tokens(state: StateCore) -> Iterator[Token]:
    for block in state.tokens:
        yield from block.children or []


def _address_html(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    return escapeHtml(tokens[index].meta["shown"])


def _build_parser() -> MarkdownIt:
    parser = _Parser("zero", {"breaks": True, "maxNesting": DEEPEST_LIST + 2, "store_labels": True})
    block, inline, core = parser.block.ruler, parser.inline.ruler, parser.core.ruler
    block.at("blockquote", _not_too_deep(blockquote, DEEPEST_QUOTE), {"alt": _INTERRUPTS})
    block.at("list", _not_too_deep(list_block, DEEPEST_LIST), {"alt": _INTERRUPTS[:3]})
    block.at("hr", divider, {"alt": _INTERRUPTS})
    inline.at("linkify", bare_link)
    inline.at("emphasis", emphasis)
    inline.at("image", image_as_text)
    inline.at("autolink", angle_link)
    inline.push("mention", mention)
    core.after("block", "attribution", attribute_quotes)
    core.push("limit_emphasis", limit_emphasis)
    core.push("finish_links", finish_links)
    parser.enable(["code", "fence", "blockquote", "hr", "list", "reference"])
    parser.enable(
        ["linkify", "newline", "escape", "backticks", "emphasis", "image", "link", "autolink", "entity"]
    )
    parser.add_render_rule("address", _address_html)
    # Rules are compiled at their first use, which is not safe in several threads at once.
    for ruler in (block, inline, core, parser.inline.ruler2):
        ruler.getRules("")
    return parser


def _checked_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if is_safe_address(value) else None
    if tag == "code":
        return value if re.fullmatch(r"language-\S+", value) else None
    return value


_PARSER = _build_parser()
_SANITISER = nh3.Cleaner(
    tags={"p", "br", "em", "strong", "a", "ul", "ol", "li", "code", "pre", "blockquote"},
    attributes={"*": set(), "a": {"href", "title"}, "ol": {"start"}, "code": {"class"}},
    tag_attribute_values={
        "a": {"rel": {UGC, EDITORIAL}, "class": {"mention"}},
        "blockquote": {"class": {"quote"}},
    },
    attribute_filter=_checked_attribute,
    link_rel=None,
)
