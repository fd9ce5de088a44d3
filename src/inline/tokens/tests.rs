use super::*;

/// Returns the tokens as a line: text as it is, markup between `{` and `}`.
fn show(markup: &str, syntax: Syntax) -> String {
    let name = |paired| match paired {
        Paired::Emphasis => "em",
        Paired::Strong => "strong",
        Paired::Strikethrough => "del",
        Paired::Link => "link",
        Paired::Image => "image",
        Paired::Directive => "form",
        Paired::Element => "tag",
    };
    tokenize(markup, syntax)
        .map(|Token { kind, text, .. }| match kind {
            TokenKind::Text => text.to_owned(),
            TokenKind::Open(paired) => format!("{{{} {text}}}", name(paired)),
            TokenKind::Close(paired) => format!("{{/{} {text}}}", name(paired)),
            TokenKind::Entity => format!("{{entity {text}}}"),
            TokenKind::Escape => format!("{{escape {text}}}"),
            TokenKind::CodeSpan => format!("{{code {text}}}"),
            TokenKind::Autolink => format!("{{autolink {text}}}"),
            TokenKind::Element => format!("{{element {text}}}"),
            TokenKind::Comment => format!("{{comment {text}}}"),
            TokenKind::Directive => format!("{{directive {text}}}"),
            TokenKind::Placeholder => format!("{{placeholder {text}}}"),
            TokenKind::LineBreak => format!("{{break {text}}}"),
        })
        .collect()
}

fn check(table: &[(&str, &str)]) {
    for (markup, expected) in table {
        assert_eq!(show(markup, Syntax::Markdown), *expected, "{markup}");
    }
}

/// Texts in which nothing is markup.
fn check_text(table: &[&str]) {
    for markup in table {
        assert_eq!(show(markup, Syntax::Markdown), *markup, "{markup}");
    }
}

#[test]
fn plain_text() {
    check_text(&[
        "",
        "a",
        "文字",
        "a: b! (c) \"d\"",
        "https://example.com/a_b",
        "a\nb \nc",
        "> a\n    b",
    ]);
}

#[test]
fn ranges_are_bytes() {
    let ranges: Vec<_> = tokenize("文*a*", Syntax::Markdown).map(|token| token.range).collect();
    assert_eq!(ranges, [0..3, 3..4, 4..5, 5..6]);
}

#[test]
fn escapes() {
    check(&[
        ("\\*a\\*", "{escape \\*}a{escape \\*}"),
        ("\\\\*a*", "{escape \\\\}{em *}a{/em *}"),
        ("`\\*`", "{code `\\*`}"),
        ("<https://a.b/\\*>", "{autolink <https://a.b/\\*>}"),
        ("<a href=\"/\\*\">", "{tag <a href=\"/\\*\">}"),
        ("[a](b\\)c)", "{link [}a{/link ](b\\)c)}"),
        ("\\[a](b)", "{escape \\[}a](b)"),
        ("\\!\\[a]", "{escape \\!}{escape \\[}a]"),
        ("\\![a](b)", "{escape \\!}{link [}a{/link ](b)}"),
        ("\\<any>", "{escape \\<}any>"),
        ("\\&amp;", "{escape \\&}amp;"),
        ("\\`a`", "{escape \\`}a`"),
        ("\\``a`", "{escape \\`}{code `a`}"),
    ]);
    check_text(&["\\a\\ \\文\\", "\\\t"]);
}

#[test]
fn entities() {
    check(&[
        ("&nbsp;&#x2714;&#39;", "{entity &nbsp;}{entity &#x2714;}{entity &#39;}"),
        ("a &lt;b&gt;", "a {entity &lt;}b{entity &gt;}"),
        ("&#42;a&#42;", "{entity &#42;}a{entity &#42;}"),
        ("`&amp;`", "{code `&amp;`}"),
        ("[a](?b&amp;c)", "{link [}a{/link ](?b&amp;c)}"),
    ]);
    check_text(&["a & b", "&amp", "&copyright;", "?a&b=c", "&#;", "AT&T;"]);
}

