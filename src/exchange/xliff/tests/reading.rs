//! What other tools write, and what is wrong in files.

use super::*;
use crate::diagnostic::DiagnosticCode;
use crate::inline::Piece;

/// A file around the content of its body, in 1.2, or of its only unit, in 2.1.
fn file(version: Version, content: &str) -> String {
    match version {
        Version::V1_2 => format!(
            "<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\
             <file original=\"a.md\" source-language=\"en\" target-language=\"de\" datatype=\"html\">\
             <body>{content}</body></file></xliff>"
        ),
        Version::V2_1 => format!(
            "<xliff version=\"2.1\" srcLang=\"en\" trgLang=\"de\" \
             xmlns=\"urn:oasis:names:tc:xliff:document:2.0\"><file id=\"f\" original=\"a.md\">\
             <group id=\"g\"><unit id=\"u\">{content}</unit></group></file></xliff>"
        ),
    }
}

/// A file of one unit around the content of its source.
fn source(version: Version, content: &str) -> String {
    let (start, end) = match version {
        Version::V1_2 => ("<trans-unit id=\"1\"><source>", "</source><target/></trans-unit>"),
        Version::V2_1 => ("<segment><source>", "</source></segment>"),
    };
    file(version, &format!("{start}{content}{end}"))
}

/// What both versions spell, each its own way, where it can.
fn spelled(both: [&str; 2]) -> impl Iterator<Item = (Version, String)> {
    let both = both.map(str::to_owned);
    VERSIONS.into_iter().zip(both).filter(|(_, spelled)| !spelled.is_empty())
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
    for (sources, expected, findings) in [
        (["a<g id=\"1\">b</g>", "a<pc id=\"1\">b</pc>"], "a (1 b )1", &[][..]),
        (["<x id=\"1\"/>", "<ph id=\"1\"/>"], "x1", &[]),
        (["<bx id=\"1\"/>a<ex id=\"1\"/>", "<sc id=\"1\"/>a<ec startRef=\"1\"/>"], "(1 a )1", &[]),
        (["<bx id=\"1\" rid=\"7\"/>a<ex id=\"2\" rid=\"7\"/>", ""], "(1 a )1", &[]),
        (["<bx id=\"1\"/>a", "<sc id=\"1\" isolated=\"yes\"/>a"], "<1 a", &[]),
        (["", "<ec id=\"1\" isolated=\"yes\"/>a"], ">1 a", &[]),
        (["<bpt id=\"1\">{</bpt>a<ept id=\"1\">}</ept>", ""], "(1 a )1", &[]),
        (["<bpt id=\"1\">{</bpt>a", "<sc id=\"1\"/>a"], "<1 a", &[DiagnosticCode::UnpairedCode]),
        (["<ept id=\"1\">}</ept>", "<ec startRef=\"1\"/>"], ">1", &[DiagnosticCode::UnpairedCode]),
        (
            ["<bpt id=\"1\">{</bpt><bpt id=\"1\">{</bpt><ept id=\"1\">}</ept>", ""],
            "<1 (1 )1",
            &[DiagnosticCode::RepeatedCode],
        ),
        (["<it id=\"1\" pos=\"open\">{</it>", ""], "<1", &[]),
        (["<it id=\"1\" pos=\"end\">{</it>", ""], ">1", &[]),
        (["<it id=\"1\">{</it>", ""], "x1", &[DiagnosticCode::MissingAttribute]),
        (["<ph>{</ph>", "<ph/>"], "x-", &[DiagnosticCode::MissingAttribute]),
        (["", "<ph id=\"1\" dataRef=\"d\"/>"], "x1", &[DiagnosticCode::InvalidAttribute]),
        (
            ["<mrk mtype=\"term\" mid=\"3\">a</mrk>", "<mrk id=\"3\" type=\"term\">a</mrk>"],
            "(3 a )3",
            &[],
        ),
        (["<mrk mtype=\"seg\" mid=\"1\">a</mrk>", ""], "a", &[]),
        (
            ["", "<sm id=\"1\"/><sc id=\"2\"/><em startRef=\"1\"/><ec startRef=\"2\"/>"],
            "(1 (2 )1 )2",
            &[],
        ),
        (["", "a<cp hex=\"001F\"/>b"], "a\u{1f}b", &[]),
        (["", "<cp hex=\"x\"/>"], "\u{fffd}", &[DiagnosticCode::InvalidAttribute]),
        (["a<b>c<i>d</i></b>e"; 2], "acde", &[DiagnosticCode::UnexpectedElement; 2]),
        (["a<o:b xmlns:o=\"urn:o\">c</o:b>"; 2], "ac", &[DiagnosticCode::UnexpectedElement]),
        (["a&#1;b"; 2], "ab", &[DiagnosticCode::ForbiddenCharacter]),
        (["a<![CDATA[<b>]]>"; 2], "a<b>", &[]),
        (["a ]]> b"; 2], "a ]]> b", &[DiagnosticCode::UnexpectedElement]),
    ] {
        for (version, spelled) in spelled(sources) {
            let (units, found) = read_all(&source(version, &spelled));
            assert_eq!(codes(&units[0].variants[0].text), expected, "{spelled}");
            assert_eq!(found, findings, "{spelled}");
        }
    }
}

