//! The constructs of Markdown and HTML text, each in its own file: functions
//! from the text that begins with a construct to where it ends and what it says.
//!
//! Nothing here knows what stands before a construct; the scanners in `tokens`
//! do, and the accessors of [`Code`](super::Code) read native forms again.

pub(super) mod autolink;
pub(super) mod character;
pub(super) mod code_span;
pub(super) mod comment;
mod cursor;
pub(super) mod docfx;
pub(super) mod element;
pub(super) mod entity;
pub(super) mod link;
pub(super) mod tag;
