//! What is read of files that break rules, and what is told about them.

use super::round_trip::read;
use super::*;
use crate::diagnostic::DiagnosticCode::{self, *};
use crate::diagnostic::Severity;
use crate::exchange::{Finding, ReadUnits};

/// A file with these units, in English as the header says.
fn file(units: &str) -> String {
    format!(
        "<tmx version=\"1.4\">\n<header creationtool=\"t\" creationtoolversion=\"1\" \
         segtype=\"sentence\" o-tmf=\"t\" adminlang=\"en\" srclang=\"en\" datatype=\"html\"/>\n\
         <body>\n{units}\n</body>\n</tmx>"
    )
}

/// A unit whose English text is `seg`.
fn with_seg(seg: &str) -> String {
    file(&format!("<tu><tuv xml:lang=\"en\"><seg>{seg}</seg></tuv></tu>"))
}

/// All that is read, and all that is told.
fn read_all(file: &[u8]) -> (Vec<TranslationUnit>, Vec<Finding>) {
    let mut units = Reader::new(file).units();
    let read = units.by_ref().map(|unit| unit.unwrap()).collect();
    (read, std::mem::take(units.reader().findings()))
}

/// The code and the place of each finding.
fn told(findings: &[Finding]) -> Vec<(DiagnosticCode, String)> {
    findings.iter().map(|finding| (finding.code, finding.start.to_string())).collect()
}

const GOOD: &str = "<tu tuid=\"good\"><tuv xml:lang=\"en\"><seg>good</seg></tuv></tu>";

#[test]
fn a_malformed_unit_is_left_out_with_one_finding() {
    for (unit, place, message) in [
        ("<tu tuid=\"7\"/>", "4:1", "expected a `tuv` with a `seg`"),
        ("<tu tuid=\"7\"><note>n</note><bad/></tu>", "4:1", "expected a `tuv` with a `seg`"),
        ("<tu tuid=\"7\"><tuv xml:lang=\"en\"/></tu>", "4:1", "expected a `tuv` with a `seg`"),
        (
            "<tu tuid=\"7\"><tuv xml:lang=\"en\"><seg><prop>x</prop></seg></tuv></tu>",
            "4:38",
            "expected text, `bpt`, `ept`, `ph`, `it`, `hi` or `ut` in a segment, but found `prop`",
        ),
        (
            "<tu tuid=\"7\"><tuv lang=\"e\"><seg><sub>x</sub></seg></tuv></tu>",
            "4:33",
            "expected text, `bpt`, `ept`, `ph`, `it`, `hi` or `ut` in a segment, but found `sub`",
        ),
        (
            "<tu tuid=\"7\"><tuv lang=\"en\"><seg><ph><ph/></ph></seg></tuv></tu>",
            "4:38",
            "expected text or `sub` in a code, but found `ph`",
        ),
        (
            "<tu tuid=\"7\"><tuv lang=\"en\"><seg>a&nb;b</seg></tuv></tu>",
            "4:35",
            "expected a character or one of `&amp;`",
        ),
        (
            "<tu tuid=\"7\" creationdate=\"x\"><note>&x;</note></tu>",
            "4:37",
            "expected a character or one of `&amp;`",
        ),
    ] {
        let (units, findings) = read_all(file(&format!("{unit}{GOOD}")).as_bytes());
        assert_eq!(units.len(), 1, "{unit}");
        assert_eq!(units[0].id.as_deref(), Some("good"));
        let [finding] = findings.as_slice() else { panic!("{unit}: {findings:?}") };
        assert_eq!(told(&findings), [(MalformedUnit, place.to_owned())], "{unit}: {finding}");
        assert_eq!((finding.unit, finding.unit_id.as_deref()), (Some(1), Some("7")));
        assert!(finding.message.starts_with(message), "{finding}");
    }
}

