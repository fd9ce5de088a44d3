//! What other tools write, and what is wrong in files.

use super::*;
use crate::diagnostic::DiagnosticCode;
use crate::inline::Piece;

/// A file around the content of its body.
fn file(body: &str) -> String {
    format!(
        "<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\
         <file original=\"a.md\" source-language=\"en\" target-language=\"de\" datatype=\"html\">\
         <body>{body}</body></file></xliff>"
    )
}

/// A unit around the content of its source and target.
fn unit(source: &str, target: &str) -> String {
    file(&format!(
        "<trans-unit id=\"1\"><source>{source}</source><target>{target}</target></trans-unit>"
    ))
}

/// The units and the findings' codes.
fn read_all(file: &str) -> (Vec<TranslationUnit>, Vec<DiagnosticCode>) {
    let mut units = Reader::new(file.as_bytes()).units();
    let read = units.by_ref().map(Result::unwrap).collect();
    (read, units.reader().findings().iter().map(|finding| finding.code).collect())
}

fn texts(unit: &TranslationUnit) -> Vec<&str> {
    unit.variants.iter().map(|variant| variant.text.text()).collect()
}

/// The codes of a text, shown by role and id.
fn codes(text: &CodedText) -> String {
    let show = |piece| match piece {
        Piece::Code(code) => {
            let id = code.id.unwrap_or("-");
            let role = match code.role {
                CodeRole::Open(_) => "(",
                CodeRole::Close(_) => ")",
                CodeRole::Standalone => "x",
                CodeRole::IsolatedOpen => "<",
                CodeRole::IsolatedClose => ">",
            };
            format!("{role}{id}")
        }
        Piece::Text(text) | Piece::Escaped { text, .. } => text.to_owned(),
    };
    text.pieces().map(show).collect::<Vec<_>>().join(" ")
}

#[test]
fn inline_elements() {
    for (source, expected, findings) in [
        ("a<g id=\"1\">b</g>", "a (1 b )1", &[][..]),
        ("<x id=\"1\"/>", "x1", &[]),
        ("<bx id=\"1\"/>a<ex id=\"1\"/>", "(1 a )1", &[]),
        ("<bx id=\"1\" rid=\"7\"/>a<ex id=\"2\" rid=\"7\"/>", "(1 a )1", &[]),
        ("<bx id=\"1\"/>a", "<1 a", &[]),
        ("<bpt id=\"1\">{</bpt>a<ept id=\"1\">}</ept>", "(1 a )1", &[]),
        ("<bpt id=\"1\">{</bpt>a", "<1 a", &[DiagnosticCode::UnpairedCode]),
        ("<ept id=\"1\">}</ept>", ">1", &[DiagnosticCode::UnpairedCode]),
        (
            "<bpt id=\"1\">{</bpt><bpt id=\"1\">{</bpt><ept id=\"1\">}</ept>",
            "<1 (1 )1",
            &[DiagnosticCode::RepeatedCode],
        ),
        ("<it id=\"1\" pos=\"open\">{</it>", "<1", &[]),
        ("<it id=\"1\" pos=\"end\">{</it>", ">1", &[]),
        ("<it id=\"1\">{</it>", "x1", &[DiagnosticCode::MissingAttribute]),
        ("<ph>{</ph>", "x-", &[DiagnosticCode::MissingAttribute]),
        ("<mrk mtype=\"term\" mid=\"3\">a</mrk>", "(3 a )3", &[]),
        ("<mrk mtype=\"seg\" mid=\"1\">a</mrk>", "a", &[]),
        ("a<b>c</b>", "a", &[DiagnosticCode::UnexpectedElement]),
        ("a&#1;b", "ab", &[DiagnosticCode::ForbiddenCharacter]),
        ("a<![CDATA[<b>]]>", "a<b>", &[]),
        ("a ]]> b", "a ]]> b", &[DiagnosticCode::UnexpectedElement]),
    ] {
        let (units, found) = read_all(&unit(source, ""));
        assert_eq!(codes(&units[0].variants[0].text), expected, "{source}");
        assert_eq!(found, findings, "{source}");
    }
}

