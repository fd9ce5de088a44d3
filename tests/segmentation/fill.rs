//! Source documents of any form: nothing is lost when they are read, and filled
//! documents keep their blocks.

use std::borrow::Cow;
use std::path::Path;

use crate::support::structure::blocks;
use bitext::SourceDocument;
use bitext::document::FrontMatter;
use bitext::segmentation::SourceFormat;
use proptest::prelude::*;

/// Pieces of Markdown that do something, with plain words between them.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => "[a-zäß。]{1,6}",
        2 => Just(" ".to_owned()),
        2 => Just("\n".to_owned()),
        1 => Just("\n\n".to_owned()),
        4 => prop::sample::select(vec![
            "# ", "## ", "- ", "* ", "1. ", "> ", "    ", "\t", "  \n", "\\\n", "\r\n", "\r", "```\n", "~~~\n",
            "`", "``", "*", "**", "_", "~~", "[", "]", "](u)", "![", "](i.png \"t\")", "|---|\n",
            "a | b\n---|---\n", "| a | b |\n|---|:-:|\n| c | d |\n", "---\n", "===\n", "***\n", "<br>", "<br/>",
            "<a name=\"x\"></a>", "<a name=\"x\"> </a>", "<!-- ", "-->", "<div>", "</div>", "<b>", "</b>",
            "<table><tr><td>", "</td></tr></table>", "<pre>", "</pre>", "<script>", "</script>", "<li>",
            "&amp;", "&nbsp;", "\\*", "\\|", "\\", "[!NOTE]\n", "[!include[a](b.md)]", ":::image source=\"a\":::",
            ":::row:::\n", "$$", "$", "[^1]", "[^1]: ", "[a]: b\n\n", "{#id}", ". ", "? ", "! ", "z. B. ",
            "https://a.example/b", "a@b.example", "\u{0}", "\u{feff}", "---\ntitle: A. B\n---\n",
            "title: 'x'\n", "- [ ] ", "- [x] ", "term\n: ",
            "[!DNL a]", "<b translate=no>", "1) ", "2) ", "\u{201e}", "\u{201c}",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// The same with lines of other generators among them, which blocks of Markdown know
/// nothing of.
fn foreign_soup() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        ":::tip\n",
        "::::\n",
        "!!! a\n",
        "=== \"a\"\n",
        "{% x %}\n",
        "{% highlight %}\n",
        "{% endhighlight %}\n",
        "{{< x >}}\n",
        "{: .x}\n",
        "{/* ",
        " */}\n",
        "<Aa>\n",
        "<Aa x={\n",
        "import a from 'b'\n",
        "export const a = (\n",
        "[[toc]]\n",
        "<!-- bitext:off -->\n",
        "<!-- bitext:on -->\n",
        "+++\n",
        "title = \"a\"\n",
        "{\"title\": \"a\"}\n",
    ]);
    let line = line.prop_map(str::to_owned);
    prop::collection::vec(prop_oneof![line, soup()], 0..8).prop_map(|pieces| pieces.concat())
}

/// Texts that a translation may be, some of which look like marks of blocks.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zäß。]{1,6}( [a-zäß]{1,6}){0,3}",
        prop::sample::select(vec![
            "- a",
            "1. a",
            "12) b",
            "# a",
            "> a",
            "+ a",
            "* a",
            "---",
            "***",
            "===",
            "```",
            "~~~ a",
            "    a",
            "| a",
            "a | b",
            "|---|",
            "a\nb",
            "a  \nb",
            "a\n\nb",
            "a\n- b",
            "<div>",
            "<!-- a",
            "<b>a</b>",
            "[a]: b",
            "[a](b) c",
            "a\\",
            "a #",
            "a {#b}",
            "^1",
            "a]",
            "[a",
            "c: d",
            "'a'",
            "\"a\"",
            "no",
            "@a",
            "a #b",
            "[x] a",
            "2020 a",
            "`a|b`",
            "&amp; a",
            ":::row:::",
            "a:",
            "_",
            "=",
            "#",
            "a\r\nb",
        ])
        .prop_map(str::to_owned),
    ]
}