#[test]
fn code_spans() {
    check(&[
        ("`foo`", "{code `foo`}"),
        ("`` foo ` bar ``", "{code `` foo ` bar ``}"),
        ("`a\nb`", "{code `a\nb`}"),
        ("*foo`*`", "*foo{code `*`}"),
        ("[a`](b)`", "[a{code `](b)`}"),
        ("`<a href=\"`\">`", "{code `<a href=\"`}\">`"),
        ("<a href=\"`\">`", "{tag <a href=\"`\">}`"),
        ("`<https://a.`b>`", "{code `<https://a.`}b>`"),
        ("<https://a.`b>`", "{autolink <https://a.`b>}`"),
        ("`foo``bar``", "`foo{code ``bar``}"),
        ("```a``b```", "{code ```a``b```}"),
    ]);
    check_text(&["```foo``", "`foo", "`", "``a`"]);
}

#[test]
fn emphasis() {
    check(&[
        ("*foo bar*", "{em *}foo bar{/em *}"),
        ("foo*bar*baz", "foo{em *}bar{/em *}baz"),
        ("_foo bar_", "{em _}foo bar{/em _}"),
        ("foo-_(bar)_", "foo-{em _}(bar){/em _}"),
        ("*(*foo*)*", "{em *}({em *}foo{/em *}){/em *}"),
        ("_foo_bar_baz_", "{em _}foo_bar_baz{/em _}"),
        ("_(bar)_.", "{em _}(bar){/em _}."),
        ("**foo bar**", "{strong **}foo bar{/strong **}"),
        ("foo**bar**baz", "foo{strong **}bar{/strong **}baz"),
        ("__foo, __bar__, baz__", "{strong __}foo, {strong __}bar{/strong __}, baz{/strong __}"),
        ("foo-__(bar)__", "foo-{strong __}(bar){/strong __}"),
        (
            "**Gomphocarpus (*Gomphocarpus*)**",
            "{strong **}Gomphocarpus ({em *}Gomphocarpus{/em *}){/strong **}",
        ),
        ("*foo\nbar*", "{em *}foo\nbar{/em *}"),
        ("_foo __bar__ baz_", "{em _}foo {strong __}bar{/strong __} baz{/em _}"),
        ("__foo_ bar_", "{em _}{em _}foo{/em _} bar{/em _}"),
        ("*foo *bar**", "{em *}foo {em *}bar{/em *}{/em *}"),
        ("*foo**bar**baz*", "{em *}foo{strong **}bar{/strong **}baz{/em *}"),
        ("*foo**bar*", "{em *}foo**bar{/em *}"),
        ("***foo** bar*", "{em *}{strong **}foo{/strong **} bar{/em *}"),
        ("*foo **bar***", "{em *}foo {strong **}bar{/strong **}{/em *}"),
        ("foo***bar***baz", "foo{em *}{strong **}bar{/strong **}{/em *}baz"),
        (
            "foo******bar*********baz",
            "foo{strong **}{strong **}{strong **}bar{/strong **}{/strong **}{/strong **}***baz",
        ),
        ("foo *\\**", "foo {em *}{escape \\*}{/em *}"),
        ("foo *_*", "foo {em *}_{/em *}"),
        ("**foo*", "*{em *}foo{/em *}"),
        ("*foo**", "{em *}foo{/em *}*"),
        ("****foo*", "***{em *}foo{/em *}"),
        ("**foo***", "{strong **}foo{/strong **}*"),
        ("****foo****", "{strong **}{strong **}foo{/strong **}{/strong **}"),
        ("***foo***", "{em *}{strong **}foo{/strong **}{/em *}"),
        ("_____foo_____", "{em _}{strong __}{strong __}foo{/strong __}{/strong __}{/em _}"),
        ("*foo _bar* baz_", "{em *}foo _bar{/em *} baz_"),
        ("*foo __bar *baz bim__ bam*", "{em *}foo {strong __}bar *baz bim{/strong __} bam{/em *}"),
        ("**foo **bar baz**", "**foo {strong **}bar baz{/strong **}"),
        ("*foo *bar baz*", "*foo {em *}bar baz{/em *}"),
        ("*[bar*](/url)", "*{link [}bar*{/link ](/url)}"),
        ("[*a*](b)*c*", "{link [}{em *}a{/em *}{/link ](b)}{em *}c{/em *}"),
        ("*<img src=\"foo\" title=\"*\"/>", "*{element <img src=\"foo\" title=\"*\"/>}"),
        ("**a <https://b.c/?q=**>", "**a {autolink <https://b.c/?q=**>}"),
        ("**文字**文字", "{strong **}文字{/strong **}文字"),
        ("*$*alpha, *£*bravo.", "*$*alpha, *£*bravo."),
    ]);
    check_text(&[
        "a * foo bar*",
        "a*\"foo\"*",
        "*\u{a0}a\u{a0}*",
        "_ foo bar_",
        "a_\"foo\"_",
        "foo_bar_baz",
        "пристаням_стремятся_",
        "_foo*",
        "*foo bar *",
        "*(*foo)",
        "_foo bar _",
        "_foo_bar",
        "** foo bar**",
        "foo__bar__baz",
        "**foo bar **",
        "foo ***",
        "foo *",
        "foo __",
        "**文字。**文字",
        "** is not an empty emphasis",
        "2 * 3 * 4",
    ]);
}

