//! One minimal file for each rule, and other validators' opinions.

use proptest::prelude::*;

use super::*;
use crate::diagnostic::{DiagnosticCode, Severity};
use crate::exchange::strategies::unit;
use crate::exchange::tmx::{Encoder, Profile, Writer};

/// A valid file. Each mutation below changes one thing in it.
const VALID: &str = r##"<?xml version="1.0"?>
<tmx version="1.4">
<header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" adminlang="en" srclang="en-US" datatype="html" o-encoding="utf-8" creationdate="20020101T000000Z">
<note xml:lang="en">n</note>
<prop type="p">v</prop>
<ude name="u" base="b"><map unicode="#xF8FF" code="#xF0" ent="e" subst="s"/></ude>
</header>
<body>
<tu tuid="a" usagecount="2" segtype="phrase" srclang="*all*" changedate="20020101T000000Z">
<note>n</note>
<tuv xml:lang="en-US"><prop type="p">v</prop><seg>a<bpt i="1" x="1" type="bold">b</bpt><hi x="2">c</hi><ept i="1">d</ept></seg></tuv>
<tuv xml:lang="de"><seg><bpt i="1" x="1">b<sub type="t">s<ph x="3"/></sub></bpt><hi x="2"/><ept i="1"/><ph x="3" assoc="p">e<sub/></ph></seg></tuv>
</tu>
<tu srclang="de"><tuv xml:lang="de" lang="de"><seg><it pos="begin">i</it><ut>u</ut></seg></tuv></tu>
</body>
</tmx>
"##;

fn findings(file: &[u8]) -> Vec<Finding> {
    Validator::new(file).map(|finding| finding.unwrap()).collect()
}

#[test]
fn a_valid_file() {
    // Both `ph` of the German variant have the `x` 3.
    let file = VALID.replace("<ph x=\"3\"/>", "<ph/>").replace("<ph x=\"3\" ", "<ph ");
    assert_eq!(findings(file.as_bytes()), []);
    assert!(xmllint(&file).is_none_or(|is_valid| is_valid));
}

