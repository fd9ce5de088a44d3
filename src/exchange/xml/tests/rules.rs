//! Tables of files and what is read of them.

use super::*;
use crate::error::ErrorKind;
use crate::position::Position;

/// Holds for any sizes of the blocks.
fn assert_read(file: &str, expected: &str) {
    for size in [1, 2, 3, 7, usize::MAX] {
        assert_eq!(read(Trickle(file.as_bytes(), size)), expected, "{file:?} in steps of {size}");
    }
}

#[test]
fn well_formed_files() {
    for (file, expected) in [
        ("<a/>", "<a>\n</a>"),
        ("\u{FEFF}<a></a >", "<a>\n</a>"),
        (" \r\n<a\n/>\n ", "<a>\n</a>"),
        ("<a>x</a>", "<a>\n\"x\"\n</a>"),
        ("<a> <b/> </a>", "<a>\n\" \"\n<b>\n</b>\n\" \"\n</a>"),
        ("<a>x &lt; y &amp; z&#x21;</a>", "<a>\n\"x < y & z!\"\n</a>"),
        ("<a>x<!-- - <b> -->y<?p <c> ?>z</a>", "<a>\n\"xyz\"\n</a>"),
        ("<a><![CDATA[<b> &amp; ]] ]]>x<![CDATA[]]></a>", "<a>\n\"<b> &amp; ]] x\"\n</a>"),
        ("<a><![CDATA[x]]]></a>", "<a>\n\"x]\"\n</a>"),
        ("<a>1\r\n2\r3<![CDATA[\r\n\r]]></a>", "<a>\n\"1\\n2\\n3\\n\\n\"\n</a>"),
        ("<a>]] ></a>", "<a>\n\"]] >\"\n</a>"),
        ("<a b='1 \n2&quot;'/>", "<a b=\"1  2\\\"\">\n</a>"),
        ("<?xml version='1.0'?><!DOCTYPE a SYSTEM 'x'><a/><!--y--><?z?>", "<a>\n</a>"),
        ("<!--x--><!DOCTYPE a [<!ENTITY b 'c'>]> <a/>", "<a>\n</a>"),
        ("<!----><a/>", "<a>\n</a>"),
        ("<名 é='ü'>如果</名>", "<名 é=\"ü\">\n\"如果\"\n</名>"),
        ("<a><aa/></a>", "<a>\n<aa>\n</aa>\n</a>"),
    ] {
        assert_read(file, expected);
    }
}

#[test]
fn defects_do_not_end_the_file() {
    for (file, expected) in [
        ("<a>x&#8;y</a>", "<a>\n\"x\"\n1:5 Character('\\u{8}')\n\"y\"\n</a>"),
        ("<a>\u{1}\u{FFFE}</a>", "<a>\n1:4 Character('\\u{1}')\n1:5 Character('\\u{fffe}')\n</a>"),
        ("<a>\n x&nb;y</a>", "<a>\n\"\\n x\"\n2:3 Reference(\"&nb;\")\n\"y\"\n</a>"),
        (
            "<a>\n x&copy;y</a>",
            "<a>\n\"\\n x\"\n2:3 Foreign(\"&copy;\", Meant('©', None))\n\"y\"\n</a>",
        ),
        ("<a>AT&T</a>", "<a>\n\"AT\"\n1:6 Reference(\"&\")\n\"T\"\n</a>"),
        ("<a>AT&</a>", "<a>\n\"AT\"\n1:6 Reference(\"&\")\n</a>"),
        ("<a>x]]>y</a>", "<a>\n\"x\"\n1:5 CdataEnd\n\"y\"\n</a>"),
        ("<a><![CDATA[\0]]></a>", "<a>\n1:13 Character('\\0')\n</a>"),
        ("<a><!-- a--b -- --->x</a>", "<a>\n1:10 CommentHyphens\n\"x\"\n</a>"),
        (
            "<a b='&x;1&#2;' c='' d='&'/>",
            "<a b=\"&x;1\" c=\"\" d=\"&\">\n1:7 Reference(\"&x;\")\n\
             1:11 Character('\\u{2}')\n1:25 Reference(\"&\")\n</a>",
        ),
        (
            "<!DOCTYPE a [<!ENTITY lol 'ha'><!ENTITY l2 '&lol;&lol;'>]><a>&l2;</a>",
            "<a>\n1:62 Reference(\"&l2;\")\n</a>",
        ),
    ] {
        assert_read(file, expected);
    }
}

