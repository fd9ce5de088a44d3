//! What holds for every file.

use proptest::prelude::*;
use quick_xml::events::Event as Theirs;

use super::*;

/// Bits of XML in any order, so that most files go wrong somewhere.
fn scraps(most: usize) -> impl Strategy<Value = String> {
    let scrap = proptest::sample::select(vec![
        "<a>",
        "</a>",
        "<a b='",
        "'/>",
        "\"",
        "<b/>",
        "<",
        ">",
        "&",
        "&amp;",
        "&#8;",
        ";",
        "]]>",
        "]",
        "<![CDATA[",
        "<!--",
        "--",
        "-->",
        "<?x",
        "?>",
        "<!DOCTYPE a [",
        "<?xml version='1.0'?>",
        " ",
        "\r",
        "\n",
        "x",
        "如",
        "é=''",
        "\u{1}",
        "\u{FFFE}",
        "\u{FEFF}",
        "\0",
    ]);
    proptest::collection::vec(scrap, 0..most).prop_map(|scraps| scraps.concat())
}

fn text() -> impl Strategy<Value = String> {
    "[a-z<>&'\"\\] 如é\u{10348}\t\n-]{0,12}"
}

/// A tree as the constructs that it should be read as, and as a file.
fn element() -> impl Strategy<Value = (String, String)> {
    let escape = |text: &str| quick_xml::escape::escape(text).into_owned();
    let leaf = text().prop_map(move |text| match text.is_empty() {
        true => (String::new(), String::new()),
        false => (format!("{text:?}\n"), escape(&text)),
    });
    leaf.prop_recursive(4, 32, 4, move |inner| {
        let name = proptest::sample::select(vec!["a", "tu", "名"]);
        let value = "[a-z<&'\" 如]{0,6}";
        (name, value, proptest::collection::vec(inner, 0..4), 0..3).prop_map(
            move |(name, value, inner, style)| {
                let (events, content): (Vec<String>, Vec<String>) = inner.into_iter().unzip();
                // Comments keep texts apart in the file, not for the reader.
                let content = content.join(if style == 0 { "<x/>" } else { "<y/>" });
                let events = events.join(if style == 0 { "<x>\n</x>\n" } else { "<y>\n</y>\n" });
                let attribute = format!("b={}{}{}", '"', escape(&value), '"');
                let file = match content.is_empty() && style == 2 {
                    true => format!("<{name} {attribute}/>"),
                    false => format!("<{name}\n{attribute}><!---->{content}<?p?></{name} >"),
                };
                (format!("<{name} b={value:?}>\n{events}</{name}>\n"), file)
            },
        )
    })
}

proptest! {
    #[test]
    fn any_bytes_end(bytes in any::<Vec<u8>>(), start in "(<a>)?") {
        read(&[start.as_bytes(), &bytes].concat()[..]);
    }

    #[test]
    fn blocks_of_any_size_give_the_same(file in scraps(24), size in 1..9_usize) {
        let whole = read(file.as_bytes());
        prop_assert_eq!(read(Trickle(file.as_bytes(), size)), whole);
    }

    #[test]
    fn what_was_written_is_read((events, file) in element()) {
        let file = format!("<r>{file}</r>");
        let expected = format!("<r>\n{events}</r>");
        prop_assert_eq!(read(file.as_bytes()), expected);
    }

    /// What we read without a defect, quick-xml reads as the same elements.
    #[test]
    fn quick_xml_finds_the_same_elements(inside in scraps(6)) {
        let file = format!("<a>{inside}</a>");
        let ours = read(file.as_bytes());
        if !ours.lines().all(|line| line.starts_with(['<', '"'])) {
            return Ok(());
        }
        let ours: Vec<&str> = ours.lines().filter(|line| line.starts_with('<')).collect();
        let mut theirs = Vec::new();
        let mut reader = quick_xml::Reader::from_str(&file);
        loop {
            match reader.read_event() {
                Ok(Theirs::Start(tag)) => theirs.push(format!("<{}", tag.name().as_ref() as &str)),
                Ok(Theirs::End(tag)) => theirs.push(format!("</{}>", tag.name().as_ref() as &str)),
                Ok(Theirs::Empty(tag)) => {
                    let name: &str = tag.name().into_inner();
                    theirs.extend([format!("<{name}"), format!("</{name}>")]);
                }
                Ok(Theirs::Eof) => break,
                Ok(_) => {}
                Err(error) => return Err(TestCaseError::fail(format!("{error}"))),
            }
        }
        prop_assert_eq!(ours.len(), theirs.len());
        for (ours, theirs) in ours.iter().zip(&theirs) {
            prop_assert!(ours.starts_with(&**theirs), "{} {}", ours, theirs);
        }
    }
}
