//! `context-group`, `note` and `prop-group`: what is known besides the texts.

use std::io::Read;

use super::details::{Side, purpose};
use crate::error::Error;
use crate::exchange::fields::Topic;
use crate::exchange::xliff::details::{Details, Known, Named, history};
use crate::exchange::xliff::reading::priority;
use crate::exchange::xml::cursor::{Cursor, Step};
use crate::inline::Attribute;
use crate::unit::{Note, Property};

/// Reads the `context-group` that began.
pub(super) fn read_group<R: Read>(
    cursor: &mut Cursor<R>,
    details: &mut Details,
) -> Result<(), Error> {
    let purpose = cursor.owned("purpose").unwrap_or_default();
    let mut contexts = Vec::new();
    loop {
        match cursor.advance()? {
            Step::Text => {}
            Step::End | Step::Done => break,
            Step::Start if cursor.core_name() == Some("context") => {
                let name = cursor.required("context-type").unwrap_or_default();
                contexts.push((name, cursor.read_text("a context")?));
            }
            Step::Start => cursor.skip_unexpected("a context group")?,
        }
    }
    add_group(&purpose, contexts, details, cursor);
    Ok(())
}

/// Adds contexts to what their group's `purpose` says that they are; those of
/// other tools become properties.
fn add_group<R: Read>(
    purpose: &str,
    contexts: Vec<(String, String)>,
    details: &mut Details,
    cursor: &mut Cursor<R>,
) {
    let has = |name: &str| contexts.iter().any(|(own, _)| own == name);
    match topic(purpose) {
        // Other tools say a place in the source document by file and line.
        Some(Topic::Placement) if !has("x-segment-id") => {}
        Some(topic) => {
            for (name, value) in contexts {
                add_fact(topic, &name, &value, details, cursor);
            }
            return;
        }
        None => {}
    }
    if ["x-proposal", "x-unit"].contains(&purpose) {
        let own =
            contexts.into_iter().map(|(name, value)| (without_prefix(&name).to_owned(), value));
        return details.own.extend(own);
    }
    for side in Side::ALL {
        if let Some(what) = purpose.strip_prefix(side.prefix())
            && ["history", "properties", "property", "attributes"].contains(&what)
        {
            return add_known(what, contexts, known(details, side), cursor);
        }
    }
    add_properties(contexts, &mut details.unit);
}

fn topic(word: &str) -> Option<Topic> {
    Topic::ALL.into_iter().find(|topic| purpose(*topic) == word)
}

fn known(details: &mut Details, side: Side) -> &mut Known {
    match side {
        Side::Unit => &mut details.unit,
        Side::Source => &mut details.source,
        Side::Target => &mut details.target,
    }
}

/// The name of a fact in a `context-type`.
fn without_prefix(name: &str) -> &str {
    match name {
        "linenumber" => "line",
        name => name.strip_prefix("x-").unwrap_or(name),
    }
}

fn add_fact<R: Read>(
    topic: Topic,
    name: &str,
    value: &str,
    details: &mut Details,
    cursor: &mut Cursor<R>,
) {
    match details.fact(topic, without_prefix(name), value) {
        Ok(true) => {}
        Ok(false) => details.unit.properties.push(Property::new(name, value)),
        Err(expected) => cursor.find_fact(name, value, expected),
    }
}

fn add_known<R: Read>(
    what: &str,
    contexts: Vec<(String, String)>,
    known: &mut Known,
    cursor: &mut Cursor<R>,
) {
    if what == "properties" {
        return add_properties(contexts, known);
    }
    let named: Vec<(String, String)> = contexts
        .into_iter()
        .map(|(name, value)| (without_prefix(&name).to_owned(), value))
        .collect();
    match what {
        "history" => history(&mut known.history, &named, |name, value, expected| match expected {
            Some(expected) => cursor.find_fact(name, value, expected),
            None => known.properties.push(Property::new(format!("x-{name}"), value)),
        }),
        "property" => known.properties.push(Named(&named).property()),
        _ => {
            for pair in named.chunks(2) {
                if let [(_, name), (_, value)] = pair {
                    known.attributes.push(Attribute::new(name, value));
                }
            }
        }
    }
}

fn add_properties(contexts: Vec<(String, String)>, known: &mut Known) {
    let properties = contexts.into_iter().map(|(name, value)| Property::new(name, value));
    known.properties.extend(properties);
}

/// Reads the `note` that began.
pub(super) fn read_note<R: Read>(
    cursor: &mut Cursor<R>,
    details: &mut Details,
) -> Result<(), Error> {
    let mut note = Note {
        language: cursor.language("xml:lang"),
        from: cursor.owned("from"),
        ..Note::default()
    };
    note.priority = priority(cursor);
    let side = match cursor.attribute("annotates") {
        Some("source") => Side::Source,
        Some("target") => Side::Target,
        _ => Side::Unit,
    };
    note.text = cursor.read_text("a note")?;
    known(details, side).notes.push(note);
    Ok(())
}

/// Reads the `prop-group` that began, which XLIFF 1.1 has for properties.
pub(super) fn read_prop_group<R: Read>(
    cursor: &mut Cursor<R>,
    details: &mut Details,
) -> Result<(), Error> {
    loop {
        match cursor.advance()? {
            Step::Text => {}
            Step::End | Step::Done => return Ok(()),
            Step::Start if cursor.core_name() == Some("prop") => {
                let name = cursor.required("prop-type").unwrap_or_default();
                let mut property = Property::new(name, "");
                property.language = cursor.language("xml:lang");
                property.value = cursor.read_text("a property")?;
                details.unit.properties.push(property);
            }
            Step::Start => cursor.skip_unexpected("a group of properties")?,
        }
    }
}
