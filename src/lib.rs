//! Translation memory from annotated documents: aligned segments in, exchange
//! files out, from one exchange format to another, into a memory that finds what
//! can be reused, and from there into new documents.
//!
//! Localized documentation is often published with its source woven in: every
//! translated segment is a span that carries an id, and its source follows in a
//! hidden span with the same id.
//!
//! ```html
//! <span data-ttu-id="74dd5-103">如果无法登录</span><span class="sxs-lookup"><span data-stu-id="74dd5-103">If you can't sign in</span></span>
//! ```
//!
//! `bitext` extracts the pairs of such Markdown, YAML and HTML, exports them,
//! keeps them as a memory, and pretranslates new documents from it.
//!
//! # One way through
//!
//! ```
//! use bitext::{Context, Document, Leverage, Memory, SourceDocument, tmx};
//!
//! let text = r#"---
//! ms.contentlocale: zh-CN
//! ---
//! - <span data-ttu-id="74dd5-110">**后续**步骤</span><span class="sxs-lookup"><span data-stu-id="74dd5-110">**Next** steps</span></span>
//! "#;
//! // 1. Read the document. This never fails: what cannot be used is a diagnostic.
//! let document = Document::parse(text.as_bytes());
//! assert!(document.diagnostics().is_empty());
//!
//! // 2. Its segments are views, with the texts as written.
//! let segment = document.segments().next().unwrap();
//! assert_eq!(segment.target(), "**后续**步骤");
//! assert_eq!(segment.position().line, 4);
//!
//! // 3. Its units own their texts, with inline codes told apart.
//! let context = Context::new("reset-password.md");
//! let unit = document.units(&context).next().unwrap();
//! assert_eq!(unit.source().unwrap().text.plain(), "Next steps");
//!
//! // 4. Units are what exchange formats write.
//! let mut tmx = tmx::Writer::new(Vec::new(), &tmx::Header::default())?;
//! tmx.write(&unit)?;
//! let file = String::from_utf8(tmx.finish()?).unwrap();
//! assert!(file.contains(r#"<bpt i="1" x="1" type="bold">**</bpt>后续<ept i="1">**</ept>步骤"#));
//!
//! // 5. Units that are kept fill the segments of new documents.
//! let memory = Memory::new();
//! memory.add(unit)?;
//! let new = SourceDocument::parse(b"> **Next** steps\n\nSomething new.\n");
//! let filled = Leverage::new(&memory).pretranslate(&new, &Context::new("new.md"))?;
//! assert_eq!(filled.target(), "> **后续**步骤\n\nSomething new.\n".as_bytes());
//! # Ok::<(), bitext::Error>(())
//! ```
//!
//! # Where things are
//!
//! | to | use |
//! |---|---|
//! | find the pairs in bytes, whatever stands around them | [`scan`], [`AnnotationScheme`] |
//! | read a document | [`Document`], [`Segment`], [`FrontMatter`] |
//! | see what could not be read, and where | [`Diagnostic`], [`LineIndex`] |
//! | have one side without annotation | [`Document::render`] |
//! | keep pairs | [`TranslationUnit`], made by [`Document::units`] |
//! | find the language that serves where another is wanted | [`Language::best_of`], [`PairSelector`] |
//! | tell markup from text | [`CodedText`], [`tokenize`], [`pair_codes`] |
//! | write units | [`tmx`], [`xliff`], [`po`], [`csv`], [`jsonl`], [`moses`], [`weblate`], and [`Encode`] for what they share |
//! | read units | the same, and [`ReadUnits`] for what they share; a [`Finding`] says what could not be read |
//! | keep units and find those that are identical to a text or near it | [`Memory`], [`Query`], [`Match`] |
//! | say what makes a match worth less | [`Penalties`] |
//! | find the texts that hold a phrase | [`Memory::concordance`], [`Concordance`] |
//! | say what a memory holds, and how a match differs | [`Statistics`], [`Match::differences`] |
//! | put units into a memory, whole documents and files at a time | [`Import`], [`OnConflict`] |
//! | keep units in a file or somewhere else | `SqliteStore` (feature `store`), [`Store`], [`Transaction`], [`InMemory`] |
//! | find what is wrong with a file | [`tmx::Validator`] |
//! | cut a document without annotation into segments | [`SourceDocument`], [`SourceSegment`] |
//! | say where sentences end | [`SentenceRules`] |
//! | count how much of documents a memory has | [`Leverage::analyze`], [`Analysis`], [`PriceGrid`] |
//! | fill a document from a memory | [`Leverage::pretranslate`], [`Pretranslation`], [`Reuse`] |
//! | put a finished translation back into its document | [`merge`] |
//! | read folders on many cores and write whole files | `pipeline`, with the feature `pipeline` |
//!
//! # Features
//!
//! | feature | what it adds | names |
//! |---|---|---|
//! | `html`, on by default | annotated HTML pages; without it a page is read as Markdown is, by the scanner alone, and a diagnostic says so | `Within`, `DocumentBuilder::within` |
//! | `pipeline` | walking folders, parallel work, output that appears whole or not at all | `pipeline` |
//! | `store` | a translation memory in one file, with SQLite | `SqliteStore`, `SqliteBuilder` |
//! | `cli` | the command `bitext`; the three above with it | none |
//!
//! All other names need no feature.

