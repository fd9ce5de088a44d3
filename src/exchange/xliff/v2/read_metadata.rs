//! `metadata` and `notes`: what is known of a unit besides its texts.

use std::io::Read;

use super::content::CodeNotes;
use super::metadata::{About, Side, category};
use super::values::OWN;
use crate::error::Error;
use crate::exchange::fields::Topic;
use crate::exchange::xliff::details::{Details, Known, Named, history};
use crate::exchange::xliff::reading::priority;
use crate::exchange::xml::cursor::{Cursor, Step};
use crate::inline::Attribute;
use crate::unit::{Note, Property};

/// The number of the metadata module among the namespaces.
pub(super) const METADATA: usize = 2;

/// What was read of a unit or a match besides its texts.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) details: Details,
    /// What is said of the codes of the source, and of the target.
    pub(super) codes: [CodeNotes; 2],
    /// The state of the target of a match.
    pub(super) state: Option<String>,
    /// Whether a tool says its name here, and which.
    pub(super) tool: Option<String>,
}

/// Reads the `metadata` that began.
pub(super) fn read<R: Read>(cursor: &mut Cursor<R>, found: &mut Found) -> Result<(), Error> {
    loop {
        match cursor.advance()? {
            Step::Text => {}
            Step::End | Step::Done => return Ok(()),
            Step::Start if cursor.name_in(METADATA) == Some("metaGroup") => group(cursor, found)?,
            Step::Start => cursor.skip_unexpected("metadata")?,
        }
    }
}

/// Reads the `metaGroup` that began, and those inside it.
fn group<R: Read>(cursor: &mut Cursor<R>, found: &mut Found) -> Result<(), Error> {
    let mut about = vec![about(cursor)];
    let mut values = Vec::new();
    loop {
        match cursor.advance()? {
            Step::Text => {}
            Step::Done => return Ok(()),
            Step::End => {
                let Some((category, side)) = about.pop() else { return Ok(()) };
                add(&category, side, std::mem::take(&mut values), found, cursor);
                if about.is_empty() {
                    return Ok(());
                }
            }
            Step::Start => match cursor.name_in(METADATA) {
                Some("metaGroup") => {
                    if let Some((category, side)) = about.last() {
                        add(category, *side, std::mem::take(&mut values), found, cursor);
                    }
                    about.push(self::about(cursor));
                }
                Some("meta") => {
                    let name = cursor.required("type").unwrap_or_default();
                    values.push((name, cursor.read_text("metadata")?));
                }
                _ => cursor.skip_unexpected("metadata")?,
            },
        }
    }
}

fn about<R: Read>(cursor: &mut Cursor<R>) -> (String, About) {
    let side = match cursor.attribute("appliesTo") {
        Some("source") => Some(Side::Source),
        Some("target") => Some(Side::Target),
        _ => None,
    };
    (cursor.owned("category").unwrap_or_default(), side)
}

/// Adds the values of a group to what its category says that they are; those of
/// other tools become properties.
fn add<R: Read>(
    word: &str,
    about: About,
    values: Vec<(String, String)>,
    found: &mut Found,
    cursor: &mut Cursor<R>,
) {
    if values.is_empty() {
        return;
    }
    if let Some(topic) = Topic::ALL.into_iter().find(|topic| category(*topic) == word) {
        for (name, value) in values {
            match found.details.fact(topic, &name, &value) {
                Ok(true) => {}
                Ok(false) => found.details.unit.properties.push(Property::new(name, value)),
                Err(expected) => cursor.find_fact(&name, &value, expected),
            }
        }
        return;
    }
    match word {
        "proposal" | "unit" => return found.details.own.extend(values),
        "tool" => return found.tool = Named(&values).get("name").map(str::to_owned),
        "state" => return found.state = Named(&values).get("state").map(str::to_owned),
        "code" => return add_code(about, values, found),
        _ => {}
    }
    add_known(word, values, known(&mut found.details, about), cursor);
}

fn known(details: &mut Details, about: About) -> &mut Known {
    match about {
        None => &mut details.unit,
        Some(Side::Source) => &mut details.source,
        Some(Side::Target) => &mut details.target,
    }
}

fn add_code(about: About, values: Vec<(String, String)>, found: &mut Found) {
    let id = Named(&values).get("id").unwrap_or_default().to_owned();
    let is_end = Named(&values).get("half") == Some("end");
    let side = usize::from(about == Some(Side::Target));
    found.codes[side].entry(id).or_default()[usize::from(is_end)] = values;
}

fn add_known<R: Read>(
    word: &str,
    values: Vec<(String, String)>,
    known: &mut Known,
    cursor: &mut Cursor<R>,
) {
    match word {
        "history" => history(&mut known.history, &values, |name, value, expected| match expected {
            Some(expected) => cursor.find_fact(name, value, expected),
            None => known.properties.push(Property::new(name, value)),
        }),
        "property" => known.properties.push(Named(&values).property()),
        "note" => known.notes.push(Named(&values).note()),
        "attributes" => {
            let attributes = values.into_iter().map(|(name, value)| Attribute::new(name, value));
            known.attributes.extend(attributes);
        }
        "properties" | "" => {
            let properties = values.into_iter().map(|(name, value)| Property::new(name, value));
            known.properties.extend(properties);
        }
        // The category of another tool keeps its names apart.
        other => {
            let name = |name: String| format!("{other}/{name}");
            let properties = values.into_iter().map(|(own, value)| Property::new(name(own), value));
            known.properties.extend(properties);
        }
    }
}

/// Reads the `notes` that began.
pub(super) fn read_notes<R: Read>(
    cursor: &mut Cursor<R>,
    details: &mut Details,
) -> Result<(), Error> {
    loop {
        match cursor.advance()? {
            Step::Text => {}
            Step::End | Step::Done => return Ok(()),
            Step::Start if cursor.core_name() == Some("note") => read_note(cursor, details)?,
            Step::Start => cursor.skip_unexpected("notes")?,
        }
    }
}

fn read_note<R: Read>(cursor: &mut Cursor<R>, details: &mut Details) -> Result<(), Error> {
    let mut note = Note {
        category: cursor.owned("category"),
        language: cursor.language("xml:lang"),
        ..Note::default()
    };
    note.priority = priority(cursor);
    note.from = own_attribute(cursor, "from");
    note.encoding = own_attribute(cursor, "encoding");
    let side = match cursor.attribute("appliesTo") {
        Some("source") => Some(Side::Source),
        Some("target") => Some(Side::Target),
        _ => None,
    };
    note.text = cursor.read_text("a note")?;
    known(details, side).notes.push(note);
    Ok(())
}

/// An attribute in the namespace of this library.
fn own_attribute<R: Read>(cursor: &Cursor<R>, name: &str) -> Option<String> {
    let is_it = |own: &str| {
        own.split_once(':')
            .is_some_and(|(prefix, local)| local == name && cursor.namespace(prefix) == OWN)
    };
    let found = cursor.attributes().iter().find(|(own, _)| is_it(own))?;
    Some(found.1.clone())
}
