//! What other tools write, and what is wrong in files.

use super::*;
use crate::diagnostic::DiagnosticCode;
use crate::inline::Piece;

/// A file around the content of a unit.
fn file(unit: &str) -> String {
    format!(
        "<xliff version=\"2.1\" srcLang=\"en\" trgLang=\"de\" \
         xmlns=\"urn:oasis:names:tc:xliff:document:2.0\">\
         <file id=\"f\" original=\"a.md\"><group id=\"g\"><unit id=\"u\">{unit}</unit></group></file></xliff>"
    )
}

fn segment(source: &str) -> String {
    file(&format!("<segment><source>{source}</source></segment>"))
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
        ("a<pc id=\"1\">b</pc>", "a (1 b )1", &[][..]),
        ("<ph id=\"1\"/>", "x1", &[]),
        ("<sc id=\"1\"/>a<ec startRef=\"1\"/>", "(1 a )1", &[]),
        ("<sc id=\"1\" isolated=\"yes\"/>a", "<1 a", &[]),
        ("<ec id=\"1\" isolated=\"yes\"/>a", ">1 a", &[]),
        ("<sc id=\"1\"/>a", "<1 a", &[DiagnosticCode::UnpairedCode]),
        ("<ec startRef=\"1\"/>", ">1", &[DiagnosticCode::UnpairedCode]),
        ("<mrk id=\"1\" type=\"term\">a</mrk>", "(1 a )1", &[]),
        (
            "<sm id=\"1\"/><sc id=\"2\"/><em startRef=\"1\"/><ec startRef=\"2\"/>",
            "(1 (2 )1 )2",
            &[],
        ),
        ("a<cp hex=\"001F\"/>b", "a\u{1f}b", &[]),
        ("<cp hex=\"x\"/>", "\u{fffd}", &[DiagnosticCode::InvalidAttribute]),
        ("<ph/>", "x-", &[DiagnosticCode::MissingAttribute]),
        ("<ph id=\"1\" dataRef=\"d\"/>", "x1", &[DiagnosticCode::InvalidAttribute]),
        ("a<b>c</b>", "a", &[DiagnosticCode::UnexpectedElement]),
    ] {
        let (units, found) = read_all(&segment(source));
        assert_eq!(codes(&units[0].variants[0].text), expected, "{source}");
        assert_eq!(found, findings, "{source}");
    }
}

#[test]
fn types_of_codes_and_their_attributes_are_kept() {
    let source = "<ph id=\"1\" type=\"ui\" subType=\"xlf:var\" canCopy=\"no\" disp=\"x\" equiv=\"y\"/>\
        <pc id=\"2\" type=\"link\" subType=\"html:a\" dispEnd=\"z\" canReorder=\"firstNo\">a</pc>\
        <mrk id=\"3\" type=\"comment\" value=\"note\" ref=\"#n=1\">b</mrk>";
    let unit = read(&segment(source)).remove(0);
    let found: Vec<_> = unit.variants[0]
        .text
        .codes()
        .map(|code| (code.kind, code.type_name, code.attributes.len()))
        .collect();
    assert_eq!(
        found,
        [
            (CodeKind::Other, Some("xlf:var"), 3),
            (CodeKind::Link, Some("html:a"), 1),
            (CodeKind::Link, None, 1),
            (CodeKind::Annotation, Some("comment"), 2),
            (CodeKind::Annotation, None, 0),
        ]
    );
    let again = file_of(&unit);
    for attribute in [
        "type=\"ui\" subType=\"xlf:var\"",
        "canCopy=\"no\"",
        "disp=\"x\"",
        "equiv=\"y\"",
        "subType=\"html:a\"",
        "dispEnd=\"z\"",
        "canReorder=\"firstNo\"",
        "type=\"comment\"",
        "ref=\"#n=1\"",
    ] {
        assert!(again.contains(attribute), "{attribute} in {again}");
    }
    assert!(!again.contains("category=\"code\""), "{again}");
}

#[test]
fn segments_are_units() {
    let unit = "<notes><note>n</note></notes><originalData><data id=\"d\">*<cp hex=\"0001\"/></data></originalData>\
        <segment id=\"a\" state=\"final\"><source><sc id=\"1\" dataRef=\"d\"/>A.</source><target>a.</target></segment>\
        <ignorable><source> </source></ignorable>\
        <segment><source>B.<ec startRef=\"1\" dataRef=\"d\"/></source></segment>";
    let units = read(&file(unit));
    let ids: Vec<_> = units.iter().map(|unit| unit.id.as_deref().unwrap()).collect();
    assert_eq!(ids, ["u#a", "u#2"]);
    assert_eq!(texts(&units[0]), ["A.", "a."]);
    assert_eq!(units[0].variants[1].state, Some(State::Final));
    assert_eq!(codes(&units[0].variants[0].text), "<1 A.");
    assert_eq!(codes(&units[1].variants[0].text), "B. >1");
    assert_eq!(units[1].variants[0].text.codes().next().unwrap().native, "*\u{1}");
    assert!(units.iter().all(|unit| unit.notes.len() == 1));
}

#[test]
fn states() {
    for (attributes, expected) in [
        ("", None),
        ("state=\"initial\"", Some(State::Initial)),
        ("state=\"initial\" subState=\"bitext:needs-review\"", Some(State::NeedsReview)),
        ("state=\"translated\" subState=\"my:a\"", Some(State::Translated)),
        ("state=\"reviewed\"", Some(State::Reviewed)),
        ("state=\"final\"", Some(State::Final)),
    ] {
        let unit = format!("<segment {attributes}><source>a</source><target>b</target></segment>");
        let units = read(&file(&unit));
        assert_eq!(units[0].variants[1].state, expected, "{attributes}");
        let again = encode(&encoder(&units[0]), &units);
        assert!(again.contains(attributes), "{attributes} in {again}");
    }
}

