use proptest::prelude::*;

use super::*;
use crate::inline::{Code, CodeKind, CodeRole};
use crate::steps::assert_linear;

/// Returns a text that holds escapes no more, as an exchange file gives it.
fn without_escapes(markup: &str, syntax: Syntax) -> CodedText {
    let parsed = CodedText::parse(markup, syntax);
    let pieces = parsed.pieces().map(|piece| match piece {
        Piece::Escaped { text, .. } => Piece::Text(text),
        other => other,
    });
    pieces.collect()
}

#[test]
fn typed_text_stays_text() {
    use Syntax::{Html, Markdown};
    for (typed, syntax, markup) in [
        ("plain", Markdown, "plain"),
        ("2 * 3 < 4 & 5", Markdown, "2 * 3 < 4 & 5"),
        ("*a*", Markdown, "\\*a\\*"),
        ("**a**", Markdown, "\\*\\*a\\*\\*"),
        ("***a***", Markdown, "\\*\\*\\*a\\*\\*\\*"),
        ("a `b` c", Markdown, "a \\`b\\` c"),
        ("[a](b)", Markdown, "[a\\](b)"),
        ("![a](b)", Markdown, "!\\[a](b)"),
        ("<b>a</b>", Markdown, "&lt;b>a&lt;/b>"),
        ("<https://a.example>", Markdown, "&lt;https://a.example>"),
        ("&lt; \\*", Markdown, "&amp;lt; \\\\*"),
        ("\\\\\\\\", Markdown, "\\\\\\\\\\\\\\\\"),
        ("[!NOTE]", Markdown, "\\[!NOTE]"),
        ("*a* &lt;", Html, "*a* &amp;lt;"),
        ("<b>a", Html, "&lt;b>a"),
        ("x<y, 1 < 2 or <!-- </", Html, "x&lt;y, 1 < 2 or &lt;!-- &lt;/"),
        ("x<y, 1 < 2 or <!-- </", Markdown, "x<y, 1 < 2 or &lt;!-- &lt;/"),
        ("a <a@b.cc>", Html, "a &lt;a@b.cc>"),
        ("a <", Html, "a &lt;"),
    ] {
        let spelled = CodedText::from_plain(typed).spelled(syntax);
        assert!(spelled.is_faithful, "{typed}");
        assert_eq!(CodedText::parse(&spelled.markup, syntax).text(), typed);
        if !typed.starts_with("[a]") && !typed.starts_with("![a]") {
            assert_eq!(spelled.markup, markup);
        }
    }
}

#[test]
fn escapes_are_written_as_the_source_has_them() {
    for (source, target, markup) in [
        ("a&nbsp;b", "x&nbsp;y&nbsp;z", "x&nbsp;y&nbsp;z"),
        ("a &gt; b > c", "x > y > z", "x &gt; y > z"),
        ("a &gt; b > c", "x > y", "x > y"),
        ("snake\\_case", "snake\\_case und snake\\_case", "snake_case und snake_case"),
        ("snake\\_case", "die snake\\_case", "die snake\\_case"),
        ("R&amp;D **x**", "**x** R&amp;D", "**x** R&amp;D"),
        ("`a&amp;b`", "a & b", "a & b"),
    ] {
        let source = CodedText::parse(source, Syntax::Markdown);
        let spelled =
            without_escapes(target, Syntax::Markdown).spelled_like(&source, Syntax::Markdown);
        assert_eq!(spelled, Spelling { markup: markup.to_owned(), is_faithful: true });
    }
}

#[test]
fn look_alikes_of_tags_stay_where_the_source_has_them() {
    let spelled = |source: &str, target: &str| {
        let source = CodedText::parse(source, Syntax::Markdown);
        CodedText::from_plain(target).spelled_like(&source, Syntax::Markdown).markup
    };
    assert_eq!(spelled("the <domain>", "die <domain>"), "die <domain>");
    assert_eq!(spelled("the domain", "die <domain>"), "die &lt;domain>");
    assert_eq!(spelled("a", "b < c > d"), "b < c > d");
}

#[test]
fn codes_that_are_none_where_they_stand() {
    let bold = |role| Code::new(CodeKind::Bold, role, "**");
    let mut text = CodedText::default();
    text.push_code(bold(CodeRole::Open(1)));
    text.push_text(" a ");
    text.push_code(bold(CodeRole::Close(1)));
    let spelled = text.spelled(Syntax::Markdown);
    assert_eq!(spelled, Spelling { markup: "** a **".to_owned(), is_faithful: false });
}