#[test]
fn texts_inside_codes() {
    let (units, _) = read_all(&source(
        Version::V1_2,
        "<ph id=\"1\">&lt;img alt='<sub>A <bpt id=\"1\">*</bpt>b<ept id=\"1\">*</ept></sub>'></ph>",
    ));
    let text = &units[0].variants[0].text;
    let code = text.codes().next().unwrap();
    assert_eq!(code.native, "<img alt='A *b*'>");
    assert_eq!(code.subflows[0].range, 10..15);
    assert_eq!(code.subflows[0].text.text(), "A b");
}

#[test]
fn types_of_codes_and_their_attributes_are_kept() {
    let content = "<ph id=\"1\" type=\"ui\" subType=\"xlf:var\" canCopy=\"no\" disp=\"x\" equiv=\"y\"/>\
        <pc id=\"2\" type=\"link\" subType=\"html:a\" dispEnd=\"z\" canReorder=\"firstNo\">a</pc>\
        <mrk id=\"3\" type=\"comment\" value=\"note\" ref=\"#n=1\">b</mrk>";
    let unit = read(&source(Version::V2_1, content)).remove(0);
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
    let again = file_of(Version::V2_1, &unit);
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
fn states() {
    for (old, new, expected) in [
        (["", "state=\"new\""], Some("state=\"initial\""), Some(State::Initial)),
        (
            ["", "state=\"needs-l10n\""],
            Some("state=\"initial\" subState=\"bitext:needs-review\""),
            Some(State::NeedsReview),
        ),
        (
            ["", "state=\"translated\""],
            Some("state=\"translated\" subState=\"my:a\""),
            Some(State::Translated),
        ),
        (
            ["approved=\"yes\"", "state=\"translated\""],
            Some("state=\"reviewed\""),
            Some(State::Reviewed),
        ),
        (["approved=\"yes\"", "state=\"final\""], Some("state=\"final\""), Some(State::Final)),
        (["approved=\"yes\"", ""], None, Some(State::Reviewed)),
        (["approved=\"no\"", ""], Some(""), None),
        (["", "state=\"x-mine\""], None, None),
    ] {
        let [unit, target] = old;
        let body = format!(
            "<trans-unit id=\"1\" {unit}><source>a</source><target {target}>b</target></trans-unit>"
        );
        let units = read(&file(Version::V1_2, &body));
        assert_eq!(units[0].variants[1].state, expected, "{old:?}");
        // The word itself is kept, where it says all.
        let again = encode(&Encoder::default(), &units);
        let is_kept = again.contains(target) || unit.contains("yes");
        assert!(is_kept || expected.is_none(), "{again}");
        let Some(new) = new else { continue };
        let body = format!("<segment {new}><source>a</source><target>b</target></segment>");
        let unit = read(&file(Version::V2_1, &body)).remove(0);
        assert_eq!(unit.variants[1].state, expected, "{new}");
        let again = file_of(Version::V2_1, &unit);
        assert!(again.contains(new), "{new} in {again}");
    }
}

#[test]
fn marks_of_segments_are_units() {
    let body = "<trans-unit id=\"7\"><source>A. <g id=\"1\">B. C.</g></source>\
        <seg-source><mrk mtype=\"seg\" mid=\"0\">A.</mrk> <g id=\"1\"><mrk mtype=\"seg\" mid=\"1\">B.</mrk> \
        <mrk mtype=\"seg\" mid=\"2\">C.</mrk></g></seg-source>\
        <target state=\"translated\"><mrk mtype=\"seg\" mid=\"0\">a.</mrk> <mrk mtype=\"seg\" mid=\"1\">b.</mrk></target>\
        <alt-trans mid=\"1\" match-quality=\"90%\"><target>ß.</target></alt-trans>\
        <note>x</note></trans-unit>";
    let units = read(&file(Version::V1_2, body));
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
        let (units, found) = read_all(&file(Version::V1_2, &body));
        assert_eq!(found.len(), usize::from(is_found), "{target}");
        assert_eq!(units.len(), if is_found { 1 } else { 2 }, "{target}");
        if is_found {
            assert_eq!(texts(&units[0]), ["A. B.", "a. b."]);
        }
    }
}

