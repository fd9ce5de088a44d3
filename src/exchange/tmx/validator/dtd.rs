//! The DTD of TMX 1.4 as tables: what each element may hold, in which order,
//! and its attributes; and the elements that are open, held to that.

use crate::diagnostic::DiagnosticCode;
use crate::exchange::tmx::messages::shown;
use crate::position::Position;

/// What is known of an element.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: &'static str,
    /// Whether text may stand in it.
    pub(super) has_text: bool,
    /// What it holds, in order.
    pub(super) content: &'static [Group],
    pub(super) attributes: &'static [Attribute],
}

/// Elements of some names, one after the other.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) names: &'static [&'static str],
    pub(super) is_required: bool,
    /// Whether there may be more than one.
    pub(super) repeats: bool,
}

#[derive(Debug)]
pub(super) struct Attribute {
    pub(super) name: &'static str,
    pub(super) is_required: bool,
    pub(super) value: Value,
}

/// What the value of an attribute must be: by the DTD, by the prose of the
/// specification, or by what stricter validators ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Any,
    /// `1.4`.
    Version,
    SegmentType,
    /// `begin` or `end`.
    Position,
    /// `YYYYMMDDThhmmssZ`.
    Date,
    /// A number, as stricter validators ask.
    Number,
    /// A language tag in canonical case, as stricter validators ask.
    Language,
    /// The same, or `*all*`.
    SourceLanguage,
    /// Without white space.
    Id,
    /// `#x` and a hexadecimal number.
    Hexadecimal,
}

const fn any_of(names: &'static [&'static str]) -> Group {
    Group { names, is_required: false, repeats: true }
}

const fn some_of(names: &'static [&'static str]) -> Group {
    Group { names, is_required: true, repeats: true }
}

const fn one(names: &'static [&'static str]) -> Group {
    Group { names, is_required: true, repeats: false }
}

const fn required(name: &'static str, value: Value) -> Attribute {
    Attribute { name, is_required: true, value }
}

const fn optional(name: &'static str, value: Value) -> Attribute {
    Attribute { name, is_required: false, value }
}

const NOTES: Group = any_of(&["note", "prop"]);
const CODES: Group = any_of(&["bpt", "ept", "ph", "it", "hi", "ut"]);
const SUBFLOWS: Group = any_of(&["sub"]);

/// Every element.
const ELEMENTS: [Element; 17] = [
    Element {
        name: "tmx",
        has_text: false,
        content: &[one(&["header"]), one(&["body"])],
        attributes: &[required("version", Value::Version)],
    },
    Element {
        name: "header",
        has_text: false,
        content: &[any_of(&["note", "prop", "ude"])],
        attributes: &[
            required("creationtool", Value::Any),
            required("creationtoolversion", Value::Any),
            required("segtype", Value::SegmentType),
            required("o-tmf", Value::Any),
            required("adminlang", Value::Language),
            required("srclang", Value::SourceLanguage),
            required("datatype", Value::Any),
            optional("o-encoding", Value::Any),
            optional("creationdate", Value::Date),
            optional("creationid", Value::Any),
            optional("changedate", Value::Date),
            optional("changeid", Value::Any),
        ],
    },
    Element { name: "body", has_text: false, content: &[any_of(&["tu"])], attributes: &[] },
    Element {
        name: "note",
        has_text: true,
        content: &[],
        attributes: &[
            optional("o-encoding", Value::Any),
            optional("xml:lang", Value::Language),
            optional("lang", Value::Language),
        ],
    },
    Element {
        name: "prop",
        has_text: true,
        content: &[],
        attributes: &[
            required("type", Value::Any),
            optional("xml:lang", Value::Language),
            optional("o-encoding", Value::Any),
            optional("lang", Value::Language),
        ],
    },
    Element {
        name: "ude",
        has_text: false,
        content: &[some_of(&["map"])],
        attributes: &[required("name", Value::Any), optional("base", Value::Any)],
    },
    Element {
        name: "map",
        has_text: false,
        content: &[],
        attributes: &[
            required("unicode", Value::Hexadecimal),
            optional("code", Value::Hexadecimal),
            optional("ent", Value::Any),
            optional("subst", Value::Any),
        ],
    },
    Element {
        name: "tu",
        has_text: false,
        content: &[NOTES, some_of(&["tuv"])],
        attributes: &[
            optional("tuid", Value::Id),
            optional("o-encoding", Value::Any),
            optional("datatype", Value::Any),
            optional("usagecount", Value::Number),
            optional("lastusagedate", Value::Date),
            optional("creationtool", Value::Any),
            optional("creationtoolversion", Value::Any),
            optional("creationdate", Value::Date),
            optional("creationid", Value::Any),
            optional("changedate", Value::Date),
            optional("segtype", Value::SegmentType),
            optional("changeid", Value::Any),
            optional("o-tmf", Value::Any),
            optional("srclang", Value::SourceLanguage),
        ],
    },
    Element {
        name: "tuv",
        has_text: false,
        content: &[NOTES, one(&["seg"])],
        attributes: &[
            required("xml:lang", Value::Language),
            optional("o-encoding", Value::Any),
            optional("datatype", Value::Any),
            optional("usagecount", Value::Number),
            optional("lastusagedate", Value::Date),
            optional("creationtool", Value::Any),
            optional("creationtoolversion", Value::Any),
            optional("creationdate", Value::Date),
            optional("creationid", Value::Any),
            optional("changedate", Value::Date),
            optional("o-tmf", Value::Any),
            optional("changeid", Value::Any),
            optional("lang", Value::Language),
        ],
    },
    Element { name: "seg", has_text: true, content: &[CODES], attributes: &[] },
    Element {
        name: "bpt",
        has_text: true,
        content: &[SUBFLOWS],
        attributes: &[
            required("i", Value::Number),
            optional("x", Value::Number),
            optional("type", Value::Any),
        ],
    },
    Element {
        name: "ept",
        has_text: true,
        content: &[SUBFLOWS],
        attributes: &[required("i", Value::Number)],
    },
    Element {
        name: "sub",
        has_text: true,
        content: &[CODES],
        attributes: &[optional("datatype", Value::Any), optional("type", Value::Any)],
    },
    Element {
        name: "it",
        has_text: true,
        content: &[SUBFLOWS],
        attributes: &[
            required("pos", Value::Position),
            optional("x", Value::Number),
            optional("type", Value::Any),
        ],
    },
    Element {
        name: "ph",
        has_text: true,
        content: &[SUBFLOWS],
        attributes: &[
            optional("x", Value::Number),
            optional("assoc", Value::Any),
            optional("type", Value::Any),
        ],
    },
    Element {
        name: "hi",
        has_text: true,
        content: &[CODES],
        attributes: &[optional("x", Value::Number), optional("type", Value::Any)],
    },
    Element {
        name: "ut",
        has_text: true,
        content: &[SUBFLOWS],
        attributes: &[optional("x", Value::Number)],
    },
];

