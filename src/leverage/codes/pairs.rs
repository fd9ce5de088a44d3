//! Pairs of codes: which halves belong together, and their numbers.

use std::collections::BTreeMap;

use crate::inline::{CodeRole, CodedText};

/// The indexes of the opening and the closing code of each pair, in the order of
/// closing.
pub(crate) fn pairs(roles: impl IntoIterator<Item = CodeRole>) -> Vec<(usize, usize)> {
    let mut open = BTreeMap::new();
    let mut pairs = Vec::new();
    for (index, role) in roles.into_iter().enumerate() {
        match role {
            CodeRole::Open(number) => {
                open.insert(number, index);
            }
            CodeRole::Close(number) => {
                pairs.extend(open.remove(&number).map(|opening| (opening, index)));
            }
            _ => {}
        }
    }
    pairs
}

/// The role of a code whose pair has a number that is greater by this.
pub(crate) fn renumbered(role: CodeRole, by: u32) -> CodeRole {
    match role {
        CodeRole::Open(number) => CodeRole::Open(number.saturating_add(by)),
        CodeRole::Close(number) => CodeRole::Close(number.saturating_add(by)),
        other => other,
    }
}

/// The greatest number of a pair; 0 where there is none.
pub(crate) fn greatest(text: &CodedText) -> u32 {
    let numbers = text.codes().map(|code| match code.role {
        CodeRole::Open(number) | CodeRole::Close(number) => number,
        _ => 0,
    });
    numbers.max().unwrap_or(0)
}