#[test]
fn segments_are_units() {
    let unit = "<notes><note>n</note></notes><originalData><data id=\"d\">*<cp hex=\"0001\"/></data></originalData>\
        <segment id=\"a\" state=\"final\"><source><sc id=\"1\" dataRef=\"d\"/>A.</source><target>a.</target></segment>\
        <ignorable><source> </source></ignorable>\
        <segment><source>B.<ec startRef=\"1\" dataRef=\"d\"/></source></segment>";
    let units = read(&file(Version::V2_1, unit));
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
    let (units, codes) = read_all(&file(Version::V2_1, &unit));
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
    let unit = read(&file(Version::V2_1, unit)).remove(0);
    let found: Vec<_> =
        unit.properties.iter().map(|it| (it.name.as_str(), it.value.as_str())).collect();
    assert_eq!(found, [("doc/a", "1"), ("b", "2"), ("doc/c", "3")]);
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
    let unit = read(&file(Version::V1_2, body)).remove(0);
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
    for (contents, code, units) in [
        (["<bin-unit id=\"1\"><bin-source/></bin-unit>", ""], DiagnosticCode::UnexpectedElement, 0),
        (
            [
                "<trans-unit id=\"1\"><target>a</target></trans-unit>",
                "<segment><target>a</target></segment>",
            ],
            DiagnosticCode::MissingSource,
            0,
        ),
        (["<trans-unit><source>a</source></trans-unit>", ""], DiagnosticCode::MissingAttribute, 1),
        (
            [
                "<trans-unit id=\"1\"><source>a&nb;b</source></trans-unit>",
                "<segment><source>a&nb;b</source></segment>",
            ],
            DiagnosticCode::MalformedUnit,
            0,
        ),
        (
            [
                "<trans-unit id=\"1\"><source>a&nbsp;b</source></trans-unit>",
                "<segment><source>a&nbsp;b</source></segment>",
            ],
            DiagnosticCode::UnexpectedElement,
            1,
        ),
        (
            [
                "<trans-unit id=\"1\"><source>a</source><target state=\"done\">b</target></trans-unit>",
                "<segment state=\"done\"><source>a</source></segment>",
            ],
            DiagnosticCode::InvalidAttribute,
            1,
        ),
        (
            [
                "<trans-unit id=\"1\"><source>a</source><target xml:lang=\"?\">b</target></trans-unit>",
                "<segment><source>a</source><target xml:lang=\"?\">b</target></segment>",
            ],
            DiagnosticCode::InvalidLanguage,
            1,
        ),
        (
            [
                "<trans-unit id=\"1\"><source>a</source><alt-trans match-quality=\"good\"><target>b</target></alt-trans></trans-unit>",
                "",
            ],
            DiagnosticCode::InvalidAttribute,
            1,
        ),
        (
            ["<trans-unit id=\"1\"><source>a</source><alt-trans/></trans-unit>", ""],
            DiagnosticCode::MissingTarget,
            1,
        ),
        (
            [
                "<trans-unit id=\"1\"><source>a</source><note priority=\"11\">b</note></trans-unit>",
                "<notes><note priority=\"0\">b</note></notes><segment><source>a</source></segment>",
            ],
            DiagnosticCode::InvalidAttribute,
            1,
        ),
        (
            [
                "<trans-unit id=\"1\"><source>a</source><context-group purpose=\"x-history\"><context context-type=\"x-created\">today</context></context-group></trans-unit>",
                "",
            ],
            DiagnosticCode::InvalidDate,
            1,
        ),
        (
            ["<trans-unit id=\"1\"><source>a</source><source>b</source></trans-unit>", ""],
            DiagnosticCode::UnexpectedElement,
            1,
        ),
        (["<unit/>", ""], DiagnosticCode::UnexpectedElement, 0),
        (
            ["", "<trans-unit/><segment><source>a</source></segment>"],
            DiagnosticCode::UnexpectedElement,
            1,
        ),
    ] {
        for (version, spelled) in spelled(contents) {
            let (read, found) = read_all(&file(version, &spelled));
            assert_eq!((found, read.len()), (vec![code], units), "{spelled}");
        }
    }
}