#[test]
fn a_unit_with_faults_is_kept() {
    let tuv = "<tuv xml:lang=\"en\"><seg>a</seg></tuv>";
    for (unit, code, place) in [
        (format!("<tu creationdate=\"2002\">{tuv}</tu>"), InvalidDate, "4:1"),
        (format!("<tu usagecount=\"many\">{tuv}</tu>"), InvalidAttribute, "4:1"),
        (format!("<tu segtype=\"word\">{tuv}</tu>"), InvalidAttribute, "4:1"),
        (format!("<tu new=\"x\">{tuv}</tu>"), InvalidAttribute, "4:1"),
        (format!("<tu tuid=\"a b\">{tuv}</tu>"), InvalidId, "4:1"),
        (format!("<tu srclang=\"x\">{tuv}</tu>"), InvalidLanguage, "4:1"),
        (format!("<tu>{tuv}<tuv xml:lang=\"de_de\"><seg/></tuv></tu>"), InvalidLanguage, "4:42"),
        (format!("<tu>{tuv}<tuv><seg>b</seg></tuv></tu>"), MissingAttribute, "4:42"),
        (format!("<tu>{tuv}<tuv lang=\"de\"/></tu>"), MissingElement, "4:42"),
        (format!("<tu><prop>v</prop>{tuv}</tu>"), MissingAttribute, "4:5"),
        (format!("<tu><new>v<seg/></new>{tuv}</tu>"), UnexpectedElement, "4:5"),
        (format!("<tu>stray{tuv}</tu>"), UnexpectedElement, "4:5"),
        (
            "<tu><tuv lang=\"en\"><seg>a</seg><seg>b<b/></seg></tuv></tu>".into(),
            UnexpectedElement,
            "4:32",
        ),
        ("<tu><tuv lang=\"en\"><seg>a\u{1}</seg></tuv></tu>".into(), ForbiddenCharacter, "4:26"),
        ("<tu><tuv lang=\"en\"><seg>a&#xFFFF;</seg></tuv></tu>".into(), ForbiddenCharacter, "4:26"),
        (
            "<tu><note>]]></note><tuv lang=\"en\"><seg>a</seg></tuv></tu>".into(),
            UnexpectedElement,
            "4:11",
        ),
    ] {
        let (units, findings) = read_all(file(&unit).as_bytes());
        assert_eq!(told(&findings), [(code, place.to_owned())], "{unit}: {findings:?}");
        assert_eq!(units[0].variants[0].text.markup(), "a", "{unit}");
        assert_eq!(findings[0].unit, Some(1));
    }
}

#[test]
fn references_of_others_are_read() {
    let (units, findings) =
        read_all(with_seg("a&nbsp;b &#xD83D;&#xDE06;&#55357;&#56838;&ngE;").as_bytes());
    assert_eq!(units[0].variants[0].text.markup(), "a\u{a0}b 😆😆≧\u{338}");
    let places = ["4:30", "4:38", "4:54", "4:70"].map(str::to_owned);
    assert_eq!(told(&findings), places.map(|place| (UnexpectedElement, place)));
    assert!(findings.iter().all(|finding| finding.severity == Severity::Warning));
    assert!(findings[0].message.ends_with("`&nbsp;`; it is read as U+00A0"), "{}", findings[0]);

    let (units, findings) = read_all(with_seg("a&#xD83D;b<ph>&copy;</ph>").as_bytes());
    assert_eq!(units[0].variants[0].text.markup(), "ab©");
    let codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [ForbiddenCharacter, UnexpectedElement]);

    // Also in what is about the unit.
    let unit = "<tu tuid=\"&eacute;\"><prop type=\"p\">&euro;</prop><tuv xml:lang=\"en\">\
                <seg>a</seg></tuv></tu>";
    let (units, findings) = read_all(file(unit).as_bytes());
    assert_eq!(units[0].id.as_deref(), Some("é"));
    assert_eq!(units[0].properties[0].value, "€");
    assert_eq!(told(&findings).len(), 2);
}

