//! The properties that hold what a PO file says and a unit has no place for.

/// Where a text comes from, `path:line`, one property for each.
pub(super) const REFERENCE: &str = "x-po-reference";
/// The flags besides `fuzzy`, with commas between them.
pub(super) const FLAGS: &str = "x-po-flags";
/// The context before the source changed.
pub(super) const PREVIOUS_CONTEXT: &str = "x-po-previous-msgctxt";
/// The source before it changed.
pub(super) const PREVIOUS_ID: &str = "x-po-previous-msgid";
/// Which forms of a plural a unit has: `singular` or `plural`.
pub(super) const FORM: &str = "x-po-form";
/// That the entry is obsolete: `yes`.
pub(super) const OBSOLETE: &str = "x-po-obsolete";

/// Who says what a comment from a developer says.
pub(super) const DEVELOPER: &str = "developer";
/// Who says what a comment from a translator says.
pub(super) const TRANSLATOR: &str = "translator";