#[test]
fn texts_inside_codes() {
    let (units, _) = read_all(&unit(
        "<ph id=\"1\">&lt;img alt='<sub>A <bpt id=\"1\">*</bpt>b<ept id=\"1\">*</ept></sub>'></ph>",
        "",
    ));
    let text = &units[0].variants[0].text;
    let code = text.codes().next().unwrap();
    assert_eq!(code.native, "<img alt='A *b*'>");
    assert_eq!(code.subflows[0].range, 10..15);
    assert_eq!(code.subflows[0].text.text(), "A b");
}

#[test]
fn states() {
    for (attributes, target, expected) in [
        ("", "state=\"new\"", Some(State::Initial)),
        ("", "state=\"needs-l10n\"", Some(State::NeedsReview)),
        ("", "state=\"translated\"", Some(State::Translated)),
        ("approved=\"yes\"", "state=\"translated\"", Some(State::Reviewed)),
        ("approved=\"yes\"", "state=\"final\"", Some(State::Final)),
        ("approved=\"yes\"", "", Some(State::Reviewed)),
        ("approved=\"no\"", "", None),
        ("", "state=\"x-mine\"", None),
    ] {
        let body = format!(
            "<trans-unit id=\"1\" {attributes}><source>a</source><target {target}>b</target></trans-unit>"
        );
        let units = read(&file(&body));
        assert_eq!(units[0].variants[1].state, expected, "{attributes} {target}");
        // The word itself is kept, where it says all.
        let again = encode(&Encoder::default(), &units);
        let is_kept = again.contains(target) || attributes.contains("yes");
        assert!(is_kept || expected.is_none(), "{again}");
    }
}

#[test]
fn segments_are_units() {
    let body = "<trans-unit id=\"7\"><source>A. <g id=\"1\">B. C.</g></source>\
        <seg-source><mrk mtype=\"seg\" mid=\"0\">A.</mrk> <g id=\"1\"><mrk mtype=\"seg\" mid=\"1\">B.</mrk> \
        <mrk mtype=\"seg\" mid=\"2\">C.</mrk></g></seg-source>\
        <target state=\"translated\"><mrk mtype=\"seg\" mid=\"0\">a.</mrk> <mrk mtype=\"seg\" mid=\"1\">b.</mrk></target>\
        <alt-trans mid=\"1\" match-quality=\"90%\"><target>ß.</target></alt-trans>\
        <note>x</note></trans-unit>";
    let units = read(&file(body));
    let read: Vec<_> =
        units.iter().map(|unit| (unit.id.as_deref().unwrap(), texts(unit))).collect();
    assert_eq!(read, [("7#0", vec!["A.", "a."]), ("7#1", vec!["B.", "b."]), ("7#2", vec!["C."])]);
    assert!(units.iter().all(|unit| unit.notes.len() == 1));
    assert_eq!(units.iter().map(|unit| unit.proposals.len()).collect::<Vec<_>>(), [0, 1, 0]);
    assert_eq!(units[1].proposals[0].score, Some(90));
}

#[test]
fn segments_that_do_not_agree_are_one_unit() {
    let segments = "<seg-source><mrk mtype=\"seg\" mid=\"0\">A.</mrk> <mrk mtype=\"seg\" mid=\"1\">B.</mrk></seg-source>";
    for (target, is_found) in
        [("a. b.", true), ("<mrk mtype=\"seg\" mid=\"5\">a. b.</mrk>", true), ("", false)]
    {
        let body = format!(
            "<trans-unit id=\"7\"><source>A. B.</source>{segments}<target>{target}</target></trans-unit>"
        );
        let (units, found) = read_all(&file(&body));
        assert_eq!(found.len(), usize::from(is_found), "{target}");
        assert_eq!(units.len(), if is_found { 1 } else { 2 }, "{target}");
        if is_found {
            assert_eq!(texts(&units[0]), ["A. B.", "a. b."]);
        }
    }
}

