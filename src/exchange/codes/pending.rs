//! A text while it is read.
//!
//! Whether a code opens a pair is known when its other half was read, and its
//! native form may come later still. So a text is first a [`PendingText`]: text, and
//! codes by what their elements say.

use std::collections::BTreeMap;

use crate::inline::{Attribute, Code, CodeKind, CodeRole, CodedText, Subflow};

/// What the element of a code says that it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Half {
    #[default]
    Alone,
    Open,
    Close,
    /// Half of a pair whose other half is elsewhere, as the element says itself.
    IsolatedOpen,
    IsolatedClose,
}

/// A code while it is read.
#[derive(Clone, Debug)]
pub(crate) struct PendingCode {
    pub(crate) kind: CodeKind,
    pub(crate) half: Half,
    /// What both halves of a pair have in common.
    pub(crate) link: String,
    /// Whether a half is no fault where the other is missing.
    pub(crate) may_be_alone: bool,
    pub(crate) id: Option<String>,
    /// The id of the code that this one closes, where its element names it.
    pub(crate) partner_id: Option<String>,
    pub(crate) native: String,
    /// The id of the element with the native form, if that is not in the code.
    pub(crate) data: Option<String>,
    pub(crate) equivalent: Option<String>,
    pub(crate) type_name: Option<String>,
    pub(crate) subflows: Vec<Subflow>,
    pub(crate) attributes: Vec<Attribute>,
}

impl PendingCode {
    pub(crate) fn new(kind: CodeKind, half: Half) -> Self {
        Self {
            kind,
            half,
            link: String::new(),
            may_be_alone: false,
            id: None,
            partner_id: None,
            native: String::new(),
            data: None,
            equivalent: None,
            type_name: None,
            subflows: Vec::new(),
            attributes: Vec::new(),
        }
    }

    fn code(&self, role: CodeRole) -> Code<'_> {
        Code {
            equivalent: self.equivalent.as_deref(),
            id: self.id.as_deref(),
            type_name: self.type_name.as_deref(),
            subflows: &self.subflows,
            attributes: &self.attributes,
            ..Code::new(self.kind, role, &self.native)
        }
    }
}

/// A text while it is read.
#[derive(Clone, Debug, Default)]
pub(crate) struct PendingText {
    text: String,
    /// Each with its byte offset in the text.
    codes: Vec<(usize, PendingCode)>,
    containers: usize,
}

/// A half of a pair whose other half the text does not have, though it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Unpaired(String),
    Repeated(String),
}

