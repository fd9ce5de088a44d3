//! `context-group`, `note` and `prop-group`: what is known besides the texts.

use std::io::Read;

use super::details::{Side, purpose};
use crate::error::Error;
use crate::exchange::xliff_common::details::{Details, Known, Named, history};
use crate::exchange::xliff_common::facts::Topic;
use crate::exchange::xliff_common::input::{Input, Step};
use crate::exchange::xliff_common::reading::priority;
use crate::inline::Attribute;
use crate::unit::{Note, Property};

/// Reads the `context-group` that began.
pub(super) fn read_group<R: Read>(
    input: &mut Input<R>,
    details: &mut Details,
) -> Result<(), Error> {
    let purpose = input.owned("purpose").unwrap_or_default();
    let mut contexts = Vec::new();
    loop {
        match input.advance()? {
            Step::Text => {}
            Step::End | Step::Done => break,
            Step::Start if input.core_name() == Some("context") => {
                let name = input.required("context-type").unwrap_or_default();
                contexts.push((name, input.read_text("a context")?));
            }
            Step::Start => input.skip_unexpected("a context group")?,
        }
    }
    add_group(&purpose, contexts, details, input);
    Ok(())
}

/// Adds contexts to what their group's `purpose` says that they are; those of
/// other tools become properties.
fn add_group<R: Read>(
    purpose: &str,
    contexts: Vec<(String, String)>,
    details: &mut Details,
    input: &mut Input<R>,
) {
    let has = |name: &str| contexts.iter().any(|(own, _)| own == name);
    match topic(purpose) {
        // Other tools say a place in the source document by file and line.
        Some(Topic::Placement) if !has("x-segment-id") => {}
        Some(topic) => {
            for (name, value) in contexts {
                add_fact(topic, &name, &value, details, input);
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
            return add_known(what, contexts, known(details, side), input);
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
    input: &mut Input<R>,
) {
    match details.fact(topic, without_prefix(name), value) {
        Ok(true) => {}
        Ok(false) => details.unit.properties.push(Property::new(name, value)),
        Err(expected) => input.find_fact(name, value, expected),
    }
}

fn add_known<R: Read>(
    what: &str,
    contexts: Vec<(String, String)>,
    known: &mut Known,
    input: &mut Input<R>,
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
            Some(expected) => input.find_fact(name, value, expected),
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
pub(super) fn read_note<R: Read>(input: &mut Input<R>, details: &mut Details) -> Result<(), Error> {
    let mut note =
        Note { language: input.language("xml:lang"), from: input.owned("from"), ..Note::default() };
    note.priority = priority(input);
    let side = match input.attribute("annotates") {
        Some("source") => Side::Source,
        Some("target") => Side::Target,
        _ => Side::Unit,
    };
    note.text = input.read_text("a note")?;
    known(details, side).notes.push(note);
    Ok(())
}

/// Reads the `prop-group` that began, which XLIFF 1.1 has for properties.
pub(super) fn read_prop_group<R: Read>(
    input: &mut Input<R>,
    details: &mut Details,
) -> Result<(), Error> {
    loop {
        match input.advance()? {
            Step::Text => {}
            Step::End | Step::Done => return Ok(()),
            Step::Start if input.core_name() == Some("prop") => {
                let name = input.required("prop-type").unwrap_or_default();
                let mut property = Property::new(name, "");
                property.language = input.language("xml:lang");
                property.value = input.read_text("a property")?;
                details.unit.properties.push(property);
            }
            Step::Start => input.skip_unexpected("a group of properties")?,
        }
    }
}
