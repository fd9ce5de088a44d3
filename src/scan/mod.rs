//! placeholder
mod scheme;
pub use scheme::AnnotationScheme;
