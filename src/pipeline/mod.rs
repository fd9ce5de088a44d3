//! What the command and any other front end share: finding documents, working
//! on many cores, output that appears whole or not at all.
//!
//! Only this part of the library touches the file system.

mod extract;
mod located;
mod ordered;
mod output;
mod render;
mod summary;
mod walk;

pub use extract::Extractor;
pub use located::Located;
pub use ordered::{available_jobs, in_order};
pub use output::Output;
pub use render::Renderer;
pub use summary::{FileReport, Summary};
pub use walk::{Input, STANDARD_STREAM, Walk};