#[test]
fn a_finding_says_where() {
    let units = "<trans-unit id=\"k\"><source>a</source></trans-unit>\n<trans-unit id=\"l\"/>";
    let text = file(Version::V1_2, units);
    let mut units = Reader::new(text.as_bytes()).units();
    assert_eq!(units.by_ref().count(), 1);
    let finding = &units.reader().findings()[0];
    assert_eq!((finding.start.line, finding.unit), (2, Some(2)));
    assert_eq!(finding.unit_id.as_deref(), Some("l"));
}

#[test]
fn the_file_names_its_version() {
    for (root, finding) in [
        (["1.2", "1.2"], None),
        (["1.1", ""], None),
        (["1.3", ""], Some(DiagnosticCode::InvalidAttribute)),
        (["1.2", ""], Some(DiagnosticCode::MissingAttribute)),
        (["2.0", "2.0"], None),
        (["2.2", "2.2"], None),
        (["2.1", ""], Some(DiagnosticCode::MissingAttribute)),
        // The namespace is what the elements are of.
        (["1.2", "2.0"], Some(DiagnosticCode::InvalidAttribute)),
        (["2.1", "1.2"], Some(DiagnosticCode::InvalidAttribute)),
    ] {
        let [number, namespace] = root;
        let is_new = format!("{namespace}{number}").starts_with('2');
        let version = if is_new { Version::V2_1 } else { Version::V1_2 };
        let content = source(version, "a");
        let (_, rest) = content.split_once("<file").unwrap();
        let namespace = match namespace {
            "" => String::new(),
            number => format!("xmlns=\"urn:oasis:names:tc:xliff:document:{number}\""),
        };
        let (units, found) = read_all(&format!(
            "<xliff version=\"{number}\" {namespace} srcLang=\"en\" trgLang=\"de\"><file{rest}"
        ));
        assert_eq!(units.len(), 1, "{root:?}");
        assert_eq!(texts(&units[0])[0], "a", "{root:?}");
        assert_eq!(found.first().copied(), finding, "{root:?}");
    }
}