impl PendingText {
    pub(crate) fn push_text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty() && self.codes.is_empty()
    }

    /// Returns whether both texts are the same but for white space and codes.
    pub(crate) fn has_words_of<'a>(&'a self, other: &'a Self) -> bool {
        let words = |text: &'a str| text.chars().filter(|own| !own.is_whitespace());
        words(&self.text).eq(words(&other.text))
    }

    pub(crate) fn push_code(&mut self, code: PendingCode) {
        self.codes.push((self.text.len(), code));
    }

    /// Returns a link for the pair that an element around text is.
    pub(crate) fn container(&mut self) -> String {
        self.containers += 1;
        // No name in XML begins with a space.
        format!(" {}", self.containers)
    }

    pub(crate) fn codes_mut(&mut self) -> impl Iterator<Item = &mut PendingCode> {
        self.codes.iter_mut().map(|(_, code)| code)
    }

    pub(crate) fn codes(&self) -> impl Iterator<Item = &PendingCode> {
        self.codes.iter().map(|(_, code)| code)
    }

    /// Returns the text: opening codes with the closing codes of their links are
    /// pairs, numbered in order; what is left of them is isolated, and a fault.
    pub(crate) fn finish(&mut self, faults: &mut Vec<Fault>) -> CodedText {
        let roles = self.roles(faults);
        for code in self.codes_mut() {
            code.id = code.id.take().or(code.partner_id.take());
        }
        let mut text = CodedText::default();
        let mut from = 0;
        for ((at, code), role) in self.codes.iter().zip(roles) {
            text.push_text(&self.text[from..*at]);
            text.push_code(code.code(role));
            from = *at;
        }
        text.push_text(&self.text[from..]);
        text
    }

    /// Returns the role of each code, and gives the closing half of a pair what is
    /// said of the pair.
    fn roles(&mut self, faults: &mut Vec<Fault>) -> Vec<CodeRole> {
        let mut roles = Vec::with_capacity(self.codes.len());
        let mut open: BTreeMap<String, usize> = BTreeMap::new();
        let mut pairs = Vec::new();
        for index in 0..self.codes.len() {
            let code = &self.codes[index].1;
            roles.push(match code.half {
                Half::Alone => CodeRole::Standalone,
                Half::Open | Half::IsolatedOpen => CodeRole::IsolatedOpen,
                Half::Close | Half::IsolatedClose => CodeRole::IsolatedClose,
            });
            match code.half {
                Half::Open if open.insert(code.link.clone(), index).is_some() => {
                    faults.push(Fault::Repeated(name(code)));
                }
                Half::Close => match open.remove(&code.link) {
                    Some(opening) => pairs.push((opening, index)),
                    None if code.may_be_alone => {}
                    None => faults.push(Fault::Unpaired(name(code))),
                },
                _ => {}
            }
        }
        let unpaired = open.into_values().map(|index| &self.codes[index].1);
        let unpaired = unpaired.filter(|code| !code.may_be_alone);
        faults.extend(unpaired.map(|code| Fault::Unpaired(name(code))));
        pairs.sort_unstable();
        for (number, (opening, closing)) in (1..).zip(pairs) {
            roles[opening] = CodeRole::Open(number);
            roles[closing] = CodeRole::Close(number);
            let (kind, id) = (self.codes[opening].1.kind, self.codes[opening].1.id.clone());
            let close = &mut self.codes[closing].1;
            close.kind = kind;
            close.id = id;
        }
        roles
    }

    /// Returns the texts of what is inside the marks of a type, with the ids of
    /// these.
    pub(crate) fn split(&self, type_name: &str) -> Vec<(String, PendingText)> {
        let mut parts: Vec<(String, PendingText)> = Vec::new();
        let mut inside: Option<(&str, usize)> = None;
        for (at, code) in &self.codes {
            let is_mark =
                code.kind == CodeKind::Annotation && code.type_name.as_deref() == Some(type_name);
            match (inside, code.half) {
                (None, Half::Open) if is_mark => {
                    let id = code.id.clone().unwrap_or_default();
                    parts.push((id, PendingText::default()));
                    inside = Some((&code.link, *at));
                }
                (Some((link, from)), _) => {
                    if let Some((_, part)) = parts.last_mut() {
                        part.push_text(&self.text[from..*at]);
                        match code.half == Half::Close && code.link == link {
                            true => inside = None,
                            false => {
                                part.push_code(code.clone());
                                inside = Some((link, *at));
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        for (_, part) in &mut parts {
            part.isolate();
        }
        parts
    }

    /// Makes isolated what lost its other half to another part of the text.
    pub(crate) fn isolate(&mut self) {
        let mut halves: BTreeMap<String, [usize; 2]> = BTreeMap::new();
        for code in self.codes() {
            match code.half {
                Half::Open => halves.entry(code.link.clone()).or_default()[0] += 1,
                Half::Close => halves.entry(code.link.clone()).or_default()[1] += 1,
                _ => {}
            }
        }
        for code in self.codes_mut() {
            let [opening, closing] = halves.get(&code.link).copied().unwrap_or_default();
            match code.half {
                Half::Open if closing == 0 => code.half = Half::IsolatedOpen,
                Half::Close if opening == 0 => {
                    code.half = Half::IsolatedClose;
                    code.id = code.id.take().or(code.partner_id.take());
                }
                _ => {}
            }
        }
    }

    /// Takes the marks of a type away, and keeps the text inside.
    pub(crate) fn without_marks(&mut self, type_name: &str) {
        let is_mark = |code: &PendingCode| {
            code.kind == CodeKind::Annotation && code.type_name.as_deref() == Some(type_name)
        };
        let links: std::collections::BTreeSet<String> =
            self.codes().filter(|code| is_mark(code)).map(|code| code.link.clone()).collect();
        self.codes.retain(|(_, code)| !links.contains(&code.link));
    }
}

/// Returns the id by which people know a code, or else its link.
fn name(code: &PendingCode) -> String {
    let id = code.id.as_ref().or(code.partner_id.as_ref());
    id.unwrap_or(&code.link).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Codes from a notation: `(a` opens, `)a` closes, `[a` and `]a` are marks
    /// of segments; anything else is text.
    fn pending(notation: &str) -> PendingText {
        let mut pending = PendingText::default();
        for word in notation.split_whitespace() {
            let is_mark = word.starts_with(['[', ']']);
            let half = match &word[..1] {
                "(" | "[" => Half::Open,
                ")" | "]" => Half::Close,
                _ => {
                    pending.push_text(word);
                    continue;
                }
            };
            let kind = if is_mark { CodeKind::Annotation } else { CodeKind::Bold };
            let mut code = PendingCode::new(kind, half);
            code.link = format!("{}{}", if is_mark { "m" } else { "" }, &word[1..]);
            code.id = Some(word[1..].to_owned());
            code.type_name = is_mark.then(|| "seg".to_owned());
            pending.push_code(code);
        }
        pending
    }

    fn shown(text: &CodedText) -> String {
        let piece = |piece| match piece {
            crate::inline::Piece::Code(code) => match code.role {
                CodeRole::Open(number) => format!("({number}"),
                CodeRole::Close(number) => format!("){number}"),
                CodeRole::Standalone => "x".to_owned(),
                CodeRole::IsolatedOpen => "<".to_owned(),
                CodeRole::IsolatedClose => ">".to_owned(),
            },
            crate::inline::Piece::Text(text) => text.to_owned(),
            other => panic!("{other:?}"),
        };
        text.pieces().map(piece).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn pairs_are_found_and_numbered() {
        for (given, expected, faults) in [
            ("", "", 0),
            ("a (1 b )1 c", "a (1 b )1 c", 0),
            ("(9 (1 )9 )1", "(1 (2 )1 )2", 0),
            ("(1 )1 (1 )1", "(1 )1 (2 )2", 0),
            (")1 (1", "> <", 2),
            ("(1 (1 )1", "< (1 )1", 1),
        ] {
            let mut found = Vec::new();
            assert_eq!(shown(&pending(given).finish(&mut found)), expected, "{given}");
            assert_eq!(found.len(), faults, "{given}");
        }
    }

    #[test]
    fn marked_stretches_are_parts() {
        let whole = pending("a [1 b (1 c )1 ]1 d (2 [2 e )2 f ]2");
        let parts: Vec<_> = whole
            .split("seg")
            .into_iter()
            .map(|(id, mut part)| {
                let mut faults = Vec::new();
                let text = part.finish(&mut faults);
                assert_eq!(faults, []);
                (id, shown(&text))
            })
            .collect();
        assert_eq!(parts, [("1".to_owned(), "b (1 c )1".to_owned()), ("2".into(), "e > f".into())]);
        let mut joined = pending("a [1 b ]1 (1 )1");
        joined.without_marks("seg");
        assert_eq!(shown(&joined.finish(&mut Vec::new())), "ab (1 )1");
    }
}