#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(clippy::print_stdout, clippy::print_stderr)]

mod diagnostic;
mod error;
mod language;
mod position;

#[cfg(test)]
#[path = "../tests/support/cases.rs"]
mod cases;
mod document;
mod exchange;
mod inline;
mod leverage;
mod memory;
#[cfg(test)]
#[path = "../tests/support/needs.rs"]
mod needs;
#[cfg(feature = "pipeline")]
pub mod pipeline;
mod scan;
mod segmentation;
mod text;
mod unit;

#[cfg(feature = "html")]
pub use crate::document::Within;
#[cfg(feature = "store")]
pub use crate::memory::{SqliteBuilder, SqliteStore};
pub use crate::{
    diagnostic::{Diagnostic, DiagnosticCode, Severity},
    document::{
        Context, Document, DocumentBuilder, DocumentPiece, Format, FrontMatter, FrontMatterValue,
        Segment, SegmentId, SegmentScope, Side, Units,
    },
    error::{Error, ErrorKind},
    exchange::{
        Encode, Finding, FinishError, InlineStyle, IntoUnits, Limits, ReadUnits, UnitReport,
        Writer, csv, jsonl, moses, po, tmx, weblate, xliff,
    },
    inline::{
        Attribute, Code, CodeKind, CodePairing, CodeRole, CodedText, Paired, Piece, Pieces,
        Subflow, Syntax, Token, TokenKind, Tokens, pair_codes, tokenize,
    },
    language::{Language, LanguageMatch},
    leverage::{
        Analysis, AnalysisRow, AnnotatedDocument, Band, BandCounts, Bands, DocumentAnalysis,
        DocumentLeverage, Leverage, MergeCounts, MergedDocument, PretranslatedSegment,
        Pretranslation, PriceGrid, Repair, RepairKind, Reuse, ReuseMethod, merge,
    },
    memory::{
        Cache, Cached, CaseMode, Change, Changes, CodeMode, Concordance, ConcordanceHit,
        Difference, Effort, Import, ImportCounts, Imported, Importer, InMemory, IndexEvent,
        IndexNotice, LanguagePair, Match, Memory, MemoryUnits, Metric, NewUnit, OnConflict,
        Penalties, Penalty, PenaltyKind, Query, Revision, SkipReason, Slot, Statistics, Store,
        Transaction, UnitKey, Unusable, WordMode, differences,
    },
    position::{LineIndex, Position},
    scan::{AnnotationScheme, RawSegment, Scan, scan},
    segmentation::{
        SentenceRules, Sentences, SourceDocument, SourceDocumentBuilder, SourceFormat, SourcePiece,
        SourceSegment,
    },
    unit::{
        BlockKind, Date, FlowContext, History, LanguageFallback, Missing, MissingVariant, Note,
        Origin, PairSelector, Placement, Property, Proposal, ProposalKind, SourceLanguage, State,
        TranslationType, TranslationUnit, Variant,
    },
};
