//! Translation memory alignment: annotated documents in, aligned units out.

mod diagnostic;
mod error;
mod language;
mod position;

mod document;
mod inline;
mod scan;
mod unit;

pub use crate::{
    diagnostic::{Diagnostic, DiagnosticCode, Severity},
    error::{Error, ErrorKind},
    inline::{Code, CodeKind, CodeRole, CodedText, Piece, Pieces},
    language::Language,
    position::{LineIndex, Position},
    scan::{AnnotationScheme, RawSegment, Scan, scan},
    unit::{
        BlockKind, Date, FlowContext, Origin, Placement, Property, TranslationType,
        TranslationUnit, Variant,
    },
};
