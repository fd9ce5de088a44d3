//! What was read of a unit besides its texts, until it is known whose it is.

use crate::exchange::fields::{Expected, Topic, set_history};
use crate::inline::Attribute;
use crate::unit::{History, Note, Property, TranslationUnit, Variant};

/// How many bytes of what is known of a unit may be copied for its segments.
const MOST_COPIES: usize = 16 << 20;

/// What is known of a unit, of a proposal, or of one side of these.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    pub(crate) history: History,
    pub(crate) notes: Vec<Note>,
    pub(crate) properties: Vec<Property>,
    pub(crate) attributes: Vec<Attribute>,
}

impl Known {
    /// About how many bytes it takes.
    fn size(&self) -> usize {
        let notes = self.notes.iter().map(|note| {
            let words = [&note.from, &note.category, &note.encoding].into_iter().flatten();
            note.text.len() + words.map(String::len).sum::<usize>() + size_of::<Note>()
        });
        let properties = self.properties.iter().map(|property| {
            let encoding = property.encoding.as_ref().map_or(0, String::len);
            property.name.len() + property.value.len() + encoding + size_of::<Property>()
        });
        let attributes = self
            .attributes
            .iter()
            .map(|attribute| attribute.name.len() + attribute.value.len() + size_of::<Attribute>());
        let people = [&self.history.created_by, &self.history.changed_by].into_iter().flatten();
        let people: usize = people.map(String::len).sum();
        notes.chain(properties).chain(attributes).sum::<usize>() + people
    }

    /// Gives it to a variant.
    pub(crate) fn apply(self, variant: &mut Variant) {
        variant.history = self.history;
        variant.notes.extend(self.notes);
        variant.properties.extend(self.properties);
        variant.attributes.extend(self.attributes);
    }
}

/// What stands in a unit or a proposal besides its texts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Details {
    pub(crate) unit: Known,
    pub(crate) source: Known,
    pub(crate) target: Known,
    facts: Vec<(Topic, String, String)>,
    /// What only proposals have, by name.
    pub(crate) own: Vec<(String, String)>,
}

impl Details {
    /// Adds a fact of a topic; one that is none becomes a property. Says what
    /// its value should be, where it has another.
    pub(crate) fn fact(&mut self, topic: Topic, name: &str, value: &str) -> Result<bool, Expected> {
        // Tried on an empty unit, so that what is wrong is said where it stands.
        let known = topic.set(&mut TranslationUnit::default(), name, value)?;
        if known {
            self.facts.push((topic, name.to_owned(), value.to_owned()));
        }
        Ok(known)
    }

    /// Whether each of so many segments may have a copy, and one of the unit that
    /// it stands in: a file of few bytes must not fill the memory.
    pub(crate) fn fits(&self, unit: &TranslationUnit, segments: usize) -> bool {
        let attributes = unit.attributes.iter().map(|it| it.name.len() + it.value.len());
        let own = unit.id.as_ref().map_or(0, String::len) + attributes.sum::<usize>();
        let facts: usize = self.facts.iter().map(|(_, name, value)| name.len() + value.len()).sum();
        let sides: usize = [&self.unit, &self.source, &self.target].map(Known::size).iter().sum();
        (own + facts + sides).saturating_mul(segments) <= MOST_COPIES
    }

    /// The value of something that only proposals have.
    pub(crate) fn own(&self, name: &str) -> Option<&str> {
        self.own.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// Gives a unit what is known of it, and its sides what is known of them.
    pub(crate) fn apply(
        self,
        unit: &mut TranslationUnit,
        source: &mut Variant,
        target: Option<&mut Variant>,
    ) {
        for (topic, name, value) in &self.facts {
            // It was tried before.
            let _ = topic.set(unit, name, value);
        }
        unit.history = self.unit.history;
        unit.notes.extend(self.unit.notes);
        unit.properties.extend(self.unit.properties);
        unit.attributes.extend(self.unit.attributes);
        self.source.apply(source);
        if let Some(target) = target {
            self.target.apply(target);
        }
    }
}

/// Named values of one thing that says what it is called and what it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Named<'a>(pub(crate) &'a [(String, String)]);

impl<'a> Named<'a> {
    pub(crate) fn get(self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// A property that was written in parts.
    pub(crate) fn property(self) -> Property {
        Property {
            language: self.get("language").and_then(|language| language.parse().ok()),
            encoding: self.get("encoding").map(str::to_owned),
            ..Property::new(
                self.get("name").unwrap_or_default(),
                self.get("value").unwrap_or_default(),
            )
        }
    }

    /// A remark that was written in parts.
    pub(crate) fn note(self) -> Note {
        Note {
            language: self.get("language").and_then(|language| language.parse().ok()),
            from: self.get("from").map(str::to_owned),
            category: self.get("category").map(str::to_owned),
            priority: self.get("priority").and_then(|priority| priority.parse().ok()),
            encoding: self.get("encoding").map(str::to_owned),
            ..Note::new(self.get("text").unwrap_or_default())
        }
    }
}

/// Adds facts to a history; the names and values that are none are handed on.
pub(crate) fn history(
    history: &mut History,
    facts: &[(String, String)],
    mut wrong: impl FnMut(&str, &str, Option<Expected>),
) {
    for (name, value) in facts {
        match set_history(history, name, value) {
            Ok(true) => {}
            Ok(false) => wrong(name, value, None),
            Err(expected) => wrong(name, value, Some(expected)),
        }
    }
}