/// Where reading ends, and why.
#[test]
fn errors() {
    const CUT: &str = "it was cut off: get the whole file";
    for (file, place, message) in [
        ("", "1:1", "expected an element, but the file ends here; it holds no XML"),
        (" \n ", "2:2", "expected an element, but the file ends here; it holds no XML"),
        ("<!-- x -->", "1:11", "expected an element, but the file ends here; it holds no XML"),
        (" {\"a\": 1}", "1:2", "expected `<`, but found `{`; the file is not XML"),
        ("\u{A0}<a/>", "1:1", "expected `<`, but found `\\u{a0}`; the file is not XML"),
        ("<a>", "1:4", &format!("expected `</a>`, but the file ends here; {CUT}")),
        ("<a>x<b/>", "1:9", &format!("expected `</a>`, but the file ends here; {CUT}")),
        (
            "<a>\n<b c='",
            "2:1",
            &format!(
                "expected the end of a tag that begins here, but the file ends before it; {CUT}"
            ),
        ),
        (
            "<a>\n<",
            "2:1",
            &format!(
                "expected the end of a tag that begins here, but the file ends before it; {CUT}"
            ),
        ),
        (
            "<a></a",
            "1:4",
            &format!(
                "expected the end of an end tag that begins here, but the file ends before it; {CUT}"
            ),
        ),
        (
            "<a><!--x--",
            "1:4",
            &format!(
                "expected the end of a comment that begins here, but the file ends before it; {CUT}"
            ),
        ),
        (
            "<a><![CDATA[x]]",
            "1:4",
            &format!(
                "expected the end of a CDATA section that begins here, but the file ends before it; {CUT}"
            ),
        ),
        (
            "<a/><?x ?",
            "1:5",
            &format!(
                "expected the end of a processing instruction that begins here, but the file ends before it; {CUT}"
            ),
        ),
        (
            "<!DOCTYPE a [",
            "1:1",
            &format!(
                "expected the end of a DOCTYPE that begins here, but the file ends before it; {CUT}"
            ),
        ),
        (
            "<a/><![CD",
            "1:5",
            &format!(
                "expected the end of markup that begins here, but the file ends before it; {CUT}"
            ),
        ),
        (
            "<a/><b/>",
            "1:5",
            "expected nothing after the end of the file's element, but found another element; remove it, or put both into one",
        ),
        (
            "<a/> x",
            "1:6",
            "expected nothing after the end of the file's element, but found `x`; remove it",
        ),
        (
            "<a/>&#32;",
            "1:5",
            "expected nothing after the end of the file's element, but found `&`; remove it",
        ),
        ("<a/><![CDATA[]]>", "1:5", "expected text inside an element only; remove the CDATA"),
        ("</a>", "1:1", "expected an element, but found an end tag; remove it"),
        ("<a/></a>", "1:5", "expected an element, but found an end tag; remove it"),
        ("<a><b></a>", "1:7", "expected `</b>`, but found `</a>`"),
        ("<a></aa>", "1:4", "expected `</a>`, but found `</aa>`"),
        ("<aa></a>", "1:5", "expected `</aa>`, but found `</a>`"),
        ("<a></ a>", "1:4", "expected `</a>`, but found `</ `"),
        ("<a></a b>", "1:8", "expected `>` after `</a`, but found `b`"),
        (
            "<a>1 < 2</a>",
            "1:7",
            "expected a name after `<`; write the character `<` itself as `&lt;`, but found ` `",
        ),
        (
            "<a>如<b c='x' c='y'/>",
            "1:14",
            "expected an attribute once, but found `c` twice; remove one of the two",
        ),
        ("\u{FEFF}\u{FEFF}<a/>", "1:1", "expected `<`, but found `\\u{feff}`; the file is not XML"),
        (
            "<a>it's 1 < 2, isn't it</a>",
            "1:12",
            "expected a name after `<`; write the character `<` itself as `&lt;`, but found ` `",
        ),
        ("<a></a b='>", "1:8", "expected `>` after `</a`, but found `b`"),
        (
            "<a><b c='x<d>",
            "1:11",
            "expected the closing quote of an attribute value before a `<`, but found `<`",
        ),
        (
            "<!doctype a><a/>",
            "1:1",
            "expected a comment `<!--`, a section `<![CDATA[` or a `<!DOCTYPE` after `<!`; write the character `<` itself as `&lt;`",
        ),
        (
            "<a><!ELEMENT b></a>",
            "1:4",
            "expected a comment `<!--`, a section `<![CDATA[` or a `<!DOCTYPE` after `<!`; write the character `<` itself as `&lt;`",
        ),
        (
            "<a><!DOCTYPE a></a>",
            "1:4",
            "expected one DOCTYPE, before the first element; remove this one",
        ),
        (
            "<!DOCTYPE a><!DOCTYPE a><a/>",
            "1:13",
            "expected one DOCTYPE, before the first element; remove this one",
        ),
        (
            " <?xml version='1.0'?><a/>",
            "1:2",
            "expected the XML declaration at the very start of the file, but found it here; remove what stands before it, or the declaration",
        ),
        (
            "<a><?b<c?></a>",
            "1:4",
            "expected a name and white space after `<?`; write the character `<` itself as `&lt;`",
        ),
        (
            "<??><a/>",
            "1:1",
            "expected a name and white space after `<?`; write the character `<` itself as `&lt;`",
        ),
    ] {
        for size in [1, 5, usize::MAX] {
            let mut reader = Reader::new(Trickle(file.as_bytes(), size), Limits::default());
            let error = loop {
                match reader.advance() {
                    Ok(more) => assert!(more, "{file:?} is read to its end"),
                    Err(error) => break error,
                }
            };
            let ErrorKind::Syntax { position, message: found } = error.kind() else {
                panic!("{file:?}: {error}")
            };
            assert_eq!((&*position.to_string(), &**found), (place, message), "{file:?}");
        }
    }
}