#[test]
fn files_that_cannot_be_read() {
    for (text, message) in [
        ("<tmx/>", "whose root is `xliff`"),
        ("", "no XML"),
        ("<xliff version=\"1.2\"><file>", "cut off"),
        ("<xliff version=\"2.1\" srcLang=\"en\"><file>", "cut off"),
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
    let each =
        |count: usize, spell: &dyn Fn(usize) -> String| (0..count).map(spell).collect::<String>();
    for (version, opening, starts, ends) in [
        (
            Version::V1_2,
            "<g id=\"1\">",
            each(20_000, &|id| format!("<bpt id=\"{id}\"/>")),
            each(20_000, &|id| format!("<ept id=\"{id}\"/>")),
        ),
        (
            Version::V2_1,
            "<pc id=\"1\">",
            each(20_000, &|id| format!("<sc id=\"{id}\"/>")),
            each(20_000, &|id| format!("<ec startRef=\"{id}\"/>")),
        ),
    ] {
        let deep = source(version, &opening.repeat(100_000));
        assert!(Reader::new(deep.as_bytes()).units().any(|unit| unit.is_err()));
        assert_eq!(read(&source(version, &format!("{starts}{ends}"))).len(), 1);
    }
    let note = format!("<note>{}</note>", "n".repeat(100_000));
    let marks = each(20_000, &|id| format!("<mrk mtype=\"seg\" mid=\"{id}\">a</mrk><!-- -->"));
    let whole = "a".repeat(20_000);
    let segments = "<segment><source>a</source></segment>".repeat(20_000);
    for (version, content) in [
        (
            Version::V1_2,
            format!(
                "<trans-unit id=\"1\"><source>{whole}</source><seg-source>{marks}</seg-source>{note}</trans-unit>"
            ),
        ),
        (Version::V2_1, format!("<notes>{note}</notes>{segments}")),
    ] {
        let (units, found) = read_all(&file(version, &content));
        assert_eq!((units.len(), found), (20_000, vec![DiagnosticCode::LimitReached]));
        assert_eq!(units.iter().filter(|unit| !unit.notes.is_empty()).count(), 1);
    }
}

#[test]
fn cut_at_every_byte() {
    for file in [
        encode(&Encoder::default(), &[document_unit(), memory_unit()]),
        file_of(Version::V2_1, &memory_unit()),
    ] {
        let bytes = file.as_bytes();
        for end in 0..bytes.len() {
            let mut units = Reader::new(&bytes[..end]).units();
            let ends: Vec<bool> = units.by_ref().map(|unit| unit.is_ok()).collect();
            let is_whole = file.get(end..).unwrap_or("x").trim().is_empty();
            let errors = ends.iter().filter(|is_ok| !**is_ok).count();
            assert_eq!(errors, usize::from(!is_whole), "{end}");
            assert_eq!(ends.last() == Some(&false), !is_whole, "{end}");
        }
    }
}

/// The files of the technical committee's test suite that are valid.
#[test]
fn files_of_the_official_suite() {
    let Some(suite) = crate::needs::shared("xliff/suite/2.1") else { return };
    let mut count = 0;
    for part in ["core", "modules"] {
        for entry in std::fs::read_dir(suite.join(part).join("valid")).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "xlf") {
                continue;
            }
            let file = std::fs::read(&path).unwrap();
            let mut units = Reader::new(file.as_slice()).units();
            let read =
                units.by_ref().map(|unit| unit.unwrap_or_else(|error| panic!("{path:?}: {error}")));
            count += usize::from(read.count() > 0);
            let errors = units.reader().findings().iter();
            let errors: Vec<_> =
                errors.filter(|finding| finding.severity == crate::Severity::Error).collect();
            assert!(errors.is_empty(), "{path:?}: {errors:?}");
        }
    }
    assert!(count > 20, "{count}");
}

/// The ids of codes are those that they had, on both sides.
#[test]
fn ids_of_codes_are_kept() {
    for (version, units) in [
        (
            Version::V1_2,
            &[
                "<source>A <x id=\"I\" equiv-text=\"a\"/> b <x id=\"I\" equiv-text=\"b\"/></source>\n\
                 <target>C <x id=\"I\" equiv-text=\"a\"/> d <x id=\"I\" equiv-text=\"b\"/></target>",
                "<source><ph id=\"0\">{</ph>a<ph id=\"1\">[</ph></source>\n\
                 <target><ph id=\"0\">{</ph>b<ph id=\"4\">(</ph><ph id=\"5\">)</ph></target>",
                "<source><g id=\"1\">a</g></source>\n<target><g id=\"2\">a</g><x id=\"7\"/></target>",
            ][..],
        ),
        (
            Version::V2_1,
            &[
                "<source>a<ph id=\"0\"/></source>\n<target>b<ph id=\"0\"/><ph id=\"x\"/></target>",
                "<source><pc id=\"7\">a</pc></source>\n<target><pc id=\"8\">b</pc></target>",
            ],
        ),
    ] {
        for texts in units {
            let content = match version {
                Version::V1_2 => format!("<trans-unit id=\"1\">{texts}</trans-unit>"),
                Version::V2_1 => format!("<segment>{texts}</segment>"),
            };
            let unit = read(&file(version, &content)).remove(0);
            let again = file_of(version, &unit);
            assert!(again.contains(texts), "{again}");
        }
    }
}