#[test]
fn strikethrough() {
    check(&[
        ("~~Hi~~ there", "{del ~~}Hi{/del ~~} there"),
        ("~Hi~ there", "{del ~}Hi{/del ~} there"),
        ("a~~b~~c", "a{del ~~}b{/del ~~}c"),
        ("~~a ~b~ c~~", "{del ~~}a {del ~}b{/del ~} c{/del ~~}"),
        ("~~*a*~~", "{del ~~}{em *}a{/em *}{/del ~~}"),
    ]);
    check_text(&["~~~Hi~~~", "~~Hi~ there", "5~10, 6~12", "~/a ~/b", "a ~5 b ~6", "~~ a ~~"]);
}

#[test]
fn links() {
    check(&[
        ("[link](/uri \"title\")", "{link [}link{/link ](/uri \"title\")}"),
        ("[](./target.md)", "{link [}{/link ](./target.md)}"),
        ("[link](</my uri>)", "{link [}link{/link ](</my uri>)}"),
        ("[link [foo [bar]]](/uri)", "{link [}link [foo [bar]]{/link ](/uri)}"),
        ("[link [bar](/uri)", "[link {link [}bar{/link ](/uri)}"),
        ("[link \\[bar](/uri)", "{link [}link {escape \\[}bar{/link ](/uri)}"),
        (
            "[link *foo **bar** `#`*](/uri)",
            "{link [}link {em *}foo {strong **}bar{/strong **} {code `#`}{/em *}{/link ](/uri)}",
        ),
        ("[![moon](moon.jpg)](/uri)", "{link [}{image ![}moon{/image ](moon.jpg)}{/link ](/uri)}"),
        ("[foo [bar](/uri)](/uri)", "[foo {link [}bar{/link ](/uri)}](/uri)"),
        ("[a](b) [c](d)", "{link [}a{/link ](b)} {link [}c{/link ](d)}"),
        (
            "[x [a](b) [c](d)](e) [f](g)",
            "[x {link [}a{/link ](b)} {link [}c{/link ](d)}](e) {link [}f{/link ](g)}",
        ),
        (
            "![[[foo](uri1)](uri2)](uri3)",
            "{image ![}[{link [}foo{/link ](uri1)}](uri2){/image ](uri3)}",
        ),
        ("[foo *bar](baz*)", "{link [}foo *bar{/link ](baz*)}"),
        ("*foo [bar* baz]", "{em *}foo [bar{/em *} baz]"),
        ("[foo <bar attr=\"](baz)\">", "{link [}foo <bar attr=\"{/link ](baz)}\">"),
        ("[foo <b attr=\"](baz)\">", "[foo {tag <b attr=\"](baz)\">}"),
        ("[foo<https://a.b/?q=](uri)>", "[foo{autolink <https://a.b/?q=](uri)>}"),
        ("[foo][bar]", "{link [}foo{/link ][bar]}"),
        ("[foo][]", "{link [}foo{/link ][]}"),
        ("[a][b][c]", "{link [}a{/link ][b]}[c]"),
        ("![foo][bar]", "{image ![}foo{/image ][bar]}"),
        ("(![a](b))", "({image ![}a{/image ](b)})"),
        ("!![a](b)", "!{image ![}a{/image ](b)}"),
        (
            "![foo ![bar](/url)](/url2)",
            "{image ![}foo {image ![}bar{/image ](/url)}{/image ](/url2)}",
        ),
        ("[[a]](b)", "{link [}[a]{/link ](b)}"),
        ("[a](b)(c)", "{link [}a{/link ](b)}(c)"),
    ]);
    check_text(&[
        "[foo]",
        "[text] (url)",
        "[text] [ref]",
        "[text](my url)",
        "[a](b",
        "[a",
        "a](b)",
        "]",
        "![a]",
        "[][]",
        "[ ][]",
        "[a [b]][]",
        "- [ ] a",
        "[a]\n(b)",
        "「[文字」] (b)",
    ]);
}