/// Returns the element of a name.
pub(super) fn element(name: &str) -> Option<&'static Element> {
    static TABLE: [Element; 17] = ELEMENTS;
    TABLE.iter().find(|element| element.name == name)
}

/// An element that is open, and how far its content has come.
#[derive(Clone, Copy, Debug)]
pub(super) struct OpenElement {
    /// None where the format has no such element: what it holds is not looked at.
    pub(super) element: Option<&'static Element>,
    /// Where it begins.
    pub(super) position: Position,
    /// The group of its content that is reached, and whether there was one of it.
    group: usize,
    has_one: bool,
}

impl OpenElement {
    pub(super) fn new(element: Option<&'static Element>, position: Position) -> Self {
        Self { element, position, group: 0, has_one: false }
    }

    pub(super) fn name(&self) -> &'static str {
        self.element.map_or("", |element| element.name)
    }

    /// Takes an element that begins inside; returns what is wrong with its place.
    pub(super) fn take(&mut self, name: &str) -> Result<(), (DiagnosticCode, String)> {
        let Some(element) = self.element else { return Ok(()) };
        let content = element.content;
        let found = (self.group..content.len()).find(|&at| content[at].names.contains(&name));
        let Some(found) = found else {
            return Err((DiagnosticCode::UnexpectedElement, self.unexpected(name)));
        };
        if found == self.group && self.has_one && !content[found].repeats {
            let message =
                format!("expected one `{name}` in the `{}`, but found another", element.name);
            return Err((DiagnosticCode::UnexpectedElement, message));
        }
        let passed = (self.group..found)
            .find(|&at| content[at].is_required && !(at == self.group && self.has_one));
        (self.group, self.has_one) = (found, true);
        match passed {
            Some(at) => {
                let message = format!(
                    "expected a `{}` in the `{}` before its `{name}`, but found none",
                    content[at].names[0], element.name
                );
                Err((DiagnosticCode::MissingElement, message))
            }
            None => Ok(()),
        }
    }

    /// Ends the element; returns what is missing in it.
    pub(super) fn finish(&self) -> Option<String> {
        let element = self.element?;
        let missing = (self.group..element.content.len())
            .find(|&at| element.content[at].is_required && !(at == self.group && self.has_one))?;
        Some(format!(
            "expected a `{}` in the `{}`, but found none",
            element.content[missing].names[0], element.name
        ))
    }

    fn unexpected(&self, name: &str) -> String {
        let Some(element) = self.element else { return String::new() };
        let from = self.group.min(element.content.len());
        let names: Vec<String> = element.content[from..]
            .iter()
            .flat_map(|group| group.names)
            .map(|name| format!("`{name}`"))
            .collect();
        let expected = match (names.as_slice(), element.has_text) {
            ([], true) => "text only".to_owned(),
            ([], false) => "nothing".to_owned(),
            (names, true) => format!("text, {}", names.join(", ")),
            (names, false) => names.join(", "),
        };
        format!("expected {expected} in the `{}`, but found `{}`", element.name, shown(name))
    }
}
