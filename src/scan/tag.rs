//! One tag of the annotation's element, in any form that HTML allows.
//!
//! The canonical forms are compared as byte strings by the scanner; what is
//! left comes here. A tag never reaches beyond the next `<`: a quote that was
//! cut would otherwise swallow the markers after it.

use std::ops::Range;

use super::scheme::Patterns;

/// The literal quote as damaged exports write it.
pub(crate) const QUOTE_ENTITY: &[u8] = b"&quot;";

/// What a `<` begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// The tag that opens a target of this id.
    Target(Marker),
    /// The tag that opens a source of this id.
    Source(Marker),
    /// The tag that opens the span around a source.
    Lookup { end: usize, damage: Option<usize> },
    /// A span of the text's own.
    Open { end: usize },
    /// A closing tag.
    Close { end: usize },
    /// A marker that cannot be read as one; it ends before `end`.
    Malformed { end: usize, reason: &'static str },
    /// Nothing that matters; the scan goes on at `end`.
    Other { end: usize },
}

/// An opening marker with an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Marker {
    pub(super) range: Range<usize>,
    pub(super) id: Range<usize>,
    /// Where in the tag a quote is written as `&quot;`.
    pub(super) damage: Option<usize>,
}

/// Reads what begins with the `<` at `at`.
pub(super) fn read(bytes: &[u8], at: usize, patterns: &Patterns) -> Tag {
    let closing = bytes.get(at + 1) == Some(&b'/');
    let name = at + 1 + usize::from(closing);
    let name_end = name + patterns.element.len();
    let other = Tag::Other { end: at + 1 };
    match bytes.get(name..name_end) {
        Some(found) if found.eq_ignore_ascii_case(&patterns.element) => {}
        _ => return other,
    }
    match bytes.get(name_end) {
        Some(b'>') if closing => Tag::Close { end: name_end + 1 },
        Some(b'>') => Tag::Open { end: name_end + 1 },
        Some(byte) if byte.is_ascii_whitespace() && closing => read_close(bytes, name_end),
        Some(byte) if byte.is_ascii_whitespace() || *byte == b'/' => {
            let limit = memchr::memchr(b'<', &bytes[name_end..]);
            let bytes = &bytes[..limit.map_or(bytes.len(), |length| name_end + length)];
            Attributes { bytes, start: at, at: name_end, damage: None }.read(patterns)
        }
        _ => other,
    }
}

/// Reads the white space and the `>` of a closing tag.
fn read_close(bytes: &[u8], name_end: usize) -> Tag {
    let end = skip_space(bytes, name_end);
    match bytes.get(end) {
        Some(b'>') => Tag::Close { end: end + 1 },
        _ => Tag::Other { end: name_end },
    }
}

fn skip_space(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// Returns whether the literal quote or its damaged form is at `at`, and
/// its length.
fn quote_at(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'"' => Some(1),
        b'&' if bytes[at..].starts_with(QUOTE_ENTITY) => Some(QUOTE_ENTITY.len()),
        _ => None,
    }
}

/// The attributes of one tag, read from left to right.
struct Attributes<'b> {
    /// What was scanned, up to the `<` after the tag.
    bytes: &'b [u8],
    /// Where the tag begins.
    start: usize,
    at: usize,
    damage: Option<usize>,
}

/// The annotation that the attributes of a tag amount to.
#[derive(Default)]
struct TagAnnotation {
    target: Option<Range<usize>>,
    source: Option<Range<usize>>,
    lookup: bool,
}