#[test]
fn autolinks_and_bare_addresses() {
    check(&[
        ("<https://a.b>.", "{autolink <https://a.b>}."),
        ("<foo@bar.example.com>", "{autolink <foo@bar.example.com>}"),
        ("<xref:a.b>", "{autolink <xref:a.b>}"),
    ]);
    check_text(&["https://a.b", "foo@bar.example.com", "<>", "< https://a.b >", "<foo.bar>"]);
}

#[test]
fn html_in_markdown() {
    check(&[
        ("<b>a</B>", "{tag <b>}a{/tag </B>}"),
        ("<a><span><del>", "{tag <a>}{tag <span>}{tag <del>}"),
        ("<span/>", "{element <span/>}"),
        ("<img src=\"a\"> <HR>", "{element <img src=\"a\">} {element <HR>}"),
        ("a<br>b<br/>c<BR />", "a{break <br>}b{break <br/>}c{break <BR />}"),
        ("a <!-- b *c* --> d", "a {comment <!-- b *c* -->} d"),
        ("<?php a ?>", "{comment <?php a ?>}"),
        ("*a<b title='*'>", "*a{tag <b title='*'>}"),
        ("<a href=\"&amp;\">", "{tag <a href=\"&amp;\">}"),
    ]);
    check_text(&[
        "<any>",
        "<sipdomain>",
        "<your-tenant>",
        "</any>",
        "<Relations a=\"b\">",
        "a < b > c",
        "<b",
        "<!-- a",
        "<a b*=c>",
    ]);
}

#[test]
fn html() {
    for (markup, expected) in [
        ("<b>a</b> *c* [d](e)", "{tag <b>}a{/tag </b>} *c* [d](e)"),
        ("<my-el>a</my-el>", "{tag <my-el>}a{/tag </my-el>}"),
        ("a<br>b<!-- c -->", "a{break <br>}b{comment <!-- c -->}"),
        ("<img src=a> <use/>", "{element <img src=a>} {element <use/>}"),
        ("a &amp; b &nbsp c & d", "a {entity &amp;} b {entity &nbsp} c & d"),
        ("a < b \\< `c`", "a < b \\< `c`"),
    ] {
        assert_eq!(show(markup, Syntax::Html), expected, "{markup}");
    }
}

#[test]
fn docfx_forms() {
    check(&[
        ("[!NOTE]\na", "{directive [!NOTE]}\na"),
        ("[!INCLUDE [a *b*](c.md)] d", "{directive [!INCLUDE [a *b*](c.md)]} d"),
        ("[!include[a](b)]", "{directive [!include[a](b)]}"),
        ("[!div class=\"a\"]", "{directive [!div class=\"a\"]}"),
        ("[!UICONTROL Save *all*] a", "{form [!UICONTROL }Save {em *}all{/em *}{/form ]} a"),
        ("*a [!UICONTROL b* c] d", "*a {form [!UICONTROL }b* c{/form ]} d"),
        ("[!UICONTROL [a](b)]", "{form [!UICONTROL }{link [}a{/link ](b)}{/form ]}"),
        ("[!DNL Azure] a", "{directive [!DNL Azure]} a"),
        ("[![a](b)](c)", "{link [}{image ![}a{/image ](b)}{/link ](c)}"),
        ("a\n:::row:::", "a\n{directive :::row:::}"),
        ("  ::: zone target=\"a\"\nb", "  {directive ::: zone target=\"a\"}\nb"),
        (":::image source=\"a_b_c.png\":::", "{directive :::image source=\"a_b_c.png\":::}"),
    ]);
    check_text(&["[!UICONTROL a", "[! NOTE]", "a ::: b", "a :::zone"]);
}

#[test]
fn line_breaks() {
    check(&[
        ("foo  \nbaz", "foo{break   \n}baz"),
        ("foo\\\nbaz", "foo{break \\\n}baz"),
        ("foo     \r\n  baz", "foo{break      \r\n}  baz"),
        ("foo\\\r\nbaz", "foo{break \\\r\n}baz"),
        ("*foo  \nbar*", "{em *}foo{break   \n}bar{/em *}"),
        ("`a`  \nb", "{code `a`}{break   \n}b"),
        ("`code  \nspan`", "{code `code  \nspan`}"),
        ("\\   \na", "\\{break    \n}a"),
    ]);
    check_text(&["foo \nbaz", "foo  ", "foo\\", "foo\t\nbaz"]);
}