#[test]
fn elements_of_others_are_codes() {
    for (seg, markup, plain, roles) in [
        (
            "Click <g id=\"1\">here</g><x id=\"2\"/>!",
            "Click <g id=\"1\">here</g><x id=\"2\"/>!",
            "Click here!",
            vec![CodeRole::Open(1), CodeRole::Close(1), CodeRole::Standalone],
        ),
        (
            "<bx id='1' rid='7'/>a<g id='2'><ex id='3' rid='7'/>b</g>",
            "<bx id=\"1\" rid=\"7\"/>a<g id=\"2\"><ex id=\"3\" rid=\"7\"/>b</g>",
            "ab",
            vec![CodeRole::Open(1), CodeRole::Open(2), CodeRole::Close(1), CodeRole::Close(2)],
        ),
        ("<ph id='4'>%s</ph>a", "%sa", "a", vec![CodeRole::Standalone]),
        (
            "<b title='&lt;'><hi>a<i>b</i></hi></b>",
            "<b title=\"&lt;\">a<i>b</i></b>",
            "ab",
            [1, 2, 3]
                .map(CodeRole::Open)
                .into_iter()
                .chain([3, 2, 1].map(CodeRole::Close))
                .collect(),
        ),
        (
            "<mrk mtype='x'>a</mrk><it id='1' pos='close'>]</it>",
            "a]",
            "a",
            vec![CodeRole::Open(1), CodeRole::Close(1), CodeRole::IsolatedClose],
        ),
    ] {
        let (units, findings) = read_all(with_seg(seg).as_bytes());
        let text = &units[0].variants[0].text;
        assert_eq!(text.markup(), markup, "{seg}");
        assert_eq!(text.plain(), plain, "{seg}");
        assert_eq!(text.codes().map(|code| code.role).collect::<Vec<_>>(), roles, "{seg}");
        assert!(findings.len() <= 1, "once a text: {findings:?}");
        assert!(findings.iter().all(|finding| finding.severity == Severity::Warning));
    }
    let (units, _) = read_all(with_seg("<g id=\"5\">a</g><x id=\"6\"/>").as_bytes());
    let ids = units[0].variants[0].text.codes().map(|code| code.id.map(str::to_owned));
    assert_eq!(ids.flatten().collect::<Vec<_>>(), ["5", "5", "6"]);
}

#[test]
fn no_text_in_the_language_of_the_sources() {
    let units = |attribute: &str| {
        format!(
            "<tu tuid=\"7\"{attribute}><tuv xml:lang=\"en-GB\"><seg>a</seg></tuv><tuv \
             xml:lang=\"de\"><seg>b</seg></tuv></tu>"
        )
    };
    let (read, findings) = read_all(file(&units(" srclang=\"fr\"")).as_bytes());
    assert_eq!(told(&findings), [(MissingSource, "4:1".to_owned())]);
    assert_eq!(findings[0].unit_id.as_deref(), Some("7"));
    assert_eq!(read[0].source().unwrap().text.plain(), "a");
    for near in ["", " srclang=\"*all*\"", " srclang=\"en-US\""] {
        assert!(read_all(file(&units(near)).as_bytes()).1.is_empty(), "{near}");
    }
}

/// As OmegaT writes the memory of a project.
#[test]
fn tags_of_omegat_are_codes() {
    let unit = "<tu><prop type=\"prev\">&lt;f0&gt;Before&lt;/f0&gt;</prop><tuv \
                xml:lang=\"en\"><seg>&lt;f0&gt;A&lt;/f0&gt;<![CDATA[<b1]]>&gt; &lt; br&lt;br2/&gt;</seg>\
                </tuv></tu>";
    let file = file(unit);
    let (units, findings) = read_all(file.as_bytes());
    assert_eq!(units[0].variants[0].text.codes().count(), 0, "other tools mean text");
    assert_eq!(findings, []);
    let own = file.replace("creationtool=\"t\"", "creationtool=\"OmegaT\"");
    let (units, findings) = read_all(own.as_bytes());
    let text = &units[0].variants[0].text;
    assert_eq!(text.markup(), "<f0>A</f0><b1> < br<br2/>");
    assert_eq!(text.plain(), "A < br");
    let roles: Vec<_> = text.codes().map(|code| code.role).collect();
    assert_eq!(
        roles,
        [CodeRole::Open(1), CodeRole::Close(1), CodeRole::IsolatedOpen, CodeRole::Standalone]
    );
    assert_eq!(units[0].context.previous_source.as_deref(), Some("Before"));
    assert_eq!(findings, []);
}

#[test]
fn text_outside_of_units() {
    let (units, findings) = read_all(
        file(&format!("x{GOOD}<new><tu/></new>]]>&x;{GOOD}"))
            .replace("</body>", "</body><body/>")
            .as_bytes(),
    );
    assert_eq!(units.len(), 2);
    let codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [UnexpectedElement; 5]);
    assert!(findings.iter().all(|finding| finding.unit.is_none()));
}