#[test]
fn what_tools_write() {
    let body = "<group id=\"g\"><note>of the group</note><group><trans-unit id=\"a\" resname=\"key\" restype=\"button\">\
        <source xml:lang=\"en-US\">A</source><target xml:lang=\"fr\">B</target>\
        <prop-group><prop prop-type=\"p\">v</prop></prop-group>\
        <context-group purpose=\"location\"><context context-type=\"sourcefile\">a.c</context>\
        <context context-type=\"linenumber\">7</context></context-group>\
        <count-group name=\"c\"><count>1</count></count-group>\
        <x:y xmlns:x=\"urn:x\"><x:source>no</x:source></x:y>\
        <alt-trans match-quality=\"101.5\" origin=\"TM\" xml:lang=\"it\"><source>A</source><target>C</target></alt-trans>\
        <alt-trans alttranstype=\"reference\"><target xml:lang=\"es\">D</target></alt-trans>\
        <note from=\"me\" annotates=\"target\" priority=\"2\">n</note>\
        </trans-unit></group></group>";
    let unit = read(&file(body)).remove(0);
    assert_eq!(unit.id.as_deref(), Some("a"));
    let languages: Vec<_> =
        unit.variants.iter().map(|variant| variant.language.as_ref().unwrap().as_str()).collect();
    assert_eq!(languages, ["en-US", "fr", "es"]);
    let properties: Vec<_> =
        unit.properties.iter().map(|it| (it.name.as_str(), it.value.as_str())).collect();
    assert_eq!(properties, [("p", "v"), ("sourcefile", "a.c"), ("linenumber", "7")]);
    assert_eq!(unit.proposals[0].score, Some(101));
    assert_eq!(unit.proposals[0].target.language, "it".parse().ok());
    assert_eq!(unit.variants[1].notes[0].from.as_deref(), Some("me"));
    assert!(unit.attributes.iter().any(|it| it.name == "restype" && it.value == "button"));
    assert_eq!(unit.placement, None);
}

#[test]
fn findings() {
    for (body, code, units) in [
        ("<bin-unit id=\"1\"><bin-source/></bin-unit>", DiagnosticCode::UnexpectedElement, 0),
        ("<trans-unit id=\"1\"><target>a</target></trans-unit>", DiagnosticCode::MissingSource, 0),
        ("<trans-unit><source>a</source></trans-unit>", DiagnosticCode::MissingAttribute, 1),
        (
            "<trans-unit id=\"1\"><source>a&nbsp;b</source></trans-unit>",
            DiagnosticCode::MalformedUnit,
            0,
        ),
        (
            "<trans-unit id=\"1\"><source>a</source><target state=\"done\">b</target></trans-unit>",
            DiagnosticCode::InvalidAttribute,
            1,
        ),
        (
            "<trans-unit id=\"1\"><source>a</source><target xml:lang=\"?\">b</target></trans-unit>",
            DiagnosticCode::InvalidLanguage,
            1,
        ),
        (
            "<trans-unit id=\"1\"><source>a</source><alt-trans match-quality=\"good\"><target>b</target></alt-trans></trans-unit>",
            DiagnosticCode::InvalidAttribute,
            1,
        ),
        (
            "<trans-unit id=\"1\"><source>a</source><alt-trans/></trans-unit>",
            DiagnosticCode::MissingTarget,
            1,
        ),
        (
            "<trans-unit id=\"1\"><source>a</source><note priority=\"11\">b</note></trans-unit>",
            DiagnosticCode::InvalidAttribute,
            1,
        ),
        (
            "<trans-unit id=\"1\"><source>a</source><context-group purpose=\"x-history\"><context context-type=\"x-created\">today</context></context-group></trans-unit>",
            DiagnosticCode::InvalidDate,
            1,
        ),
        (
            "<trans-unit id=\"1\"><source>a</source><source>b</source></trans-unit>",
            DiagnosticCode::UnexpectedElement,
            1,
        ),
        ("<unit/>", DiagnosticCode::UnexpectedElement, 0),
    ] {
        let (read, found) = read_all(&file(body));
        assert_eq!((found, read.len()), (vec![code], units), "{body}");
    }
}