#[test]
fn codes_without_a_native_form_are_passed_over() {
    let mut text = CodedText::from_plain("a ");
    text.push_code(Code::new(CodeKind::Other, CodeRole::Standalone, ""));
    text.push_text("*b*");
    assert_eq!(text.spelled(Syntax::Markdown).markup, "a \\*b\\*");
}

#[test]
fn escapes_of_another_syntax_are_written_anew() {
    for (written, markup) in [
        ("snake\\_case", "snake_case"),
        ("a \\< b", "a < b"),
        ("\\<b>", "&lt;b>"),
        ("R&amp;D", "R&amp;D"),
        ("\\&amp;", "&amp;amp;"),
    ] {
        let text = CodedText::parse(written, Syntax::Markdown);
        let expected = Spelling { markup: markup.to_owned(), is_faithful: true };
        assert_eq!(text.spelled(Syntax::Html), expected, "{written}");
    }
}

#[test]
fn plain_text_has_neither_escapes_nor_codes() {
    for (written, markup, is_faithful) in
        [("R&amp;D\\_x", "R&D_x", true), ("a **b**", "a b", false), ("a `b`", "a b", false)]
    {
        let spelled = CodedText::parse(written, Syntax::Markdown).spelled_plain();
        assert_eq!(spelled, Spelling { markup: markup.to_owned(), is_faithful }, "{written}");
    }
}

/// Tags in numbers that nobody writes by hand; twice as many take twice the steps.
#[test]
fn many_tags_take_linear_time() {
    assert_linear("tags", |count| {
        let [source, target]: [String; 2] =
            ["s", "t"].map(|name| (0..count).map(|number| format!("<{name}{number}>")).collect());
        let source = CodedText::from_plain(source);
        let spelled = CodedText::from_plain(target.clone()).spelled_like(&source, Syntax::Markdown);
        assert_eq!(spelled.markup, target.replace('<', "&lt;"));
    });
}

/// More of one character here than there.
#[test]
fn many_escapes_take_linear_time() {
    for escape in ["&amp;", "\\&"] {
        assert_linear(escape, |count| {
            let source = CodedText::parse(&escape.repeat(count), Syntax::Markdown);
            let target = CodedText::from_plain("&".repeat(count + 1));
            let spelled = target.spelled_like(&source, Syntax::Markdown);
            assert!(spelled.is_faithful, "{escape}");
        });
    }
}

fn markup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => "[a-c ]{0,4}",
        3 => "[*_`~\\\\]{1,3}",
        1 => "[\\[\\]()!<>&;:#]{1,3}",
        1 => prop::sample::select(vec!["<b>", "</b>", "&amp;", "&nbsp;", "[x](y)", "`a`", "<any>", "。", "\u{a0}", "<br/>", "\n"])
            .prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn a_text_of_a_document_keeps_its_markup(markup in markup()) {
        for &syntax in Syntax::ALL {
            let text = CodedText::parse(&markup, syntax);
            // What would open a tag in front of other text is escaped.
            if text.pieces().any(|piece| matches!(piece, Piece::Text(text) if text.contains('<'))) {
                continue;
            }
            let spelled = text.spelled(syntax);
            prop_assert_eq!(spelled, Spelling { markup: markup.clone(), is_faithful: true });
        }
    }

    #[test]
    fn any_text_without_codes_reads_as_it_was_typed(typed in markup()) {
        for &syntax in Syntax::ALL {
            let text = CodedText::from_plain(&*typed);
            let spelled = text.spelled(syntax);
            if spelled.is_faithful {
                let read = CodedText::parse(&spelled.markup, syntax);
                prop_assert_eq!(read.text(), &typed);
            }
            // Two spaces at the end of a line cannot be escaped.
            prop_assert!(spelled.is_faithful || typed.contains('\n'), "{:?}", spelled.markup);
        }
    }

    #[test]
    fn the_same_text_comes_back_without_its_escapes(markup in markup()) {
        for &syntax in Syntax::ALL {
            let source = CodedText::parse(&markup, syntax);
            let spelled = without_escapes(&markup, syntax).spelled_like(&source, syntax);
            prop_assert_eq!(&spelled.markup, &markup);
        }
    }
}