#[test]
fn matches_belong_to_what_they_refer_to() {
    let found = |reference: &str, more: &str, target: &str| {
        format!(
            "<m:match ref=\"{reference}\" {more}><source>x</source><target>{target}</target></m:match>"
        )
    };
    let matches = [
        found("#1", "similarity=\"85.5\" matchQuality=\"70\" type=\"mt\" origin=\"o\"", "one"),
        found("#f=f/u=u/2", "matchQuality=\"70\"", "two"),
        found("#m1", "", "three"),
        found("#9", "", "none"),
    ]
    .concat();
    let unit = format!(
        "<m:matches xmlns:m=\"urn:oasis:names:tc:xliff:matches:2.0\">{matches}</m:matches>\
         <segment id=\"1\"><source>A</source></segment>\
         <segment id=\"2\"><source><mrk id=\"m1\" type=\"mtc:match\">B</mrk></source></segment>"
    );
    let (units, codes) = read_all(&file(&unit));
    let proposals: Vec<Vec<_>> = units
        .iter()
        .map(|unit| {
            let proposals = unit.proposals.iter();
            proposals.map(|it| (it.target.text.text(), it.score, it.kind)).collect()
        })
        .collect();
    assert_eq!(
        proposals,
        [
            vec![("one", Some(85), ProposalKind::Machine)],
            vec![("two", Some(70), ProposalKind::Memory), ("three", None, ProposalKind::Memory)],
        ]
    );
    assert_eq!(codes, [DiagnosticCode::UnexpectedElement]);
}

#[test]
fn metadata_of_other_tools_are_properties() {
    let unit = "<metadata xmlns=\"urn:oasis:names:tc:xliff:metadata:2.0\"><metaGroup category=\"doc\">\
        <meta type=\"a\">1</meta><metaGroup><meta type=\"b\">2</meta></metaGroup><meta type=\"c\">3</meta>\
        </metaGroup></metadata><segment><source>A</source></segment>";
    let unit = read(&file(unit)).remove(0);
    let found: Vec<_> =
        unit.properties.iter().map(|it| (it.name.as_str(), it.value.as_str())).collect();
    assert_eq!(found, [("doc/a", "1"), ("b", "2"), ("doc/c", "3")]);
}

#[test]
fn findings() {
    for (unit, code, units) in [
        ("<segment><target>a</target></segment>", DiagnosticCode::MissingSource, 0),
        ("<segment><source>a&nbsp;b</source></segment>", DiagnosticCode::MalformedUnit, 0),
        (
            "<segment state=\"done\"><source>a</source></segment>",
            DiagnosticCode::InvalidAttribute,
            1,
        ),
        (
            "<notes><note priority=\"0\">b</note></notes><segment><source>a</source></segment>",
            DiagnosticCode::InvalidAttribute,
            1,
        ),
        (
            "<trans-unit/><segment><source>a</source></segment>",
            DiagnosticCode::UnexpectedElement,
            1,
        ),
        (
            "<segment><source>a</source><target xml:lang=\"?\">b</target></segment>",
            DiagnosticCode::InvalidLanguage,
            1,
        ),
    ] {
        let (read, found) = read_all(&file(unit));
        assert_eq!((found, read.len()), (vec![code], units), "{unit}");
    }
}

#[test]
fn files_that_are_none() {
    for (text, message) in [
        ("<tmx/>", "whose root is `xliff`"),
        ("<xliff version=\"1.2\"/>", "found XLIFF 1"),
        ("<xliff xmlns=\"urn:oasis:names:tc:xliff:document:1.2\"/>", "found XLIFF 1"),
        ("<xliff version=\"2.1\" srcLang=\"en\"><file>", "cut off"),
    ] {
        let errors: Vec<_> = Reader::new(text.as_bytes()).units().filter_map(Result::err).collect();
        assert_eq!(errors.len(), 1, "{text}");
        assert!(errors[0].to_string().contains(message), "{text}: {}", errors[0]);
    }
}

#[test]
fn hostile_files_take_linear_time() {
    let deep = segment(&"<pc id=\"1\">".repeat(100_000));
    assert!(Reader::new(deep.as_bytes()).units().any(|unit| unit.is_err()));
    let starts: String = (0..20_000).map(|id| format!("<sc id=\"{id}\"/>")).collect();
    let ends: String = (0..20_000).map(|id| format!("<ec startRef=\"{id}\"/>")).collect();
    assert_eq!(read(&segment(&format!("{starts}{ends}"))).len(), 1);
    let note = format!("<notes><note>{}</note></notes>", "n".repeat(100_000));
    let segments = "<segment><source>a</source></segment>".repeat(20_000);
    let (units, found) = read_all(&file(&format!("{note}{segments}")));
    assert_eq!((units.len(), found), (20_000, vec![DiagnosticCode::LimitReached]));
    assert_eq!(units.iter().filter(|unit| !unit.notes.is_empty()).count(), 1);
}

#[test]
fn cut_at_every_byte() {
    let file = file_of(&memory_unit());
    let bytes = file.as_bytes();
    for end in 0..bytes.len() {
        let mut units = Reader::new(&bytes[..end]).units();
        let ends: Vec<bool> = units.by_ref().map(|unit| unit.is_ok()).collect();
        let is_whole = file.get(end..).unwrap_or("x").trim().is_empty();
        assert_eq!(ends.iter().filter(|is_ok| !**is_ok).count(), usize::from(!is_whole), "{end}");
        assert_eq!(ends.last() == Some(&false), !is_whole, "{end}");
    }
}
