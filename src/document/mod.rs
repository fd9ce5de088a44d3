//! One annotated document: bytes, front matter, segments as views.

mod found;
