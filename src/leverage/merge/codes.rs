//! Inline codes that come back from other tools.

use std::collections::BTreeMap;

use crate::exchange::without_forbidden;
use crate::inline::{Code, CodeKind, CodeRole, CodedText, Piece, pair_codes};

/// How many codes a message names.
const MOST_NAMED: usize = 5;

/// The codes of a document's text, by what an exchange file calls them.
///
/// Tools that keep markup apart from the text give codes back without it.
pub(super) struct DocumentCodes<'a> {
    by_name: BTreeMap<(&'a str, CodeHalf), Code<'a>>,
    /// The same in order, for codes without a name.
    in_order: Vec<Code<'a>>,
}

/// The two halves of a pair have one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum CodeHalf {
    Whole,
    Open,
    Close,
}

fn half(code: &Code<'_>) -> CodeHalf {
    match code.role {
        CodeRole::Open(_) | CodeRole::IsolatedOpen => CodeHalf::Open,
        CodeRole::Close(_) | CodeRole::IsolatedClose => CodeHalf::Close,
        CodeRole::Standalone => CodeHalf::Whole,
    }
}

/// Whether a code is markup: a mark that a tool made has no native form, and needs
/// none.
fn is_markup(code: &Code<'_>) -> bool {
    code.kind != CodeKind::Annotation
}

impl<'a> DocumentCodes<'a> {
    /// Finds what the document has for the codes of a unit's source: nothing where
    /// they are not as many.
    pub(super) fn of(unit: &'a CodedText, document: &'a CodedText) -> Self {
        let mut own_codes = Self { by_name: BTreeMap::new(), in_order: Vec::new() };
        let codes = || unit.codes().filter(is_markup);
        let mut own: Vec<_> = document.codes().filter(is_markup).collect();
        if codes().count() != own.len() {
            // Some files have placeholders as text.
            own.retain(|code| code.kind != CodeKind::Placeholder);
        }
        if codes().count() != own.len() {
            return own_codes;
        }
        for (code, own) in codes().zip(own) {
            own_codes.in_order.push(own);
            if let Some(id) = code.id {
                own_codes.by_name.entry((id, half(&code))).or_insert(own);
            }
        }
        own_codes
    }

    /// Gives the codes of a text their native forms back, where they lost them.
    pub(super) fn restored(&self, text: &CodedText) -> CodedText {
        let is_bare = |code: &Code<'_>| code.native.is_empty() && is_markup(code);
        if !text.codes().any(|code| is_bare(&code)) {
            return text.clone();
        }
        let mut in_order = self.in_order.iter();
        let piece = |piece| match piece {
            Piece::Code(code) if is_markup(&code) => {
                let next = in_order.next();
                let named = code.id.and_then(|id| self.by_name.get(&(id, half(&code))));
                let own = named.or(next.filter(|_| code.id.is_none()));
                match own.filter(|_| code.native.is_empty()) {
                    Some(own) => Piece::Code(Code { role: code.role, ..*own }),
                    None => Piece::Code(code),
                }
            }
            other => other,
        };
        text.pieces().map(piece).collect()
    }
}

/// Reduces a text to what every file can hold: without the characters that XML
/// forbids, and with line ends as XML reads them.
fn comparable(text: &CodedText) -> CodedText {
    let allowed = |text: &str| without_forbidden(text).0.replace("\r\n", "\n");
    let mut comparable = CodedText::default();
    for piece in text.pieces() {
        match piece {
            Piece::Text(text) | Piece::Escaped { text, .. } => comparable.push_text(&allowed(text)),
            Piece::Code(code) => {
                comparable.push_code(Code { native: &allowed(code.native), ..code });
            }
        }
    }
    comparable
}

/// Whether two texts are the same, as far as files can hold them.
pub(super) fn are_alike(one: &CodedText, other: &CodedText) -> bool {
    one.reads_as(other) || comparable(one).reads_as(&comparable(other))
}

/// Describes how the codes of a target differ from those of its source, for a
/// message.
pub(super) fn difference(source: &CodedText, target: &CodedText) -> Option<String> {
    // Some files have placeholders as text.
    let [source, target] =
        [source, target].map(|text| text.placeholders_as_text().with_placeholders());
    let (source, target) = (&source, &target);
    let pairing = pair_codes(source, target);
    let unpaired = |text: &CodedText, partner: &dyn Fn(usize) -> Option<usize>| {
        let codes = text.codes().enumerate();
        let unpaired = codes.filter(|(index, code)| is_markup(code) && partner(*index).is_none());
        let mut names: Vec<String> =
            unpaired.map(|(_, code)| format!("`{}`", code.native)).take(MOST_NAMED + 1).collect();
        if names.len() > MOST_NAMED {
            names[MOST_NAMED] = "more".to_owned();
        }
        names.join(", ")
    };
    let missing = unpaired(source, &|index| pairing.target_of(index));
    let extra = unpaired(target, &|index| pairing.source_of(index));
    let found = match (missing.is_empty(), extra.is_empty()) {
        (true, true) => return None,
        (false, true) => format!("no {missing}"),
        (true, false) => format!("{extra} besides"),
        (false, false) => format!("no {missing}, and {extra} besides"),
    };
    Some(format!("expected the inline codes of the source in the target, but found {found}"))
}
