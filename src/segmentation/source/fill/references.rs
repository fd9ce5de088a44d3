//! Links whose text is the label of their definition (CommonMark 0.31.2, 6.3,
//! "collapsed" and "shortcut" references), in a translation.
//!
//! `[Quick start][]` leads where `[Quick start]: start.md` says. A translation of
//! the text has no definition, so it becomes a full reference:
//! `[Schnellstart][Quick start]`.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use crate::inline::{Paired, Syntax, TokenKind, tokenize};
use crate::text::fold_case;

/// Writes a label as labels are compared: white space is one space, and case is
/// nothing.
pub(crate) fn normal_label(label: &str) -> String {
    let mut normal = String::new();
    fold_case(&on_one_line(label), &mut normal);
    normal
}

fn on_one_line(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A bracketed text that may be a label itself.
struct Reference<'t> {
    label: &'t str,
    /// Where its label goes: between the brackets of `[]`, or behind the text.
    place: Range<usize>,
    is_collapsed: bool,
}

/// Gives the links of a text the labels that they have in the source, of which
/// `defined` are all that have a definition.
///
/// The links that are new pair with those that are missing in their order; where
/// they are not as many, which belong together is not known, and they stay.
pub(super) fn with_source_labels<'t>(
    text: &'t str,
    source: &str,
    defined: &BTreeSet<Box<str>>,
) -> Cow<'t, str> {
    if defined.is_empty() || !text.contains('[') || !source.contains('[') {
        return Cow::Borrowed(text);
    }
    let (old, new) = (references(source), references(text));
    let labels = |references: &[Reference<'_>]| -> BTreeSet<String> {
        references.iter().map(|reference| normal_label(reference.label)).collect()
    };
    let (in_source, in_text) = (labels(&old), labels(&new));
    let missing = old.iter().filter(|reference| {
        let label = normal_label(reference.label);
        defined.contains(&*label) && !in_text.contains(&label)
    });
    let added = new.iter().filter(|reference| {
        let label = normal_label(reference.label);
        !defined.contains(&*label) && !in_source.contains(&label)
    });
    if missing.clone().count() != added.clone().count() {
        return Cow::Borrowed(text);
    }
    let mut labelled = String::with_capacity(text.len());
    let mut at = 0;
    for (missing, added) in missing.zip(added) {
        labelled.push_str(&text[at..added.place.start]);
        let label = on_one_line(missing.label);
        match added.is_collapsed {
            true => labelled.push_str(&label),
            false => labelled.extend(["[", &label, "]"]),
        }
        at = added.place.end;
    }
    labelled.push_str(&text[at..]);
    Cow::Owned(labelled)
}

/// Finds the bracketed texts of a text that are no links to anywhere else, in
/// order.
fn references(text: &str) -> Vec<Reference<'_>> {
    let mut references = Vec::new();
    let mut links = Vec::new();
    let mut open = None;
    for token in tokenize(text, Syntax::Markdown) {
        let Range { start, end } = token.range;
        match token.kind {
            TokenKind::Open(Paired::Link | Paired::Image) => {
                links.push(end);
                open = None;
            }
            TokenKind::Close(Paired::Link | Paired::Image) => {
                let label = links.pop().map(|opened| &text[opened..start]);
                open = None;
                if let (Some(label), "][]") = (label, token.text) {
                    references.push(Reference {
                        label,
                        place: end - 1..end - 1,
                        is_collapsed: true,
                    });
                }
            }
            TokenKind::Text => {
                for (at, bracket) in token.text.match_indices(['[', ']']) {
                    let at = start + at;
                    match (bracket, open) {
                        ("[", _) => open = Some(at + 1),
                        (_, Some(opened)) => {
                            let (label, place) = (&text[opened..at], at + 1..at + 1);
                            references.push(Reference { label, place, is_collapsed: false });
                            open = None;
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    references
}
