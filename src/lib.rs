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
//! The names that most programs type are at the root. Everything else is in the
//! module of its part; these follow each other in the order in which a segment
//! goes through them.
//!
//! | to | use | more in |
//! |---|---|---|
//! | find the pairs in bytes, whatever surrounds them | [`scan::scan`] | [`scan`]: the grammar, other names of the markers |
//! | read an annotated document, or have one side of it | [`Document`], [`Segment`], [`Document::render`] | [`document`]: settings, front matter |
//! | see what could not be read, and where | [`Diagnostic`], [`Severity`] | [`diagnostic`], [`position`] |
//! | tell markup from text | [`CodedText`], [`Syntax`] | [`inline`]: codes, tokens, which codes of two texts correspond |
//! | keep pairs | [`TranslationUnit`], [`Variant`], made by [`Document::units`] | [`unit`](mod@unit): notes, origin, context, proposals |
//! | find the language that serves where another is wanted | [`Language::best_of`], [`PairSelector`] | [`language`] |
//! | cut a document without annotation into segments | [`SourceDocument`], [`SentenceRules`] | [`segmentation`] |
//! | write units | [`tmx`], [`xliff`], [`po`], [`csv`], [`jsonl`], [`moses`], [`weblate`] | [`exchange`]: [`Encode`], [`Writer`], what becomes of inline codes |
//! | read units, and find what is wrong with a file | the same, by [`ReadUnits`]; a [`Finding`] for what cannot be used | [`exchange`]: limits; [`tmx::Validator`] |
//! | keep units and find those that are identical to a text or near it | [`Memory`], [`Query`], [`Match`], [`Penalties`] | [`memory`]: scores, statistics, differences |
//! | find the texts that hold a phrase | [`Memory::concordance`], [`Concordance`] | [`memory`] |
//! | put units into a memory | [`Memory::import`]; with settings [`Import`], [`OnConflict`] | [`memory`]: counts of what is skipped and why |
//! | keep units in a file or somewhere else | `Memory::open`*, `SqliteStore`* | [`memory`]: [`Store`](memory::Store), transactions |
//! | count how much of documents a memory has | [`Leverage::analyze`], [`Analysis`] | [`leverage`]: bands, prices |
//! | fill a document from a memory | [`Leverage::pretranslate`], [`Pretranslation`] | [`leverage`]: how each segment was filled |
//! | put a finished translation back into its document | [`merge`] | [`leverage`] |
//! | read folders on many cores and write whole files | `pipeline`* | |
//!
//! What has a star needs a feature.
//!
//! # Features
//!
//! | feature | what it adds | names |
//! |---|---|---|
//! | `html`, on by default | annotated HTML pages; without it a page is read as Markdown is, by the scanner alone, and a diagnostic says so | `document::Within`, `DocumentBuilder::with_within` |
//! | `pipeline` | walking folders, parallel work, output that appears whole or not at all | `pipeline` |
//! | `store` | a translation memory in one file, with SQLite | `SqliteStore`, `memory::SqliteBuilder`, `Memory::open` |
//! | `cli` | the command `bitext`; the three above with it | none |
//!
//! All other names need no feature.

#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(clippy::print_stdout, clippy::print_stderr)]

pub mod diagnostic;
mod error;
pub mod language;
pub mod position;

#[cfg(test)]
#[path = "../tests/support/cases.rs"]
mod cases;
pub mod document;
pub mod exchange;
pub mod inline;
pub mod leverage;
pub mod memory;
#[cfg(test)]
#[path = "../tests/support/needs.rs"]
mod needs;
#[cfg(feature = "pipeline")]
pub mod pipeline;
pub mod scan;
pub mod segmentation;
mod steps;
mod text;
#[cfg(any(feature = "pipeline", feature = "store"))]
mod unfinished;
pub mod unit;

#[cfg(feature = "store")]
pub use crate::memory::SqliteStore;
pub use crate::{
    diagnostic::{Diagnostic, Severity},
    document::{Context, Document, Format, Segment, Side},
    error::{Error, ErrorKind},
    exchange::{Encode, Finding, ReadUnits, Writer, csv, jsonl, moses, po, tmx, weblate, xliff},
    inline::{CodedText, Syntax},
    language::Language,
    leverage::{Analysis, Leverage, Pretranslation, merge},
    memory::{Concordance, Import, Match, Memory, Metric, OnConflict, Penalties, Query},
    segmentation::{SentenceRules, SourceDocument},
    unit::{Date, Note, PairSelector, Property, State, TranslationUnit, Variant},
};