/// What replaces what in a valid file, the rule that it then breaks, and the
/// place and unit of the finding.
#[test]
fn every_rule_is_told_with_its_place() {
    use DiagnosticCode::*;
    let valid = VALID.replace("<ph x=\"3\"/>", "<ph/>").replace("<ph x=\"3\" ", "<ph ");
    for (from, to, code, place, unit) in [
        // Elements: their names, order and number.
        ("<header c", "<body/><header c", MissingElement, "3:1", None),
        ("</header>", "</header><header/>", UnexpectedElement, "7:10", None),
        ("<note xml", "<foo/><note xml", UnexpectedElement, "4:1", None),
        ("<map ", "<!-- --><foo ", UnexpectedElement, "6:32", None),
        ("<tu srclang=\"de\">", "<tu srclang=\"de\"><seg/>", UnexpectedElement, "14:18", Some(2)),
        ("</tuv></tu>", "</tuv><note/></tu>", UnexpectedElement, "14:96", Some(2)),
        ("<seg>a<bpt", "<seg/><seg>a<bpt", UnexpectedElement, "11:52", Some(1)),
        ("<seg>a<bpt", "<seg/><note/><seg>a<bpt", UnexpectedElement, "11:52", Some(1)),
        ("<ut>u</ut>", "<b>u</b>", UnexpectedElement, "14:74", Some(2)),
        ("<ut>u</ut>", "<sub>u</sub>", UnexpectedElement, "14:74", Some(2)),
        ("<ut>u</ut>", "<ut><ph/></ut>", UnexpectedElement, "14:78", Some(2)),
        (
            "<prop type=\"p\">v</prop><seg>",
            "<prop type=\"p\"><seg/></prop><seg>",
            UnexpectedElement,
            "11:38",
            Some(1),
        ),
        ("<tu srclang", "x<tu srclang", UnexpectedElement, "13:6", None),
        (
            "<tuv xml:lang=\"de\" lang",
            "x<tuv xml:lang=\"de\" lang",
            UnexpectedElement,
            "14:18",
            Some(2),
        ),
        ("subst=\"s\"/>", "subst=\"s\"> </map>", UnexpectedElement, "6:76", None),
        ("</tmx>", "<body/></tmx>", UnexpectedElement, "16:1", None),
        (
            r##"<map unicode="#xF8FF" code="#xF0" ent="e" subst="s"/>"##,
            "",
            MissingElement,
            "6:1",
            None,
        ),
        ("<seg><it pos=\"begin\">i</it><ut>u</ut></seg>", "", MissingElement, "14:18", Some(2)),
        (
            "<tuv xml:lang=\"de\" lang=\"de\"><seg><it pos=\"begin\">i</it><ut>u</ut></seg></tuv>",
            "",
            MissingElement,
            "14:1",
            Some(2),
        ),
        // Attributes.
        (" version=\"1.4\"", "", MissingAttribute, "2:1", None),
        (" version=\"1.4\"", " version=\"1.4b\"", InvalidAttribute, "2:1", None),
        (" version=\"1.4\"", " version=\"1.4\" xmlns=\"u\"", InvalidAttribute, "2:1", None),
        (" creationtool=\"t\"", "", MissingAttribute, "3:1", None),
        (" creationtoolversion=\"1\"", "", MissingAttribute, "3:1", None),
        (" segtype=\"sentence\"", "", MissingAttribute, "3:1", None),
        (" o-tmf=\"t\"", "", MissingAttribute, "3:1", None),
        (" adminlang=\"en\"", "", MissingAttribute, "3:1", None),
        (" srclang=\"en-US\"", "", MissingAttribute, "3:1", None),
        (" datatype=\"html\"", "", MissingAttribute, "3:1", None),
        (" segtype=\"sentence\"", " segtype=\"word\"", InvalidAttribute, "3:1", None),
        (" name=\"u\"", "", MissingAttribute, "6:1", None),
        (" base=\"b\"", "", MissingAttribute, "6:15", None),
        (" unicode=\"#xF8FF\"", "", MissingAttribute, "6:24", None),
        (" unicode=\"#xF8FF\"", " unicode=\"F8FF\"", InvalidAttribute, "6:24", None),
        ("<note>n", "<note type=\"t\">n", InvalidAttribute, "10:1", Some(1)),
        (
            "<prop type=\"p\">v</prop><seg>",
            "<prop>v</prop><seg>",
            MissingAttribute,
            "11:23",
            Some(1),
        ),
        ("<tuv xml:lang=\"de\" lang", "<tuv lang", MissingAttribute, "14:18", Some(2)),
        ("<seg>a<bpt", "<seg xml:space=\"preserve\">a<bpt", InvalidAttribute, "11:46", Some(1)),
        ("<hi x=\"2\">c", "<hi x=\"2\" i=\"1\">c", InvalidAttribute, "11:88", Some(1)),
        ("<ept i=\"1\">d", "<ept i=\"1\" x=\"1\">d", InvalidAttribute, "11:104", Some(1)),
        (" pos=\"begin\"", "", MissingAttribute, "14:52", Some(2)),
        (" pos=\"begin\"", " pos=\"start\"", InvalidAttribute, "14:52", Some(2)),
        ("segtype=\"phrase\"", "segtype=\"Phrase\"", InvalidAttribute, "9:1", Some(1)),
        ("usagecount=\"2\"", "usagecount=\"two\"", InvalidAttribute, "9:1", Some(1)),
        ("<hi x=\"2\">c", "<hi x=\"\">c", InvalidAttribute, "11:88", Some(1)),
        // Dates, languages, ids.
        (
            "creationdate=\"20020101T000000Z\"",
            "creationdate=\"2002-01-01\"",
            InvalidDate,
            "3:1",
            None,
        ),
        (
            "changedate=\"20020101T000000Z\"",
            "changedate=\"20020230T000000Z\"",
            InvalidDate,
            "9:1",
            Some(1),
        ),
        (" adminlang=\"en\"", " adminlang=\"EN\"", InvalidLanguage, "3:1", None),
        (" adminlang=\"en\"", " adminlang=\"*all*\"", InvalidLanguage, "3:1", None),
        ("<note xml:lang=\"en\"", "<note xml:lang=\"e\"", InvalidLanguage, "4:1", None),
        (
            "<tuv xml:lang=\"de\"><seg><bpt",
            "<tuv xml:lang=\"DE\"><seg><bpt",
            InvalidLanguage,
            "12:1",
            Some(1),
        ),
        (
            "<tuv xml:lang=\"de\"><seg><bpt",
            "<tuv xml:lang=\"de_DE\"><seg><bpt",
            InvalidLanguage,
            "12:1",
            Some(1),
        ),
        ("tuid=\"a\"", "tuid=\"a b\"", InvalidId, "9:1", Some(1)),
        // Units.
        ("<tu srclang=\"de\">", "<tu srclang=\"fr\">", MissingSource, "14:1", Some(2)),
        ("<tu srclang=\"de\">", "<tu>", MissingSource, "14:1", Some(2)),
        ("<ept i=\"1\"/>", "", UnpairedCode, "12:25", Some(1)),
        ("<ut>u</ut>", "<ept i=\"1\"/>", UnpairedCode, "14:74", Some(2)),
        ("<ut>u</ut>", "<ept i=\"1\"/><bpt i=\"1\"/>", UnpairedCode, "14:74", Some(2)),
        (
            "<ut>u</ut>",
            "<bpt i=\"1\"><sub><ept i=\"1\"/></sub></bpt><ept i=\"1\"/>",
            UnpairedCode,
            "14:90",
            Some(2),
        ),
        (
            "<ut>u</ut>",
            "<bpt i=\"1\"/><ept i=\"1\"/><bpt i=\"1\"/>",
            RepeatedCode,
            "14:98",
            Some(2),
        ),
        ("<ut>u</ut>", "<ph x=\"1\"/><ph x=\"1\"/>", RepeatedCode, "14:85", Some(2)),
        ("<hi x=\"2\"/>", "<hi/>", CodesDiffer, "12:1", Some(1)),
        ("<hi x=\"2\"/>", "<hi/><ut x=\"2\"/>", CodesDiffer, "12:1", Some(1)),
        // Characters.
        ("<ut>u", "<ut>\u{1}", ForbiddenCharacter, "14:78", Some(2)),
        ("<ut>u", "<ut>&#8;", ForbiddenCharacter, "14:78", Some(2)),
        ("tuid=\"a\"", "tuid=\"a&#xFFFE;\"", ForbiddenCharacter, "9:12", Some(1)),
        ("<ut>u", "<ut>]]>", UnexpectedElement, "14:78", Some(2)),
        ("<ut>u", "<ut>&nb;", MalformedUnit, "14:78", Some(2)),
        ("<ut>u", "<ut>&nbsp;", UnexpectedElement, "14:78", Some(2)),
        ("<ut>u", "<ut>&#xD83D;&#xDE06;", UnexpectedElement, "14:78", Some(2)),
        ("<ut>u", "<ut>&#xD83D;", ForbiddenCharacter, "14:78", Some(2)),
        (
            "<prop type=\"p\">v</prop>\n",
            "<prop type=\"p\">&x;</prop>\n",
            UnexpectedElement,
            "5:16",
            None,
        ),
        ("<body>", "<body><!-- a -- b -->", UnexpectedElement, "8:14", None),
        (
            "<?xml version=\"1.0\"?>",
            "<?xml version=\"1.0\" encoding=\"UTF-16\"?>",
            UnmarkedEncoding,
            "1:1",
            None,
        ),
        // Quirks, which are no faults.
        (" segtype=\"sentence\"", " segtype=\"paragraph\"", InvalidAttribute, "3:1", None),
    ] {
        let file = valid.replacen(from, to, 1);
        assert_ne!(file, valid, "{from}");
        let found = findings(file.as_bytes());
        let first = found.first().unwrap_or_else(|| panic!("nothing found of {to}"));
        let place_found = first.start.to_string();
        let told = (first.code, place_found.as_str(), first.unit);
        assert_eq!(told, (code, place, unit), "{to}: {first}");
        let severity = if to.contains("paragraph") { Severity::Note } else { code.severity() };
        if code != ForbiddenCharacter && code != UnmarkedEncoding {
            assert_eq!(first.severity, severity, "{to}");
        }
        assert!(first.message.starts_with("expected "), "{first}");
    }
}