#[test]
fn codes_without_partners() {
    for (seg, roles, faults) in [
        ("<bpt i='1'/>", vec![CodeRole::IsolatedOpen], vec![(UnpairedCode, "4:29")]),
        ("<ept i='1'/>", vec![CodeRole::IsolatedClose], vec![(UnpairedCode, "4:29")]),
        (
            "<ept i='1'/><bpt i='1'/>",
            vec![CodeRole::IsolatedClose, CodeRole::IsolatedOpen],
            vec![(UnpairedCode, "4:29"), (UnpairedCode, "4:41")],
        ),
        (
            "<bpt i='1'/><bpt i='1'/><ept i='1'/><ept i='1'/>",
            vec![CodeRole::Open(1), CodeRole::Open(2), CodeRole::Close(2), CodeRole::Close(1)],
            vec![(RepeatedCode, "4:41")],
        ),
        (
            "<bpt i='1'/><bpt i='2'/><ept i='1'/><ept i='2'/>",
            vec![CodeRole::Open(1), CodeRole::Open(2), CodeRole::Close(1), CodeRole::Close(2)],
            vec![],
        ),
        (
            "<bpt i='1'/><ept i='1'/><bpt i='1'/><ept i='1'/>",
            vec![CodeRole::Open(1), CodeRole::Close(1), CodeRole::Open(2), CodeRole::Close(2)],
            vec![],
        ),
        (
            "<bpt/><ept/>",
            vec![CodeRole::IsolatedOpen, CodeRole::IsolatedClose],
            vec![
                (MissingAttribute, "4:29"),
                (MissingAttribute, "4:35"),
                (UnpairedCode, "4:35"),
                (UnpairedCode, "4:29"),
            ],
        ),
        (
            "<bpt i='a'>b<sub><ept i='a'/></sub></bpt><ept i='a'/>",
            vec![CodeRole::Open(1), CodeRole::Close(1)],
            vec![(UnpairedCode, "4:46")],
        ),
        (
            "<it pos='begin'/><it pos='end'/><it/><ph/><ut/>",
            vec![
                CodeRole::IsolatedOpen,
                CodeRole::IsolatedClose,
                CodeRole::IsolatedOpen,
                CodeRole::Standalone,
                CodeRole::Standalone,
            ],
            vec![],
        ),
        (
            "<hi><bpt i='1'/><hi/><ept i='1'/></hi>",
            vec![
                CodeRole::Open(1),
                CodeRole::Open(2),
                CodeRole::Open(3),
                CodeRole::Close(3),
                CodeRole::Close(2),
                CodeRole::Close(1),
            ],
            vec![],
        ),
    ] {
        let (units, findings) = read_all(with_seg(seg).as_bytes());
        let read: Vec<CodeRole> = units[0].variants[0].text.codes().map(|code| code.role).collect();
        assert_eq!(read, roles, "{seg}");
        let faults: Vec<_> = faults.into_iter().map(|(code, at)| (code, at.to_owned())).collect();
        assert_eq!(told(&findings), faults, "{seg}: {findings:?}");
    }
}

#[test]
fn codes_are_what_they_say() {
    for (seg, kind, id, type_name, native) in [
        ("<ph/>", CodeKind::Other, None, None, ""),
        ("<ph x='3' type='bold'>b</ph>", CodeKind::Bold, Some("3"), None, "b"),
        ("<ph type='struct'>b</ph>", CodeKind::Html, None, Some("struct"), "b"),
        ("<it type='struct'>b</it>", CodeKind::Html, None, None, "b"),
        ("<it type='x-html'>b</it>", CodeKind::Html, None, Some("x-html"), "b"),
        ("<ph type='fnote'>&lt;b></ph>", CodeKind::Other, None, Some("fnote"), "<b>"),
        ("<ph type='x-other'/>", CodeKind::Other, None, Some("x-other"), ""),
        ("<ut x='a'>{</ut>", CodeKind::Unknown, Some("a"), None, "{"),
        ("<hi x='1' type='x-term'/>", CodeKind::Annotation, Some("1"), Some("x-term"), ""),
    ] {
        let text = read(with_seg(seg).as_bytes()).remove(0).variants.remove(0).text;
        let code = text.codes().next().unwrap();
        assert_eq!(
            (code.kind, code.id, code.type_name, code.native),
            (kind, id, type_name, native),
            "{seg}"
        );
        // The types come back.
        let unit = TranslationUnit::bilingual(variant("en", text), variant("de", coded("")));
        let types = |seg: &str| seg.split("type=").nth(1).map(|rest| rest[1..4].to_owned());
        assert_eq!(types(&segs(&unit)[0]), types(seg), "{seg}");
    }
    let (units, _) = read_all(
        with_seg("<bpt i='9' x='4' type='x-a'>b</bpt><ept i='9' x='5' type='bold'>c</ept>")
            .as_bytes(),
    );
    for code in units[0].variants[0].text.codes() {
        assert_eq!((code.id, code.type_name), (Some("4"), Some("x-a")), "both halves say the same");
    }
}

