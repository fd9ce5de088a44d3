//! Reads what we write, and holds it to the rules that the DTD cannot express.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

/// An element with its attributes and content.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: BTreeMap<String, String>,
    pub(super) content: Vec<Node>,
}

#[derive(Debug, PartialEq)]
pub(super) enum Node {
    Text(String),
    Element(Element),
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    pub(super) fn children(&self, name: &str) -> impl Iterator<Item = &Element> {
        self.content.iter().filter_map(move |node| match node {
            Node::Element(element) if element.name == name => Some(element),
            _ => None,
        })
    }

    pub(super) fn child(&self, name: &str) -> &Element {
        self.children(name).next().unwrap_or_else(|| panic!("no {name} in {self:?}"))
    }

    /// The text directly inside.
    pub(super) fn text(&self) -> String {
        let text = |node: &Node| match node {
            Node::Text(text) => Some(text.clone()),
            Node::Element(_) => None,
        };
        self.content.iter().filter_map(text).collect()
    }

    pub(super) fn property(&self, name: &str) -> Option<String> {
        let mut properties = self.children("prop");
        properties.find(|prop| prop.attribute("type") == Some(name)).map(Element::text)
    }

    fn push_text(&mut self, more: &str) {
        if let Some(Node::Text(text)) = self.content.last_mut() {
            text.push_str(more);
        } else {
            self.content.push(Node::Text(more.to_owned()));
        }
    }
}

/// The root element of a file.
pub(super) fn read(file: &str) -> Element {
    let mut reader = quick_xml::Reader::from_str(file);
    let mut open = vec![Element::default()];
    loop {
        let top = open.last_mut().expect("the document itself is open");
        match reader.read_event().unwrap_or_else(|error| panic!("{error} in {file}")) {
            Event::Eof => break,
            Event::Decl(_) => {}
            Event::Start(start) => open.push(element(&start)),
            Event::Empty(start) => top.content.push(Node::Element(element(&start))),
            Event::Text(text) => top.push_text(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let written = format!("&{};", &*reference);
                top.push_text(&quick_xml::escape::unescape(&written).unwrap());
            }
            Event::End(_) => {
                let closed = open.pop().expect("quick-xml checks the names");
                open.last_mut().expect("a root").content.push(Node::Element(closed));
            }
            other => panic!("unexpected {other:?}"),
        }
    }
    assert_eq!(open.len(), 1, "unclosed elements in {file}");
    let mut roots = open.remove(0).content.into_iter().filter_map(|node| match node {
        Node::Element(element) => Some(element),
        Node::Text(text) => {
            assert_eq!(text.trim(), "");
            None
        }
    });
    let root = roots.next().expect("a root");
    assert_eq!(roots.next(), None);
    root
}

fn element(start: &BytesStart<'_>) -> Element {
    let attributes = start.attributes().map(|attribute| {
        let attribute = attribute.expect("no attribute twice");
        let value = attribute.normalized_value(XmlVersion::Explicit1_0).unwrap();
        (attribute.key.as_ref().to_owned(), value.into_owned())
    });
    Element {
        name: start.name().as_ref().to_owned(),
        attributes: attributes.collect(),
        content: Vec::new(),
    }
}

/// The `tu` elements of a file.
pub(super) fn units(file: &str) -> Vec<Element> {
    let mut root = read(file);
    let body = root.content.iter_mut().find_map(|node| match node {
        Node::Element(element) if element.name == "body" => Some(std::mem::take(element)),
        _ => None,
    });
    let elements = body.expect("a body").content.into_iter().filter_map(|node| match node {
        Node::Element(element) => Some(element),
        Node::Text(text) => {
            assert_eq!(text.trim(), "");
            None
        }
    });
    elements.collect()
}

/// Holds a `tu` to the prose rules of TMX 1.4b and the stricter ones of
/// Maxprograms' validator; panics where one is broken.
pub(super) fn check(tu: &Element) {
    assert!(!tu.attribute("tuid").unwrap_or_default().contains(char::is_whitespace), "{tu:?}");
    let mut languages = BTreeMap::<&str, BTreeSet<_>>::new();
    let mut numbered = 0;
    for tuv in tu.children("tuv") {
        let seg = tuv.child("seg");
        check_pairs(seg);
        let numbers = check_numbers(seg);
        numbered += usize::from(!numbers.is_empty());
        let language = tuv.attribute("xml:lang").expect("a language");
        languages.entry(language).or_default().extend(numbers);
    }
    if numbered > 0 {
        assert_eq!(numbered, tu.children("tuv").count(), "all variants or none: {tu:?}");
        assert_eq!(numbered, languages.len(), "one variant a language: {tu:?}");
        let mut sets = languages.values();
        let first = sets.next().expect("a variant");
        assert!(sets.all(|set| set == first), "the same codes everywhere: {tu:?}");
    }
}

/// The elements of a `seg` in order, those inside `hi` included.
fn codes(seg: &Element) -> Vec<&Element> {
    let mut codes = Vec::new();
    for node in &seg.content {
        let Node::Element(code) = node else { continue };
        codes.push(code);
        if code.name == "hi" {
            codes.extend(self::codes(code));
        }
    }
    codes
}

/// `i` is 1, 2, 3 … in the order of `bpt`; each has one `ept`, later. Those of
/// the texts inside codes come after, each once.
fn check_pairs(seg: &Element) {
    let mut opened = 0;
    check_pairs_from(seg, &mut opened);
    let count = codes(seg).iter().filter(|code| code.name == "bpt").count() as u32;
    assert_eq!(opened, count, "{seg:?}");
    check_subflows(seg, &mut opened);
}

fn check_subflows(seg: &Element, opened: &mut u32) {
    for code in codes(seg) {
        for sub in code.children("sub") {
            check_pairs_from(sub, opened);
            check_subflows(sub, opened);
        }
    }
}

fn check_pairs_from(seg: &Element, opened: &mut u32) {
    let mut open = BTreeSet::new();
    for code in codes(seg) {
        let i = code.attribute("i").map(|i| i.parse::<u32>().expect("a number"));
        match code.name.as_str() {
            "bpt" => {
                *opened += 1;
                assert_eq!(i, Some(*opened), "{seg:?}");
                open.insert(*opened);
            }
            "ept" => assert!(open.remove(&i.expect("an i")), "{seg:?}"),
            "it" => assert!(matches!(code.attribute("pos"), Some("begin" | "end")), "{seg:?}"),
            "ph" | "ut" | "hi" => assert_eq!(i, None, "{seg:?}"),
            name => panic!("unexpected {name} in {seg:?}"),
        }
    }
    assert!(open.is_empty(), "{seg:?}");
}

/// `x` is unique in a `seg`, from 1, on every code but `ept` or on none.
fn check_numbers(seg: &Element) -> BTreeSet<(String, u32)> {
    let mut numbers = BTreeSet::new();
    let mut count = 0;
    for code in codes(seg) {
        let x = code.attribute("x").map(|x| x.parse::<u32>().expect("a number"));
        if code.name == "ept" {
            assert_eq!(code.attributes.len(), 1, "{seg:?}");
            continue;
        }
        count += 1;
        if let Some(x) = x {
            assert!(numbers.insert((code.name.clone(), x)), "{seg:?}");
        }
    }
    let values: BTreeSet<u32> = numbers.iter().map(|(_, x)| *x).collect();
    assert!(values.is_empty() || values == (1..=count).collect(), "{seg:?}");
    numbers
}