fn format() -> impl Strategy<Value = SourceFormat> {
    prop::sample::select(SourceFormat::ALL.to_vec())
}

fn read(format: SourceFormat, bytes: &[u8]) -> SourceDocument<'_> {
    SourceDocument::builder().with_format(format).parse(bytes)
}

fn check_invariants(document: &SourceDocument<'_>, bytes: &[u8]) {
    let pieces: Vec<u8> = document.pieces().flat_map(|piece| piece.bytes().to_vec()).collect();
    assert_eq!(pieces, bytes);
    assert!(document.pieces().all(|piece| !piece.bytes().is_empty()));
    let mut end = 0;
    let mut block = 0;
    for segment in document.segments() {
        let range = segment.range();
        assert!(end <= range.start && range.start < range.end, "{range:?}");
        assert_eq!(segment.raw(), &bytes[range.clone()]);
        assert!(!segment.source().is_empty());
        assert_eq!(segment.source(), segment.source().trim(), "{range:?}");
        assert!(std::str::from_utf8(segment.raw()).is_ok());
        assert!(segment.block() >= block);
        // Texts have line feeds alone.
        let source = segment.source().replace("\r\n", "\n").replace('\r', "\n");
        assert_eq!(segment.text().markup(), source);
        (end, block) = (range.end, segment.block());
    }
    let own = document.fill(|segment| Some(Cow::Owned(segment.source().to_owned())));
    assert_eq!(own, bytes, "filled with its own texts");
    assert_eq!(document.fill(|_| None), bytes);
}