#[test]
fn ids_of_marks_are_kept_in_1_2() {
    let texts = "<source><mrk mtype=\"protected\" mid=\"1\">A</mrk> <g id=\"1\">b</g></source>\
        <target><mrk mtype=\"x-a\">c</mrk><mrk mtype=\"protected\" mid=\"1\">A</mrk></target>";
    let content = format!("<trans-unit id=\"1\">{texts}</trans-unit>");
    let unit = read(&file(Version::V1_2, &content)).remove(0);
    let again = file_of(Version::V1_2, &unit);
    assert!(again.contains("mid=\"1\">A</mrk> <g id=\"1\">"), "{again}");
    assert_eq!(read(&again), [unit]);
}

/// The ids of `file` elements stay, and stay unique.
#[test]
fn ids_of_files_are_kept_in_2_1() {
    let one = read(&source(Version::V2_1, "a")).remove(0);
    let mut other = one.clone();
    other.origin.path = Some("b.md".into());
    let mut encoder = encoder(Version::V2_1, &one);
    encoder = encoder.with_target_language("de".parse().unwrap());
    let again = encode(&encoder, &[one.clone(), other]);
    assert_eq!(again.matches("<file id=\"f\" original=\"a.md\">").count(), 1, "{again}");
    assert_eq!(again.matches("<file id=\"f-").count(), 1, "{again}");
    assert!(!again.contains("file.id"), "{again}");
    assert_eq!(read(&again)[0], one);
}

#[test]
fn a_seg_source_of_other_words_is_told() {
    for (cut, found) in [
        ("<mrk mtype=\"seg\" mid=\"0\">A.</mrk> <mrk mtype=\"seg\" mid=\"1\">B!</mrk>", true),
        ("<mrk mtype=\"seg\" mid=\"0\">A. C.</mrk>", true),
        ("<mrk mtype=\"seg\" mid=\"0\">A.  B.</mrk>", false),
        ("", false),
    ] {
        let content = format!(
            "<trans-unit id=\"1\"><source>A. B.</source><seg-source>{cut}</seg-source>\
             <target><mrk mtype=\"seg\" mid=\"0\">C.</mrk></target></trans-unit>"
        );
        let (units, codes) = read_all(&file(Version::V1_2, &content));
        assert_eq!(texts(&units[0]), ["A. B.", "C."]);
        assert_eq!(codes.contains(&DiagnosticCode::CodesDiffer), found, "{cut}");
    }
}

#[test]
fn the_order_of_targets_is_kept_and_told() {
    let content = "<segment id=\"1\"><source>a</source><target order=\"2\">b</target></segment>\
        <segment id=\"2\"><source>c</source><target order=\"1\">d</target></segment>\
        <ignorable><source> </source></ignorable>\
        <segment id=\"3\"><source>e</source><target order=\"4\">f</target></segment>";
    let (units, codes) = read_all(&file(Version::V2_1, content));
    assert_eq!(texts(&units[0]), ["a", "b"]);
    assert_eq!(codes, [DiagnosticCode::UnexpectedElement; 2]);
    let again = read(&encode(&encoder(Version::V2_1, &units[0]), &units));
    assert_eq!(again[0].variants[1].attributes, units[0].variants[1].attributes);
    assert_eq!(units[0].variants[1].attributes[0].value, "2");
}

