//! What a code of the target is written as, once the source has another.

use std::borrow::Cow;

use super::locale::localized;
use crate::inline::Code;

/// What becomes of the native form of a code of the target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// It stays.
    Keep,
    /// Only the address in it is another.
    Address {
        /// The code with the other address.
        native: String,
        /// The other address.
        address: String,
    },
    /// It is that of the new source, the locale of an address aside.
    Whole(String),
}

impl Change {
    /// The change of the target's code, where the code of the match's source
    /// that it stands for became `new`.
    pub(super) fn of(source: &Code<'_>, target: &Code<'_>, new: &Code<'_>) -> Self {
        if is_same(source, new) {
            return Change::Keep;
        }
        match (source.destination(), target.destination(), new.destination()) {
            (Some(source_address), Some(target_address), Some(new_address)) => {
                let address = localized(source_address, target_address, new_address);
                let is_all = with_address(source, source_address, new_address) == new.native;
                if is_all && is_like(target, new) {
                    let native = with_address(target, target_address, &address);
                    return Change::Address { native, address: address.into_owned() };
                }
                Change::Whole(with_address(new, new_address, &address))
            }
            _ => Change::Whole(new.native.to_owned()),
        }
    }
}

/// Whether two codes are the same. Those without a native form are told apart by
/// what else is said of them, as a memory does.
fn is_same(one: &Code<'_>, other: &Code<'_>) -> bool {
    let said = |code: &Code<'_>| (code.id.is_some(), code.equivalent.is_some());
    let is_written = !one.native.is_empty();
    one.kind == other.kind
        && one.native == other.native
        && (is_written
            || ((one.id, one.equivalent, one.type_name)
                == (other.id, other.equivalent, other.type_name)
                && said(one) == said(other)))
}

/// Whether two codes are written in the same syntax, so that an address fits
/// into both.
fn is_like(one: &Code<'_>, other: &Code<'_>) -> bool {
    let first = |code: &Code<'_>| code.native.bytes().next();
    first(one) == first(other) && one.element() == other.element() && one.subflows.is_empty()
}

/// The native form of a code with another address in the place of its own.
fn with_address(code: &Code<'_>, own: &str, other: &str) -> String {
    // The address is a slice of the native form.
    let start = own.as_ptr().addr().wrapping_sub(code.native.as_ptr().addr());
    match (code.native.get(..start), code.native.get(start.saturating_add(own.len())..)) {
        (Some(before), Some(after)) => [before, other, after].concat(),
        _ => code.native.to_owned(),
    }
}

/// What a reader sees in the place of the target's code with a new address:
/// the address, where it was that.
pub(super) fn equivalent<'c>(target: &Code<'c>, address: &'c str) -> Option<Cow<'c, str>> {
    let shown = target.equivalent?;
    Some(Cow::Borrowed(if target.destination() == Some(shown) { address } else { shown }))
}