#[test]
fn a_finding_says_where() {
    let text = file("<trans-unit id=\"k\"><source>a</source></trans-unit>\n<trans-unit id=\"l\"/>");
    let mut units = Reader::new(text.as_bytes()).units();
    assert_eq!(units.by_ref().count(), 1);
    let finding = &units.reader().findings()[0];
    assert_eq!((finding.start.line, finding.unit), (2, Some(2)));
    assert_eq!(finding.unit_id.as_deref(), Some("l"));
}

#[test]
fn files_that_are_none() {
    for (text, message) in [
        ("<tmx/>", "whose root is `xliff`"),
        ("<xliff version=\"2.0\"/>", "found XLIFF 2"),
        ("<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\"/>", "found XLIFF 2"),
        ("", "no XML"),
        ("<xliff version=\"1.2\"><file>", "cut off"),
    ] {
        let errors: Vec<_> = Reader::new(text.as_bytes()).units().filter_map(Result::err).collect();
        assert_eq!(errors.len(), 1, "{text}");
        assert!(errors[0].to_string().contains(message), "{text}: {}", errors[0]);
    }
}

#[test]
fn prefixes_and_no_namespace() {
    let prefixed = "<l:xliff version=\"1.2\" xmlns:l=\"urn:oasis:names:tc:xliff:document:1.2\">\
        <l:file original=\"\" source-language=\"en\" datatype=\"x-a\"><l:body><l:trans-unit id=\"1\">\
        <l:source>a<l:x id=\"1\"/></l:source></l:trans-unit></l:body></l:file></l:xliff>";
    assert_eq!(codes(&read(prefixed)[0].variants[0].text), "a x1");
    let bare = prefixed.replace("l:", "").replace("xmlns:l", "xmlns:none");
    let (units, _) = read_all(&bare);
    assert_eq!(texts(&units[0]), ["a"]);
}

#[test]
fn hostile_files_take_linear_time() {
    let deep = unit(&"<g id=\"1\">".repeat(100_000), "");
    assert!(Reader::new(deep.as_bytes()).units().any(|unit| unit.is_err()));
    let pairs: String = (0..20_000).map(|id| format!("<bpt id=\"{id}\"/>")).collect();
    let closes: String = (0..20_000).map(|id| format!("<ept id=\"{id}\"/>")).collect();
    assert_eq!(read(&unit(&format!("{pairs}{closes}"), "")).len(), 1);
    let note = format!("<note>{}</note>", "n".repeat(100_000));
    let marks: String =
        (0..20_000).map(|id| format!("<mrk mtype=\"seg\" mid=\"{id}\">a</mrk><!-- -->")).collect();
    let segments = format!(
        "<trans-unit id=\"1\"><source>a</source><seg-source>{marks}</seg-source>{note}</trans-unit>"
    );
    let (units, found) = read_all(&file(&segments));
    assert_eq!((units.len(), found), (20_000, vec![DiagnosticCode::LimitReached]));
    assert_eq!(units.iter().filter(|unit| !unit.notes.is_empty()).count(), 1);
}

#[test]
fn cut_at_every_byte() {
    let file = encode(&Encoder::default(), &[document_unit(), memory_unit()]);
    let bytes = file.as_bytes();
    for end in 0..bytes.len() {
        let mut units = Reader::new(&bytes[..end]).units();
        let ends: Vec<bool> = units.by_ref().map(|unit| unit.is_ok()).collect();
        let is_whole = file.get(end..).unwrap_or("x").trim().is_empty();
        assert_eq!(ends.iter().filter(|is_ok| !**is_ok).count(), usize::from(!is_whole), "{end}");
        assert_eq!(ends.last() == Some(&false), !is_whole, "{end}");
    }
}