/// Trados says of each segment how far it is.
#[test]
fn confirmations_of_trados_are_states() {
    let content = "<trans-unit id=\"1\"><source>A. B. C.</source><seg-source>\
        <mrk mtype=\"seg\" mid=\"1\">A.</mrk> <mrk mtype=\"seg\" mid=\"2\">B.</mrk> \
        <mrk mtype=\"seg\" mid=\"3\">C.</mrk></seg-source><target><mrk mtype=\"seg\" mid=\"1\">a</mrk> \
        <mrk mtype=\"seg\" mid=\"2\">b</mrk> <mrk mtype=\"seg\" mid=\"3\">c</mrk></target>\
        <s:seg-defs xmlns:s=\"http://sdl.com/FileTypes/SdlXliff/1.0\"><s:seg id=\"1\" conf=\"ApprovedSignOff\">\
        <s:value key=\"a\">b</s:value></s:seg><s:seg id=\"2\" conf=\"Draft\"/><s:seg id=\"3\"/></s:seg-defs>\
        </trans-unit><trans-unit id=\"2\"><source>D</source><seg-source><mrk mtype=\"seg\" mid=\"4\">D</mrk>\
        </seg-source><target><mrk mtype=\"seg\" mid=\"4\">d</mrk></target>\
        <s:seg-defs xmlns:s=\"http://sdl.com/FileTypes/SdlXliff/1.0\"><s:seg id=\"4\" conf=\"Translated\"/>\
        </s:seg-defs></trans-unit>";
    let units = read(&file(Version::V1_2, content));
    let states: Vec<_> = units.iter().map(|unit| unit.variants[1].state).collect();
    let expected = [State::Final, State::NeedsReview, State::Initial, State::Translated];
    assert_eq!(states, expected.map(Some));
}

/// What marks refer to keeps its name.
#[test]
fn ids_of_notes_are_kept_in_2_1() {
    let content = "<notes><note>a</note><note id=\"n1\">b</note><note id=\"n2\" appliesTo=\"target\">c</note>\
        </notes><segment><source><mrk id=\"m\" type=\"comment\" ref=\"#n=n1\">x</mrk></source>\
        <target>y</target></segment>";
    let unit = read(&file(Version::V2_1, content)).remove(0);
    let again = file_of(Version::V2_1, &unit);
    for expected in ["<note>a", "<note id=\"n1\">b", "<note id=\"n2\" appliesTo=\"target\">c"] {
        assert!(again.contains(expected), "{again}");
    }
    assert!(!again.contains("note.ids"), "{again}");
    assert_eq!(read(&again), [unit]);
}

/// Gives so many bytes at once, as a pipe may.
struct Pipe<'b>(&'b [u8], usize);

impl std::io::Read for Pipe<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.1.min(buffer.len()).min(self.0.len());
        let (given, rest) = self.0.split_at(length);
        buffer[..length].copy_from_slice(given);
        self.0 = rest;
        Ok(length)
    }
}

/// However the bytes come, units before a break are given.
#[test]
fn units_before_broken_bytes_are_given() {
    let units = [
        "<trans-unit id=\"1\"><source>a</source></trans-unit>".repeat(2),
        "<segment><source>a</source></segment>".to_owned(),
    ];
    for (version, content) in VERSIONS.into_iter().zip(units) {
        let file = file(version, &content);
        let end = match version {
            Version::V1_2 => file.find("</body>"),
            Version::V2_1 => file.find("</group>"),
        };
        let count = content.matches("<source>").count();
        for tail in [&b"\xff"[..], b" \n\xff</body>", b"\xe4\xb8", b"<\xff", b"<a b='\xff'/>"] {
            let bytes = [&file.as_bytes()[..end.unwrap()], tail].concat();
            for at_once in 1..=bytes.len() {
                let read: Vec<_> = Reader::new(Pipe(&bytes, at_once)).units().collect();
                let given = read.iter().filter(|unit| unit.is_ok()).count();
                assert_eq!((given, read.len()), (count, count + 1), "{tail:?} {at_once}");
            }
        }
    }
}