#[test]
fn what_is_no_tmx_is_an_error() {
    for file in ["", "<tmx", "<xliff/>", "<tmx><header></tmx>", "no"] {
        let last = Validator::new(file.as_bytes()).last();
        assert!(last.expect("something wrong").is_err(), "{file}");
    }
    let mut validator = Validator::new(&b"<xliff/>"[..]);
    assert!(validator.next().unwrap().is_err());
    assert!(validator.next().is_none());
}

#[test]
fn units_are_counted() {
    let mut validator = Validator::new(VALID.as_bytes());
    validator.by_ref().for_each(|finding| drop(finding.unwrap()));
    assert_eq!(validator.units(), 2);
}

proptest! {
    #[test]
    fn what_is_written_has_no_finding(units in prop::collection::vec(unit(), 0..3)) {
        for profile in Profile::ALL {
            let encoder = Encoder::default().with_profile(*profile);
            let mut writer = Writer::with_encoder(Vec::new(), encoder).unwrap();
            units.iter().for_each(|unit| writer.write(unit).unwrap());
            let file = writer.finish().unwrap();
            prop_assert_eq!(findings(&file), [], "{}", String::from_utf8_lossy(&file));
        }
    }

    #[test]
    fn any_bytes_end_without_a_panic(
        at in 0..VALID.len(), bytes in prop::collection::vec(any::<u8>(), 0..4)
    ) {
        let mut file = VALID.as_bytes().to_vec();
        let end = (at + bytes.len()).min(file.len());
        file.splice(at..end, bytes);
        Validator::new(file.as_slice()).for_each(drop);
        Validator::new(&file[..at]).for_each(drop);
    }
}

