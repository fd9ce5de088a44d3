//! The rules of XLIFF 2.1 that its schema cannot express: those of the
//! specification's Schematron rules that a file of ours could break.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::XmlVersion;
use quick_xml::events::Event;

/// An element with its attributes and the elements in it.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    children: Vec<Element>,
}

impl Element {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    fn children<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// All elements inside, in order.
    fn all(&self) -> Vec<&Element> {
        self.children.iter().flat_map(|child| [vec![child], child.all()].concat()).collect()
    }
}

/// Holds a file to the rules; panics where one is broken.
pub(super) fn check(file: &str) {
    let root = read(file);
    assert!(root.get("srcLang").is_some());
    let files: Vec<&Element> = root.children("file").collect();
    unique(files.iter().filter_map(|file| file.get("id")));
    for file in files {
        unique(file.children("unit").filter_map(|unit| unit.get("id")));
        for unit in file.children("unit") {
            check_unit(unit, root.get("trgLang").is_some());
        }
    }
}

fn unique<'a>(ids: impl Iterator<Item = &'a str>) {
    let mut seen = BTreeSet::new();
    for id in ids {
        assert!(seen.insert(id), "{id} twice");
    }
}

fn check_unit(unit: &Element, has_target_language: bool) {
    let order = ["mtc:matches", "mda:metadata", "notes", "originalData", "segment"];
    let places = unit.children.iter().map(|child| {
        order.iter().position(|name| *name == child.name).unwrap_or_else(|| panic!("{child:?}"))
    });
    assert!(places.is_sorted(), "{unit:?}");
    let segments: Vec<&Element> = unit.children("segment").collect();
    assert_eq!(segments.len(), 1);
    let segment = segments[0];
    assert!(segment.children("target").count() == 0 || has_target_language);
    assert!(segment.get("subState").is_none() || segment.get("state").is_some());
    check_texts(unit, segment, segment.get("id"));
    for matches in unit.children("mtc:matches") {
        unique(matches.children("mtc:match").filter_map(|found| found.get("id")));
        for found in matches.children("mtc:match") {
            let reference = found.get("ref").and_then(|reference| reference.strip_prefix('#'));
            assert_eq!(reference, segment.get("id"), "{found:?}");
            assert!(found.get("subType").is_none() || found.get("type").is_some());
            check_texts(found, found, None);
        }
    }
}

/// Holds the source and the target in `texts` to the rules; the native forms
/// stand in `unit`.
fn check_texts(unit: &Element, texts: &Element, segment_id: Option<&str>) {
    let data: Vec<&str> = unit
        .children("originalData")
        .flat_map(|data| data.children("data"))
        .filter_map(|data| data.get("id"))
        .collect();
    unique(data.iter().copied());
    let source = texts.children("source").next().expect("a source");
    let sources: BTreeMap<&str, &str> = check_text(source, &data);
    assert!(segment_id.is_none_or(|id| !sources.contains_key(id)));
    if let Some(target) = texts.children("target").next() {
        for (id, name) in check_text(target, &data) {
            assert!(segment_id.is_none_or(|segment| segment != id));
            // The same id is the same element.
            assert!(sources.get(id).is_none_or(|other| *other == name), "{id} in {texts:?}");
        }
    }
}

/// The ids of a text with the names of their elements.
fn check_text<'a>(text: &'a Element, data: &[&str]) -> BTreeMap<&'a str, &'a str> {
    let mut ids = BTreeMap::new();
    let mut open = BTreeSet::new();
    for element in text.all() {
        for (name, value) in &element.attributes {
            if name.starts_with("dataRef") {
                assert!(data.contains(&value.as_str()), "{element:?}");
            }
        }
        assert!(element.get("subType").is_none() || element.get("type").is_some());
        let is_isolated = element.get("isolated") == Some("yes");
        match element.name.as_str() {
            "cp" => assert!(element.get("hex").is_some_and(|hex| hex.len() == 4)),
            "ec" | "em" if !is_isolated => {
                let start = element.get("startRef").expect("a start");
                assert!(open.remove(start), "{start} in {text:?}");
                assert_eq!(element.get("id"), None);
            }
            "ph" | "pc" | "mrk" | "sc" | "sm" | "ec" => {
                let id = element.get("id").expect("an id");
                assert!(ids.insert(id, element.name.as_str()).is_none(), "{id} in {text:?}");
                if !is_isolated && ["sc", "sm"].contains(&element.name.as_str()) {
                    open.insert(id);
                }
            }
            name => panic!("unexpected {name}"),
        }
    }
    assert!(open.is_empty(), "{open:?} in {text:?}");
    ids
}

fn read(file: &str) -> Element {
    let mut reader = quick_xml::Reader::from_str(file);
    reader.config_mut().expand_empty_elements = true;
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error} in {file}")) {
            Event::Eof => break,
            Event::Start(start) => {
                let attributes = start.attributes().map(|attribute| {
                    let attribute = attribute.expect("no attribute twice");
                    let value = attribute.normalized_value(XmlVersion::Explicit1_0).unwrap();
                    (attribute.key.as_ref().to_owned(), value.into_owned())
                });
                open.push(Element {
                    name: start.name().as_ref().to_owned(),
                    attributes: attributes.collect(),
                    children: Vec::new(),
                });
            }
            Event::End(_) => {
                let closed = open.pop().expect("quick-xml checks the names");
                open.last_mut().expect("a root").children.push(closed);
            }
            _ => {}
        }
    }
    open.remove(0).children.remove(0)
}