#[test]
fn texts_inside_codes() {
    let seg = "a<ph assoc='p'>&lt;img alt='<sub datatype='html' type='t'>c<bpt i='1'>&lt;b></bpt>d<ept i='1'>&lt;/b></ept></sub>' title='<sub>e<ph><sub>f</sub></ph></sub>'></ph>b";
    let text = read(with_seg(seg).as_bytes()).remove(0).variants.remove(0).text;
    assert_eq!(text.markup(), "a<img alt='c<b>d</b>' title='ef'>b");
    let code = text.codes().next().unwrap();
    let inside: Vec<_> = code
        .subflows
        .iter()
        .map(|subflow| {
            (&code.native[subflow.range.clone()], subflow.text.text(), subflow.attributes.len())
        })
        .collect();
    assert_eq!(inside, [("c<b>d</b>", "cd", 2), ("ef", "e", 0)]);
    assert_eq!(code.attributes.len(), 1);
}

#[test]
fn older_versions() {
    let tmx_11 = "<tmx version='1.1'><header creationtool='t' creationtoolversion='1' segtype='block' o-tmf='t' adminlang='en' srclang='*all*' datatype='html'/><body><tu><note lang='en'>n</note><prop type='p' lang='de'>v</prop><tuv lang='FR-ca'><seg>a</seg></tuv></tu></body></tmx>";
    let (units, findings) = read_all(tmx_11.as_bytes());
    assert_eq!(findings[0].code, InvalidLanguage);
    assert_eq!(findings[0].severity, crate::Severity::Note);
    let unit = &units[0];
    assert_eq!(unit.source_language, SourceLanguage::Any);
    assert_eq!(unit.variants[0].language, "fr-CA".parse().ok());
    assert_eq!(unit.notes[0].language, "en".parse().ok());
    assert_eq!(unit.properties[0].language, "de".parse().ok());
    // `xml:lang` is the newer name.
    let both = file("<tu><tuv lang='de' xml:lang='en'><seg/></tuv></tu>");
    assert_eq!(read(both.as_bytes())[0].variants[0].language, "en".parse().ok());
}

#[test]
fn a_spelling_of_a_language_is_told_once() {
    let unit = "<tu><tuv xml:lang='EN-us'><seg/></tuv><tuv xml:lang='?'><seg/></tuv></tu>";
    let (_, findings) = read_all(file(&unit.repeat(3)).as_bytes());
    assert_eq!(findings.len(), 1 + 3);
}

#[test]
fn a_file_without_header_or_body() {
    for (file, codes) in [
        ("<tmx version='1.4'/>", vec![MissingElement]),
        ("<tmx><header/></tmx>", [vec![MissingAttribute; 8], vec![MissingElement]].concat()),
        ("<tmx version='9'><body/></tmx>", vec![InvalidAttribute, MissingElement]),
    ] {
        let (units, findings) = read_all(file.as_bytes());
        assert_eq!(units, []);
        let found: Vec<_> = findings.iter().map(|finding| finding.code).collect();
        assert_eq!(found, codes, "{file}");
    }
}

#[test]
fn a_file_of_omegat_is_read() {
    let named = file(GOOD).replace("creationtool=\"t\"", "creationtool=\"OmegaT\"");
    let mut reader = Reader::new(named.as_bytes());
    assert_eq!(reader.header().unwrap().creation_tool(), "OmegaT");
    assert_eq!(reader.units().count(), 1);
}

