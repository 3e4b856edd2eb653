"""Emphasis, as CommonMark has it, and beside text that is written without spaces."""

import pytest

from board.rules.markup import render


def line(source: str) -> str:
    return render(source).html.removeprefix("<p>").removesuffix("</p>\n")


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("a *quiet* word", "a <em>quiet</em> word"),
        ("a _quiet_ word", "a <em>quiet</em> word"),
        ("a **loud** word", "a <strong>loud</strong> word"),
        ("a __loud__ word", "a <strong>loud</strong> word"),
        ("***both***", "<em><strong>both</strong></em>"),
        ("*out **in** out*", "<em>out <strong>in</strong> out</em>"),
        ("**out *in* out**", "<strong>out <em>in</em> out</strong>"),
        ("*out **in***", "<em>out <strong>in</strong></em>"),
        ("un*frigging*believable", "un<em>frigging</em>believable"),
        ("a_snake_case_name", "a_snake_case_name"),
        ("_a_name", "_a_name"),
        ("X_a_X", "X_a_X"),
        ("name_a_", "name_a_"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("2 _ 3 _ 4", "2 _ 3 _ 4"),
        ("** no**", "** no**"),
        ("**no **", "**no **"),
        ("_ no_", "_ no_"),
        ("_no _", "_no _"),
        ("a *\tno*", "a *\tno*"),
        ("a *\nno*", "a *<br>\nno*"),
        ("_a_ b\ufe0f", "<em>a</em> b\ufe0f"),
        ("x\ufe0f**(a)**", "x\ufe0f**(a)**"),
        ("*\u00a0no\u00a0*", "*&nbsp;no&nbsp;*"),
        ("*no *\tno", "*no *\tno"),
        ("word*(aside)*", "word*(aside)*"),
        ("word_(aside)_", "word_(aside)_"),
        ("*(aside)*word", "*(aside)*word"),
        ("_(aside)_.", "<em>(aside)</em>."),
        ('said_"so"_', 'said_"so"_'),
        ("(_so_)", "(<em>so</em>)"),
        ("x-_(so)_", "x-<em>(so)</em>"),
        ("_(so)_-x", "<em>(so)</em>-x"),
        ("-_so_-", "-<em>so</em>-"),
        ("*one\ntwo*", "<em>one<br>\ntwo</em>"),
        ("*a _b* c_", "<em>a _b</em> c_"),
        ("**a*", "*<em>a</em>"),
        ("*a**", "<em>a</em>*"),
        ("*foo**bar**baz*", "<em>foo<strong>bar</strong>baz</em>"),
        ("*foo**bar*", "<em>foo**bar</em>"),
        (r"\*not\* \_this\_", "*not* _this_"),
        ("*`*`*", "<em><code>*</code></em>"),
        ("€*£5*", "€<em>£5</em>"),
        ("*£5*€", "<em>£5</em>€"),
        ("a*£5*b", "a*£5*b"),
        ("**bold**\ufe0f x", "<strong>bold</strong>\ufe0f x"),
    ],
)
def test_emphasis_follows_commonmark(source: str, html: str) -> None:
    assert line(source) == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("**「重要」**です", "<strong>「重要」</strong>です"),
        ("これは**「重要」**です", "これは<strong>「重要」</strong>です"),
        ("これは*（注）*です", "これは<em>（注）</em>です"),
        ("**重要。**次に", "<strong>重要。</strong>次に"),
        ("**重要(注)**です", "<strong>重要(注)</strong>です"),
        ("これは**(注)重要**です", "これは<strong>(注)重要</strong>です"),
        ("これは**重要**です", "これは<strong>重要</strong>です"),
        ("**「A」**と**「B」**", "<strong>「A」</strong>と<strong>「B」</strong>"),
        ("**「甲」****「乙」**", "<strong>「甲」****「乙」</strong>"),
        ("**強調**「引用」**強調**", "<strong>強調</strong>「引用」<strong>強調</strong>"),
        ("***「両方」***だ", "<em><strong>「両方」</strong></em>だ"),
        ("**“重要”**的", "<strong>“重要”</strong>的"),
        ('**"중요"**는', '<strong>"중요"</strong>는'),
        ("**100%**です", "<strong>100%</strong>です"),
        ("**注意⚠\ufe0f**です", "<strong>注意⚠\ufe0f</strong>です"),
        ("語\U000e0100**(注)**語", "語\U000e0100<strong>(注)</strong>語"),
        ("語\ufe0f**(注)**", "語\ufe0f<strong>(注)</strong>"),
        ("語\U000e01ef**(注)**", "語\U000e01ef<strong>(注)</strong>"),
        ("語\ufe00**(注)**\n", "語\ufe00<strong>(注)</strong>"),
        ("**「重要」**important", "<strong>「重要」</strong>important"),
        ("important**「重要」**", "important<strong>「重要」</strong>"),
        ("__「重要」__です", "<strong>「重要」</strong>です"),
        ("これは__「重要」__", "これは<strong>「重要」</strong>"),
        ("これは_「重要」_です", "これは<em>「重要」</em>です"),
        ("これは _重要_。", "これは <em>重要</em>。"),
        ("報告_最終_版", "報告_最終_版"),
        ("報告_final_版", "報告_final_版"),
        ("報告_最終_。", "報告_最終_。"),
        ("。_最終_版", "。_最終_版"),
        ("これは_(注)_です", "これは<em>(注)</em>です"),
        ("これは_(注)_。", "これは<em>(注)</em>。"),
        ("**\u3000空白**", "**\u3000空白**"),
        ("**空白\u3000**", "**空白\u3000**"),
        ("** 「空白」**です", "** 「空白」**です"),
    ],
)
def test_emphasis_opens_and_closes_beside_cjk_text(source: str, html: str) -> None:
    assert line(source) == html


def test_only_a_character_nearby_matters() -> None:
    assert line("重要 is**(here)**now") == "重要 is**(here)**now"


def test_emphasis_is_nested_ten_deep_and_keeps_all_words() -> None:
    html = line("*a **b " * 6 + "[core](/x)" + " b** a*" * 6)
    assert html.count("<em>") == html.count("</em>") == 5
    assert html.count("<strong>") == html.count("</strong>") == 5
    assert '<strong>b a b <a href="/x" rel="nofollow ugc noopener">core</a> b a b</strong>' in html
