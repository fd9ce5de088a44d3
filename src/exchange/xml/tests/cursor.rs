//! The cursor: namespaces, what is passed over, what spoils a unit.

use super::*;
use crate::diagnostic::{DiagnosticCode, Severity};
use crate::exchange::xml::Defect;
use crate::exchange::xml::cursor::{Cursor, DefectAction, Step};

fn spoil(defect: Defect<'_>, in_unit: bool) -> DefectAction {
    match defect {
        Defect::Reference(_) if in_unit => DefectAction::SpoilAlone,
        Defect::CommentHyphens => DefectAction::Ignore,
        _ => DefectAction::Find(DiagnosticCode::UnexpectedElement, Severity::Error),
    }
}

fn plain(file: &str) -> Cursor<&[u8]> {
    Cursor::without_namespaces(file.as_bytes(), Limits::default(), spoil)
}

#[test]
fn an_element_is_passed_over() {
    let mut cursor = plain("<a><b><c/>x<b>y&x;</b></b><d/>z</a>");
    let mut names = Vec::new();
    while let step @ (Step::Start | Step::Text | Step::End) = cursor.advance().unwrap() {
        if step == Step::Start {
            names.push(cursor.name().to_owned());
            if cursor.name() != "a" {
                cursor.pass_over().unwrap();
                assert_eq!(cursor.depth(), 1);
            }
        }
    }
    assert_eq!(names, ["a", "b", "d"]);
    assert!(cursor.findings.all().is_empty());
    let mut cursor = plain("<a><b>");
    assert_eq!(cursor.advance().unwrap(), Step::Start);
    assert!(cursor.skip().is_err());
}

#[test]
fn names_are_in_namespaces_or_as_written() {
    let file = "<p:a xmlns:p='u' xmlns='v' b='1'><c p:d='2'/><e xmlns=''/></p:a>";
    let mut cursor = Cursor::new(file.as_bytes(), Limits::default(), &["v"]);
    let mut found: Vec<(_, _, Vec<_>)> = Vec::new();
    loop {
        match cursor.advance().unwrap() {
            Step::Start => found.push((
                cursor.name().to_owned(),
                [0, 1].map(|space| cursor.name_in(space).is_some()),
                cursor
                    .attributes()
                    .map(|(name, value)| (name.to_owned(), value.to_owned()))
                    .collect(),
            )),
            Step::Done => break,
            _ => {}
        }
    }
    let pair = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];
    assert_eq!(
        found,
        [
            ("a".to_owned(), [true, false], pair("b", "1")),
            ("c".to_owned(), [false, true], pair("p:d", "2")),
            ("e".to_owned(), [false, false], vec![]),
        ]
    );
    let mut cursor = plain(file);
    cursor.advance().unwrap();
    assert_eq!((cursor.name(), cursor.attribute("xmlns")), ("p:a", Some("v")));
}

#[test]
fn a_spoilt_unit_has_one_finding() {
    let mut cursor = plain("<a>]]>&x;<b id='1'>]]>&x;]]>&y;</b>]]></a>");
    loop {
        match cursor.advance().unwrap() {
            Step::Start if cursor.name() == "b" => cursor.begin_unit(),
            Step::End if cursor.depth() == 1 => {
                assert!(cursor.is_spoilt);
                cursor.end_unit();
            }
            Step::Done => break,
            _ => {}
        }
    }
    let found: Vec<_> = (cursor.findings.all().iter())
        .map(|finding| (finding.code, finding.start.column, finding.unit_id.as_deref()))
        .collect();
    assert_eq!(
        found,
        [
            (DiagnosticCode::UnexpectedElement, 4, None),
            (DiagnosticCode::UnexpectedElement, 7, None),
            (DiagnosticCode::MalformedUnit, 23, Some("1")),
            (DiagnosticCode::UnexpectedElement, 36, None),
        ]
    );
}