/// Whether the DTD takes a file; nothing where xmllint or the DTD is not there.
fn xmllint(file: &str) -> Option<bool> {
    let dtd = crate::needs::shared("tmx/tmx14.dtd")?;
    let output = crate::needs::xmllint(&["--dtdvalid", dtd.to_str().unwrap()], file)?;
    Some(output.status.success())
}

/// The tags, texts and attributes of the valid file, as ranges.
fn parts(file: &str) -> Vec<std::ops::Range<usize>> {
    let mut parts = Vec::new();
    let mut at = 0;
    for piece in file.split_inclusive(['<', '>', ' ']) {
        let end = at + piece.len();
        parts.push(at..end - 1);
        at = end;
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Each part of a valid file left out, doubled, and in the place of another.
#[test]
fn what_xmllint_rejects_is_rejected() {
    if xmllint(VALID).is_none() {
        return;
    }
    let parts = parts(VALID);
    let mut rejected = 0;
    for (index, part) in parts.iter().enumerate() {
        let other = VALID[parts[(index * 7 + 3) % parts.len()].clone()].to_owned();
        let own = VALID[part.clone()].to_owned();
        for new in [String::new(), format!("{own}{own}"), format!("{own} {own}"), other] {
            let mut file = VALID.to_owned();
            file.replace_range(part.clone(), &new);
            if xmllint(&file) == Some(false) {
                rejected += 1;
                let found = Validator::new(file.as_bytes()).next();
                assert!(found.is_some(), "nothing found in\n{file}");
            }
        }
    }
    assert!(rejected > 100, "{rejected}");
}