proptest! {
    #![proptest_config(crate::support::cases::cases(256))]

    #[test]
    fn nothing_is_lost(text in prop_oneof![soup(), foreign_soup()], format in format()) {
        check_invariants(&read(format, text.as_bytes()), text.as_bytes());
    }

    #[test]
    fn nothing_of_any_bytes_is_lost(
        mut bytes in soup().prop_map(String::into_bytes),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        format in format(),
    ) {
        if !bytes.is_empty() {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        check_invariants(&read(format, &bytes), &bytes);
    }

    #[test]
    fn filled_documents_keep_their_blocks(markdown in soup(), texts in prop::collection::vec(text(), 1..6)) {
        let document = read(SourceFormat::Markdown, markdown.as_bytes());
        let filled = document.fill(|segment| Some(Cow::Borrowed(texts[segment.ordinal() % texts.len()].as_str())));
        let filled = String::from_utf8(filled).unwrap();
        prop_assert_eq!(blocks(&filled), blocks(&markdown), "{:?}\n{:?}", markdown, filled);
    }

    /// YAML holds any text, in whatever style the value was written.
    #[test]
    fn front_matter_holds_any_text(
        style in prop::sample::select(vec![
            "title: A b # c", "title: 'A b'", "title: \"A b\"", "title: >-\n  A b", "title: |-\n  A\n  b",
            "title:\n  A b", "title: A\n  b",
        ]),
        text in prop_oneof![text(), "[ -~äß\n]{1,12}"],
    ) {
        let markdown = format!("---\nx: y\n{style}\nz: w\n---\n# Body\n");
        let document = read(SourceFormat::Markdown, markdown.as_bytes());
        let filled = document.fill(|segment| segment.field().map(|_| Cow::Borrowed(text.as_str())));
        let (front_matter, diagnostics) = FrontMatter::read(&filled);
        let front_matter = front_matter.unwrap();
        prop_assert_eq!(&diagnostics, &[]);
        let value = |key: &str| front_matter.get(key).unwrap().as_str().unwrap().to_owned();
        let expected = if text.trim().is_empty() { value("title") } else { text.trim().to_owned() };
        prop_assert_eq!(value("title"), expected);
        prop_assert_eq!((value("x"), value("z")), ("y".to_owned(), "w".to_owned()));
        prop_assert!(filled.ends_with(b"---\n# Body\n"));
    }

    /// In documents with every kind of block, sentences are found where they
    /// were filled in.
    #[test]
    fn filled_sentences_are_found_again(
        words in prop::collection::vec("[A-Z][a-z]{3}qu [a-z]{3,5}qux\\.", 1..20),
    ) {
        for name in ["guide.md", "tables.md", "nested.md", "left-alone.md", "page.html", "letter.txt"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/segmentation");
            let bytes = std::fs::read(folder.join(name)).unwrap();
            let format = SourceFormat::from_path(name).unwrap();
            let document = read(format, &bytes);
            let word = |ordinal: usize| words[ordinal % words.len()].as_str();
            let filled = document.fill(|segment| Some(Cow::Borrowed(word(segment.ordinal()))));
            let again = read(format, &filled);
            let found: Vec<_> = again.segments().map(|segment| segment.source().to_owned()).collect();
            let expected: Vec<_> = (0..document.len()).map(word).collect();
            prop_assert_eq!(found, expected, "{}", name);
        }
    }
}

/// A document with each of its segments filled with the text for its number.
fn filled(format: SourceFormat, text: &str, with: &[&str]) -> String {
    let document = read(format, text.as_bytes());
    assert_eq!(document.len(), with.len(), "{text}");
    let filled = document.fill(|segment| Some(Cow::Borrowed(with[segment.ordinal()])));
    String::from_utf8(filled).unwrap()
}

#[test]
fn code_and_destinations_are_written_as_they_are() {
    let text = "Run `a|b` and [see](c|d) or e | f";
    for (markdown, expected) in [
        ("One.\ngoes on. Two", 2),
        ("# One", 1),
        ("One\n===", 1),
        ("One\ntwo\n---", 1),
        ("- One\n  two", 1),
        ("> One\n> two", 1),
    ] {
        let document = read(SourceFormat::Markdown, markdown.as_bytes());
        let filled = document.fill(|_| Some(Cow::Borrowed(text)));
        let filled = String::from_utf8(filled).unwrap();
        assert_eq!(filled.matches(text).count(), expected, "{filled}");
        assert_eq!(blocks(&filled), blocks(markdown), "{filled}");
    }
    // Here the pipes would make a table.
    let document = read(SourceFormat::Markdown, b"One.\n|-|-|\nTwo.");
    let filled = document.fill(|segment| (segment.ordinal() == 0).then_some("a | b".into()));
    assert_eq!(String::from_utf8(filled).unwrap(), "a \\| b\n|-|-|\nTwo.");
}

#[test]
fn links_at_the_start_of_a_line_stay_links() {
    for text in [
        "[A][1] and [B][2]",
        "[A](a.md) and [B]: x",
        "[A](a.md), from [0, 1)",
        "[Quick start] it is: go",
        "[A](a.md) and `]:`",
    ] {
        assert_eq!(filled(SourceFormat::Markdown, "One", &[text]), text);
    }
    for text in ["[A]: b", "[^1]: b", "[A\\]]: b", "[A and"] {
        assert_eq!(filled(SourceFormat::Markdown, "One", &[text]), format!("\\{text}"));
    }
}

#[test]
fn references_by_their_own_text_keep_their_definition() {
    let definitions = "\n\n[Quick start]: qs.md\n[`b`]: b.md";
    for (markdown, text, expected) in [
        ("- [Quick start][]", "[Schnellstart][]", "- [Schnellstart][Quick start]"),
        ("[Quick start][]", "[S][]", "[S][Quick start]"),
        ("# [Quick start][] #", "[S][]", "# [S][Quick start] #"),
        ("- [Quick start]", "[Schnellstart]", "- [Schnellstart][Quick start]"),
        ("See [quick Start][] now.", "Sieh [S][] an.", "Sieh [S][quick Start] an."),
        ("See [Quick start] now.", "Sieh [S] an.", "Sieh [S][Quick start] an."),
        ("See [Quick start] and [y].", "[y] und [S].", "[y] und [S][Quick start]."),
        ("See [Quick start] and [`b`].", "[`b`] und [S].", "[`b`] und [S][Quick start]."),
        ("See [Quick start][].", "[Quick Start][].", "[Quick Start][]."),
        ("See [no such].", "Sieh [nichts].", "Sieh [nichts]."),
        ("See [Quick start].", "Sieh [S](a.md).", "Sieh [S](a.md)."),
    ] {
        let filled = filled(SourceFormat::Markdown, &format!("{markdown}{definitions}"), &[text]);
        assert_eq!(filled, format!("{expected}{definitions}"));
    }
}

#[cfg(feature = "html")]
#[test]
fn what_is_not_translated_ends_where_html_ends_it() {
    for (page, expected) in [
        ("<ul><li translate=no>A<li>B</ul><p>Text</p>", &["B", "Text"][..]),
        ("<ul><li translate=no>A</ul><p>Text", &["Text"]),
        ("<div translate=no>A<div>B</div>C</div>D", &["D"]),
        ("<p translate=no>A<div>B</div>", &["B"]),
        ("<table><tr><td translate=no>A<b>B</b><td>C</table>D", &["C", "D"]),
        ("<div translate=no>A<pre>B</div>C", &["C"]),
        ("<div translate=no>A</section>B</div>C", &["C"]),
        ("<br translate=no>A", &["A"]),
    ] {
        let document = read(SourceFormat::Html, page.as_bytes());
        let texts: Vec<_> = document.segments().map(|segment| segment.source()).collect();
        assert_eq!(texts, expected, "{page}");
    }
}

#[test]
fn markup_of_raw_html_is_html() {
    let markdown = "<table><tr><td>\nSee 2 * 3 &amp; `x`\n</td></tr></table>\n";
    let document = read(SourceFormat::Markdown, markdown.as_bytes());
    let segment = document.segment(0).unwrap();
    assert_eq!(segment.text().text(), "See 2 * 3 & `x`");
    assert_eq!(segment.text().codes().count(), 0);
}

#[test]
fn addresses_alone_are_no_segments() {
    for text in ["https://a.example/b", "www.a.example", "a.b@c.example", "https://a.example/b."] {
        assert!(read(SourceFormat::Text, text.as_bytes()).is_empty(), "{text}");
    }
    for text in ["a@b", "see:https://a.example", "{0}"] {
        assert_eq!(read(SourceFormat::Text, text.as_bytes()).len(), 1, "{text}");
    }
}

/// What a place needs that other generators read, and pages.
#[test]
fn braces_attributes_and_front_matter_are_kept() {
    use SourceFormat::{Html, Markdown};
    for (format, text, with, expected) in [
        (Markdown, "# Go to {{ page.title }}\n", "Zu {{ page.title }}", "# Zu {{ page.title }}\n"),
        (Markdown, "# GET /boats/{id}\n", "HOLE /boote/{id}", "# HOLE /boote/{id}\n"),
        (Markdown, "# Boat {#boat}\n", "Boot", "# Boot {#boat}\n"),
        (Markdown, "# Boat\n", "Boot {#x}", "# Boot {#x&#125;\n"),
        (Markdown, ":::tip\nA boat.\n:::\n", "Ein Boot.", ":::tip\nEin Boot.\n:::\n"),
        (Markdown, "!!! tip\n\n    A boat.\n", "- Boot", "!!! tip\n\n    \\- Boot\n"),
        (
            Markdown,
            "A [![Boat][]](u).\n\n[boat]: b.png\n",
            "Ein [![Boot][]](u).",
            "Ein [![Boot][Boat]](u).\n\n[boat]: b.png\n",
        ),
        (
            Markdown,
            "+++\ntitle = \"A boat\"\n+++\n",
            "Ein \"Boot\"",
            "+++\ntitle = \"Ein \\\"Boot\\\"\"\n+++\n",
        ),
        (Markdown, "{\n\"title\": \"A boat\"\n}\n", "Ein Boot", "{\n\"title\": \"Ein Boot\"\n}\n"),
        (
            Html,
            "<hr title=\"A boat\">",
            "Ein \"Boot\" <b>",
            "<hr title=\"Ein &quot;Boot&quot; &lt;b>\">",
        ),
        (Html, "<hr title='A boat'>", "Wie geht's", "<hr title='Wie geht&#39;s'>"),
    ] {
        if format == Html && !cfg!(feature = "html") {
            continue;
        }
        assert_eq!(filled(format, text, &[with]), expected, "{text}");
    }
}
