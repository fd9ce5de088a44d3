//! What becomes of each code of a target, and what it is written as.

use std::borrow::Cow;

use super::CodeMap;
use crate::inline::{Code, CodeKind, alike_destination, is_locale};

/// What becomes of a code of the target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum CodeChange {
    /// It stays as it is: the source has no code that corresponds to it.
    Stay,
    /// It goes: the query has it no more.
    Drop,
    /// It corresponds to this code of the query.
    Become { query: usize, form: NewForm },
}

/// The native form of a code of the target that corresponds to one of the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NewForm {
    /// It stays.
    Own,
    /// Only the address in it is another.
    OtherAddress {
        /// The code with the other address.
        native: String,
        /// The other address.
        address: String,
    },
    /// It is that of the query, the locale of an address aside.
    OfQuery(String),
}

/// Decides what becomes of each code of the target.
pub(super) fn changes(map: &CodeMap<'_>) -> Vec<CodeChange> {
    let mut changes: Vec<CodeChange> =
        (0..map.target.len()).map(|code| change(map, code)).collect();
    for (opening, closing) in map.target.text.pairs() {
        let halves = [opening, closing];
        if halves.iter().any(|half| changes[*half] == CodeChange::Drop) {
            halves.iter().for_each(|half| changes[*half] = CodeChange::Drop);
        }
        if halves.iter().any(|half| is_of_query(&changes[*half])) {
            halves.iter().for_each(|half| take_from_query(map, &mut changes[*half]));
            keep_emphasis(map, &mut changes, halves);
        }
    }
    changes
}

fn change(map: &CodeMap<'_>, target: usize) -> CodeChange {
    match map.origins(target) {
        None => CodeChange::Stay,
        Some((_, None)) => CodeChange::Drop,
        Some((source, Some(query))) => {
            let [source, target, new] =
                [map.source.code(source), map.target.code(target), map.query.code(query)];
            CodeChange::Become { query, form: NewForm::of(&source, &target, &new) }
        }
    }
}

fn is_of_query(change: &CodeChange) -> bool {
    matches!(change, CodeChange::Become { form: NewForm::OfQuery(_), .. })
}

/// Writes one half of a pair anew where the other half is.
fn take_from_query(map: &CodeMap<'_>, change: &mut CodeChange) {
    if let CodeChange::Become { query, form } = change
        && !matches!(form, NewForm::OfQuery(_))
    {
        *form = NewForm::OfQuery(map.query.code(*query).native.to_owned());
    }
}

/// Writes `*` for `_` where a letter stands right outside: emphasis with `_`
/// neither begins nor ends inside a word (CommonMark 0.31.2, section 6.2, rules
/// 2 and 4), and what is a word of its own in the source may be a part of one in
/// a language without spaces.
fn keep_emphasis(map: &CodeMap<'_>, changes: &mut [CodeChange], halves: [usize; 2]) {
    let text = map.target.text.text();
    let [opening, closing] = halves.map(|half| map.target.offset(half));
    let before = text[..opening].chars().next_back();
    let after = text[closing..].chars().next();
    if ![before, after].into_iter().flatten().any(char::is_alphanumeric) {
        return;
    }
    for half in halves {
        if let CodeChange::Become { query, form: NewForm::OfQuery(native) } = &mut changes[half]
            && matches!(map.query.code(*query).kind, CodeKind::Bold | CodeKind::Italic)
            && native.bytes().all(|byte| byte == b'_')
        {
            *native = native.replace('_', "*");
        }
    }
}

impl NewForm {
    /// Chooses the form of the target's code, where the code of the match's
    /// source that it corresponds to became `new`.
    fn of(source: &Code<'_>, target: &Code<'_>, new: &Code<'_>) -> Self {
        if is_same_code(source, new) {
            return NewForm::Own;
        }
        match (source.destination(), target.destination(), new.destination()) {
            (Some(source_address), Some(target_address), Some(new_address)) => {
                let address = localized_address(source_address, target_address, new_address);
                let is_all = with_address(source, source_address, new_address) == new.native;
                if is_all && has_same_syntax(target, new) {
                    let native = with_address(target, target_address, &address);
                    return NewForm::OtherAddress { native, address: address.into_owned() };
                }
                NewForm::OfQuery(with_address(new, new_address, &address))
            }
            _ => NewForm::OfQuery(new.native.to_owned()),
        }
    }
}

/// Whether two codes are the same. Those without a native form are compared by
/// their other fields, as a memory does.
fn is_same_code(one: &Code<'_>, other: &Code<'_>) -> bool {
    one.kind == other.kind
        && one.native == other.native
        && (!one.native.is_empty()
            || (one.id, one.equivalent, one.type_name)
                == (other.id, other.equivalent, other.type_name))
}

/// Whether two codes are written in the same syntax, so that an address fits
/// into both.
fn has_same_syntax(one: &Code<'_>, other: &Code<'_>) -> bool {
    let first = |code: &Code<'_>| code.native.bytes().next();
    first(one) == first(other) && one.element() == other.element() && one.subflows.is_empty()
}

/// Writes the native form of a code with another address in place of its own.
fn with_address(code: &Code<'_>, own: &str, other: &str) -> String {
    // The address is a slice of the native form.
    let start = own.as_ptr().addr().wrapping_sub(code.native.as_ptr().addr());
    match (code.native.get(..start), code.native.get(start.saturating_add(own.len())..)) {
        (Some(before), Some(after)) => [before, other, after].concat(),
        _ => code.native.to_owned(),
    }
}

/// Whether two addresses lead to the same page, perhaps in other languages.
pub(super) fn is_same_page(one: &str, other: &str) -> bool {
    one == other || alike_destination(one) == alike_destination(other)
}

/// Returns the address for the target, where the source has `new` in place of
/// `source` and the target had `target` for that: what the target did with the
/// locales in the path of the old address is done with the new one.
pub(crate) fn localized_address<'n>(source: &str, target: &str, new: &'n str) -> Cow<'n, str> {
    if source == target || !is_same_page(source, target) {
        return Cow::Borrowed(new);
    }
    let locales = |address: &'_ str| -> Vec<String> {
        address.split('/').filter(|part| is_locale(part)).map(str::to_owned).collect()
    };
    let (from, to) = (locales(source), locales(target));
    if !to.is_empty() && from.len() != to.len() {
        return Cow::Borrowed(new);
    }
    // Where the target has no locale, the new address loses its own.
    let parts = new.split('/').filter_map(|part| {
        match from.iter().position(|from| from.eq_ignore_ascii_case(part)) {
            Some(index) => to.get(index).map(String::as_str),
            None => Some(part),
        }
    });
    Cow::Owned(parts.collect::<Vec<_>>().join("/"))
}