#[test]
fn a_malformed_file_ends_with_an_error_after_its_units() {
    for (broken, place) in [
        ("</body", Some("5:7")),
        ("<tu></body></tmx>", None),
        ("</body></tmx><tmx/>", None),
        ("<tu a=1/>", None),
    ] {
        let whole = file(&format!("{GOOD}\n{GOOD}"));
        let cut = &whole[..whole.find("\n</body>").unwrap() + 1];
        let mut units =
            Reader::new(format!("{cut}{broken}").as_bytes().to_vec().leak() as &[u8]).units();
        assert!(units.next().unwrap().is_ok());
        assert!(units.next().unwrap().is_ok());
        let error = units.next().unwrap().unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Syntax { .. }), "{broken}: {error}");
        assert!(error.position().is_some_and(|at| at.line >= 5), "{place:?} {error}");
        assert!(units.next().is_none());
    }
    let mut reader = Reader::new(&b"<xliff/>"[..]);
    let error = reader.header().unwrap_err();
    assert!(!reader.read(&mut TranslationUnit::default()).unwrap(), "after an error it is over");
    assert_eq!(
        error.to_string(),
        "line 1, column 1: expected a `tmx` element, but found `xliff`; give a TMX file"
    );
}

#[test]
fn contexts_of_other_tools() {
    let context = |unit: &str| {
        let unit = read(file(unit).as_bytes()).remove(0);
        let left: usize = unit.properties.len()
            + unit.variants.iter().map(|variant| variant.properties.len()).sum::<usize>();
        let text = |text: Option<std::sync::Arc<str>>| text.as_deref().unwrap_or("-").to_owned();
        let context = unit.context;
        [
            text(context.document),
            text(context.previous_source),
            text(context.next_source),
            left.to_string(),
        ]
    };
    let [de, en] = ["de", "en"].map(|tag| format!("<tuv xml:lang='{tag}'><seg/></tuv>"));
    for (unit, expected) in [
        // memoQ: on the variants, with codes.
        (
            format!("<tu>{de}<tuv xml:lang='en'><prop type='x-context-pre'>&lt;seg&gt;a &lt;ph&gt;x&lt;/ph&gt;&amp;amp; b&lt;/seg&gt;</prop><prop type='x-document'>d</prop><seg/></tuv></tu>"),
            ["d", "a & b", "-", "0"],
        ),
        // The target's neighbours are no sources.
        (
            "<tu><tuv xml:lang='de'><prop type='context_prev'>a</prop><seg/></tuv><tuv xml:lang='en'><prop type='context_next'>b</prop><seg/></tuv></tu>".into(),
            ["-", "-", "b", "1"],
        ),
        // Phrase: each target names the file, and may name another.
        (
            "<tu><tuv xml:lang='en'><seg/></tuv><tuv xml:lang='de'><prop type='filename'>f</prop><seg/></tuv><tuv xml:lang='fr'><prop type='filename'>f</prop><seg/></tuv><tuv xml:lang='it'><prop type='filename'>g</prop><seg/></tuv></tu>".into(),
            ["f", "-", "-", "1"],
        ),
        // XTM: an element in the property, and checksums.
        (
            format!("<tu><prop type='x-previous-source-text'>\n <seg>a <ph>x</ph>b</seg>\n</prop><prop type='x-previous-crc'>1</prop><prop type='x-next-crc'>0</prop>{en}</tu>"),
            ["-", "a b", "-", "0"],
        ),
        (format!("<tu><prop type='x-next-crc'>ab</prop>{en}</tu>"), ["-", "-", "-", "1"]),
        // Studio's second text is the previous target here.
        (format!("<tu><prop type='x-ContextContent'>a |  | b | </prop>{en}</tu>"), ["-", "-", "-", "1"]),
        (
            format!("<tu><prop type='file'>f</prop><prop type='prev'>a</prop><prop type='next'>b</prop><prop type='id'>i</prop>{en}</tu>"),
            ["f", "a", "b", "1"],
        ),
        (format!("<tu><prop type='x-context'>c</prop>{en}</tu>"), ["c", "-", "-", "0"]),
        // The first says it; the second, and one with a language, stay.
        (
            format!("<tu><prop type='prev'>a</prop><prop type='x-previous-source'>b</prop><prop type='next' xml:lang='en'>c</prop>{en}</tu>"),
            ["-", "a", "-", "2"],
        ),
        // A date that is none stays a property.
        (format!("<tu><prop type='x-handoff-date'>yesterday</prop><prop type='x-path'>p</prop>{en}</tu>"), ["p", "-", "-", "1"]),
    ] {
        assert_eq!(context(&unit), expected, "{unit}");
    }
}