#[test]
fn each_construct_has_its_place() {
    let file = "<?xml version='1.0'?>\r\n<a>\n  如果<b/>\n<!-- x\n --><c\n d='é'>x\ny</c></a>\n";
    for size in [1, 4, usize::MAX] {
        let mut reader = Reader::new(Trickle(file.as_bytes(), size), Limits::default());
        let (mut places, mut open) = (Vec::new(), Vec::new());
        while reader.advance().unwrap() {
            let begins = reader.offset() as usize;
            let place = reader.position();
            match reader.event() {
                Event::Start => {
                    let tag = reader.tag();
                    assert!(file[begins..].starts_with(&format!("<{}", tag.name())));
                    places.push(format!("{} {place}", tag.name()));
                    open.push(tag.name().to_owned());
                }
                Event::End => places.push(format!("/{} {place}", open.pop().unwrap())),
                _ => {}
            }
        }
        assert_eq!(
            places,
            ["a 2:1", "b 3:5", "/b 3:7", "c 5:5", "/c 7:2", "/a 7:6"],
            "in steps of {size}"
        );
    }
}

/// The places of many constructs in one long text are found in linear time, and
/// are right wherever blocks end.
#[test]
fn each_defect_has_its_place() {
    let text = "如\n&x; \u{1}".repeat(20_000);
    let file = format!("<a>{text}</a>");
    let mut reader = Reader::new(file.as_bytes(), Limits::default());
    let mut places = Vec::new();
    while reader.advance().unwrap() {
        if let Event::Defect(_) = reader.event() {
            places.push(reader.position());
        }
    }
    let expected = (2..20_002).flat_map(|line| [1, 5].map(|column| Position { line, column }));
    assert!(places.into_iter().eq(expected));
}

/// A DOCTYPE ends where it ends and not before (XML 1.0, productions 28 to 29).
#[test]
fn a_doctype_is_passed_over() {
    for doctype in [
        "<!DOCTYPE tmx>",
        "<!DOCTYPE>",
        "<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">",
        "<!DOCTYPE tmx PUBLIC '>' \"[\" >",
        "<!DOCTYPE tmx [ ]>",
        "<!DOCTYPE tmx SYSTEM 'a' [<!ENTITY a \"]>\"><!ENTITY % b '<'> %b; ] >",
        "<!DOCTYPE tmx [<!-- ]> ' --><?p ]> \" ?><!ELEMENT a (b|c)*><!ATTLIST a b CDATA '>'>]>",
    ] {
        assert_read(&format!("{doctype}<tmx a='>'>]></tmx>"), "<tmx a=\">\">\n\"]>\"\n</tmx>");
        for end in 0..doctype.len() {
            assert!(read(&doctype.as_bytes()[..end]).starts_with("error: "), "{}", &doctype[..end]);
        }
    }
}

#[test]
fn an_error_of_a_format_has_the_place() {
    let mut reader = Reader::new(&b"<a>\n <b/></a>"[..], Limits::default());
    for _ in 0..3 {
        reader.advance().unwrap();
    }
    assert_eq!(reader.syntax_error("no `b`").to_string(), "line 2, column 2: no `b`");
}