impl Attributes<'_> {
    fn read(mut self, patterns: &Patterns) -> Tag {
        let mut found = TagAnnotation::default();
        loop {
            self.at = skip_space(self.bytes, self.at);
            match self.bytes.get(self.at) {
                Some(b'>') => {
                    self.at += 1;
                    return self.finish(found);
                }
                Some(b'/') => self.at += 1,
                None => return self.give_up(patterns, "found a tag without `>`"),
                Some(_) => {
                    if let Err(reason) = self.attribute(patterns, &mut found) {
                        return self.give_up(patterns, reason);
                    }
                }
            }
        }
    }

    /// Reads one attribute, `name` or `name = value`.
    fn attribute(
        &mut self,
        patterns: &Patterns,
        found: &mut TagAnnotation,
    ) -> Result<(), &'static str> {
        let name = self.take_name();
        let name = &self.bytes[name];
        let equals = skip_space(self.bytes, self.at);
        let has_value = self.bytes.get(equals) == Some(&b'=');
        let (is_target, is_source) = (patterns.is_target(name), patterns.is_source(name));
        if !has_value {
            return if is_target || is_source {
                Err("found its attribute without a value")
            } else {
                Ok(())
            };
        }
        self.at = skip_space(self.bytes, equals + 1);
        let is_class = name.eq_ignore_ascii_case(b"class");
        if is_target || is_source {
            let id = self.id_value()?;
            let side = if is_target { &mut found.target } else { &mut found.source };
            if side.replace(id).is_some() {
                return Err("found its attribute twice in one tag");
            }
        } else {
            let value = self.value().ok_or("found a quote that is not closed")?;
            found.lookup |= is_class && patterns.holds_lookup_class(&self.bytes[value]);
        }
        Ok(())
    }

    fn take_name(&mut self) -> Range<usize> {
        let start = self.at;
        let ends = |byte: &u8| byte.is_ascii_whitespace() || b"=/><".contains(byte);
        // A name of no bytes (a stray `=`) still takes one, or the loop would stand still.
        let length = self.bytes[start..].iter().position(ends).unwrap_or(self.bytes.len() - start);
        self.at = start + length.max(1);
        start..start + length
    }

    /// Returns the value of an id attribute: no byte that could mean a lost quote.
    fn id_value(&mut self) -> Result<Range<usize>, &'static str> {
        const BAD: &str = "found an id that is empty or holds a character that ids do not have";
        let single = self.bytes.get(self.at) == Some(&b'\'');
        let opening = if single { Some(1) } else { quote_at(self.bytes, self.at) };
        self.note_damage(opening);
        let start = self.at + opening.unwrap_or(0);
        let stops = |byte: &u8| byte.is_ascii_whitespace() || b"\"'&<>=`".contains(byte);
        let length = self.bytes[start..].iter().position(stops).ok_or("found a tag without `>`")?;
        let end = start + length;
        self.at = end;
        if length == 0 {
            return Err(BAD);
        }
        if opening.is_some() {
            let closing = if single {
                (self.bytes[end] == b'\'').then_some(1)
            } else {
                quote_at(self.bytes, end)
            };
            self.note_damage(closing);
            self.at = end + closing.ok_or("found an id whose quote is not closed")?;
        }
        match self.bytes.get(self.at) {
            Some(b'>' | b'/') => Ok(start..end),
            Some(byte) if byte.is_ascii_whitespace() => Ok(start..end),
            _ => Err(BAD),
        }
    }

    /// Returns the value of any other attribute.
    fn value(&mut self) -> Option<Range<usize>> {
        if self.bytes.get(self.at) == Some(&b'\'') {
            return self.value_up_to(1, |rest| {
                rest.iter().position(|&byte| byte == b'\'').map(|at| (at, 1))
            });
        }
        let Some(opening) = quote_at(self.bytes, self.at) else {
            let ends = |byte: &u8| byte.is_ascii_whitespace() || b"><".contains(byte);
            return self.value_up_to(0, |rest| rest.iter().position(ends).map(|at| (at, 0)));
        };
        self.note_damage(Some(opening));
        // A literal quote closes what a literal quote opened, so that a genuine
        // `&quot;` stays part of the value.
        if opening == 1
            && let Some(value) = self
                .value_up_to(1, |rest| rest.iter().position(|&byte| byte == b'"').map(|at| (at, 1)))
        {
            return Some(value);
        }
        let value = self.value_up_to(opening, |rest| {
            (0..rest.len()).find_map(|at| quote_at(rest, at).map(|length| (at, length)))
        })?;
        self.note_damage(quote_at(self.bytes, value.end));
        Some(value)
    }

    /// Takes a value after `opening` bytes, up to what `find` finds: its place
    /// and the length of the closing quote.
    fn value_up_to(
        &mut self,
        opening: usize,
        find: impl Fn(&[u8]) -> Option<(usize, usize)>,
    ) -> Option<Range<usize>> {
        let start = self.at + opening;
        let (length, closing) = find(&self.bytes[start..])?;
        self.at = start + length + closing;
        Some(start..start + length)
    }

    /// Remembers the first quote at the current place that is a damaged one.
    fn note_damage(&mut self, quote: Option<usize>) {
        if quote == Some(QUOTE_ENTITY.len()) {
            self.damage.get_or_insert(self.at);
        }
    }

    fn finish(self, found: TagAnnotation) -> Tag {
        let (range, damage) = (self.start..self.at, self.damage);
        match found {
            TagAnnotation { target: Some(id), source: None, lookup: false } => {
                Tag::Target(Marker { range, id, damage })
            }
            TagAnnotation { target: None, source: Some(id), lookup: false } => {
                Tag::Source(Marker { range, id, damage })
            }
            TagAnnotation { target: None, source: None, lookup: true } => {
                Tag::Lookup { end: self.at, damage }
            }
            TagAnnotation { target: None, source: None, lookup: false } => {
                Tag::Open { end: self.at }
            }
            _ => Tag::Malformed { end: self.at, reason: "found more than one marker in one tag" },
        }
    }

    /// Takes a tag that breaks off for a malformed marker where it names the
    /// annotation, or else for a span of the text's own.
    fn give_up(self, patterns: &Patterns, reason: &'static str) -> Tag {
        let tag = &self.bytes[self.start..];
        let tag = &tag[..memchr::memchr(b'>', tag).unwrap_or(tag.len())];
        let end = self.start + tag.len();
        let names =
            [&patterns.target_attribute, &patterns.source_attribute, &patterns.lookup_class];
        if names.into_iter().any(|name| contains_ignoring_case(tag, name)) {
            return Tag::Malformed { end, reason };
        }
        Tag::Open { end: self.start + 1 + patterns.element.len() }
    }
}

fn contains_ignoring_case(text: &[u8], name: &[u8]) -> bool {
    text.windows(name.len()).any(|window| window.eq_ignore_ascii_case(name))
}
