//! From the YAML parser's events to entries.

use std::collections::BTreeMap;
use std::ops::Range;

use granit_parser::{Event, Parser, ScanError, Span};

use super::FrontMatterValue;
use crate::diagnostic::{self, Diagnostic, DiagnosticCode};
use crate::document::scanned::shifted;
use crate::document::yaml;

/// How much the aliases of one block may copy, in bytes of text and
/// [`NODE_WEIGHT`] for each value: far more than front matter needs, far less
/// than a bomb of aliases of aliases would take.
const COPY_LIMIT: usize = 64 * 1024;

/// What a value weighs besides its text.
const NODE_WEIGHT: usize = 32;

/// What a block holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Loaded {
    /// The entries of its mapping, none where it is empty; nothing where it is
    /// something else than a mapping.
    pub(super) entries: Option<Vec<Entry>>,
    /// Whether a syntax error ended it.
    pub(super) is_broken: bool,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Loads the first document of `text`, which begins at `base` in the file.
///
/// After a syntax error the entries before it stay. That is exact: the parser's
/// events never depend on what comes after them, and the last entry is kept only
/// where the parser went on past it.
pub(super) fn load(text: &str, base: usize) -> Loaded {
    let mut parser = Parser::new_from_str_with_options(text, yaml::options());
    let mut loader = Loader::new(text, base);
    let mut documents = 0;
    loop {
        match parser.next_event() {
            Some(Ok((Event::DocumentStart(..), span))) => {
                documents += 1;
                if documents > 1 {
                    loader.second_document(&span);
                    break;
                }
            }
            Some(Ok((event, span))) => loader.event(event, &span),
            Some(Err(error)) => {
                loader.fail(&error);
                break;
            }
            None => break,
        }
    }
    loader.finish()
}

struct Loader<'t> {
    text: &'t str,
    /// Where the text begins in the file.
    base: usize,
    loaded: Loaded,
    /// The collections that are not closed yet, the root first.
    open: Vec<OpenCollection>,
    /// The values with an anchor.
    anchors: BTreeMap<usize, WeighedValue>,
    /// What the anchors and aliases have copied so far.
    copied: usize,
    /// The first alias past the limit, and how many there are.
    uncopied: Option<(Range<usize>, usize)>,
    /// Whether the last event completed an entry of the root.
    ends_with_entry: bool,
}

/// A value, and its share of [`COPY_LIMIT`].
#[derive(Clone)]
struct WeighedValue {
    value: FrontMatterValue,
    weight: usize,
    /// As in [`Entry`].
    inner: Vec<Range<usize>>,
}

impl WeighedValue {
    fn scalar(text: String) -> Self {
        let weight = text.len() + NODE_WEIGHT;
        Self { value: FrontMatterValue::Scalar(text), weight, inner: Vec::new() }
    }
}

/// A collection in the making.
struct OpenCollection {
    items: CollectionItems,
    anchor: usize,
    /// From the first of its bytes to the last so far.
    range: Option<Range<usize>>,
    weight: usize,
}

impl OpenCollection {
    /// Lets it reach over a bracket or a value; the empty places of block
    /// collections say nothing.
    fn reach(&mut self, range: &Range<usize>) {
        if !range.is_empty() {
            self.range.get_or_insert_with(|| range.clone()).end = range.end;
        }
    }
}

enum CollectionItems {
    List(Vec<FrontMatterValue>),
    Map {
        entries: Vec<Entry>,
        /// The key whose value comes next; without a text where it is a collection.
        key: Option<(Option<String>, Range<usize>)>,
    },
}

impl<'t> Loader<'t> {
    fn new(text: &'t str, base: usize) -> Self {
        Self {
            text,
            base,
            loaded: Loaded { entries: Some(Vec::new()), ..Loaded::default() },
            open: Vec::new(),
            anchors: BTreeMap::new(),
            copied: 0,
            uncopied: None,
            ends_with_entry: false,
        }
    }

    fn event(&mut self, event: Event<'_>, span: &Span) {
        let range = self.range(span);
        self.ends_with_entry = false;
        match event {
            Event::Scalar(text, _, anchor, _) => {
                // An empty node has no bytes; the parser gives `~` for it.
                let text = if range.is_empty() { String::new() } else { text.into_owned() };
                self.node(WeighedValue::scalar(text), anchor, range);
            }
            Event::SequenceStart(_, anchor, _) => {
                self.start(CollectionItems::List(Vec::new()), anchor, range);
            }
            Event::MappingStart(_, anchor, _) => {
                self.start(CollectionItems::Map { entries: Vec::new(), key: None }, anchor, range);
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(range),
            Event::Alias(id) => self.alias(id, range),
            Event::UnresolvedAlias(_) => {
                self.unknown_alias(range, "an anchor before its alias");
            }
            _ => {}
        }
    }

    fn range(&self, span: &Span) -> Range<usize> {
        shifted(&span.byte_range().unwrap_or_default(), self.base)
    }

    fn start(&mut self, items: CollectionItems, anchor: usize, range: Range<usize>) {
        let mut collection = OpenCollection { items, anchor, range: None, weight: NODE_WEIGHT };
        collection.reach(&range);
        self.open.push(collection);
    }

    fn end(&mut self, range: Range<usize>) {
        let Some(mut collection) = self.open.pop() else { return };
        collection.reach(&range);
        let (value, inner) = match collection.items {
            CollectionItems::List(items) => (FrontMatterValue::List(items), Vec::new()),
            CollectionItems::Map { entries, .. } => {
                let entries = first_of_each(entries, &mut self.loaded.diagnostics);
                if self.open.is_empty() {
                    self.loaded.entries = Some(entries);
                    return;
                }
                let parts = |entry: Entry| ((entry.key, entry.value), entry.range);
                let (entries, inner) = entries.into_iter().map(parts).unzip();
                (FrontMatterValue::Map(entries), inner)
            }
        };
        let range = collection.range.unwrap_or(range);
        self.node(
            WeighedValue { value, weight: collection.weight, inner },
            collection.anchor,
            range,
        );
    }

    /// Takes a complete value to its place.
    fn node(&mut self, node: WeighedValue, anchor: usize, range: Range<usize>) {
        if anchor != 0 && self.may_copy(node.weight) {
            self.anchors.insert(anchor, node.clone());
        }
        let is_root = self.open.len() == 1;
        let Some(collection) = self.open.last_mut() else {
            self.loaded.entries = None;
            return;
        };
        collection.weight += node.weight;
        collection.reach(&range);
        match &mut collection.items {
            CollectionItems::List(items) => items.push(node.value),
            CollectionItems::Map { entries, key } => match (key.take(), node.value) {
                (None, FrontMatterValue::Scalar(text)) => *key = Some((Some(text), range)),
                (None, _) => *key = Some((None, range)),
                (Some((Some(key), key_range)), value) => {
                    entries.push(Entry { key, key_range, value, range, inner: node.inner });
                    self.ends_with_entry = is_root;
                }
                (Some((None, key_range)), _) => self.no_key(key_range),
            },
        }
    }

    fn alias(&mut self, id: usize, range: Range<usize>) {
        // The weight is looked at first: a copy that is thrown away costs as much.
        let weight = self.anchors.get(&id).map(|node| node.weight);
        if weight.is_some_and(|weight| self.may_copy(weight))
            && let Some(node) = self.anchors.get(&id).cloned()
        {
            return self.node(node, 0, range);
        }
        if self.open.iter().any(|collection| collection.anchor == id) {
            let expected = "an alias of a value that ends before it";
            return self.unknown_alias(range, expected);
        }
        self.uncopied.get_or_insert_with(|| (range.clone(), 0)).1 += 1;
        self.take_as_text(range);
    }

    /// Returns whether so much more may be copied, and counts it if so.
    fn may_copy(&mut self, weight: usize) -> bool {
        let fits = self.copied + weight <= COPY_LIMIT;
        self.copied += if fits { weight } else { 0 };
        fits
    }

    /// Takes an alias without a value as the text `*name`.
    fn take_as_text(&mut self, range: Range<usize>) {
        let text = self.written(&range).to_owned();
        self.node(WeighedValue::scalar(text), 0, range);
    }

    /// Takes an alias as text, and reports why it has no value.
    fn unknown_alias(&mut self, range: Range<usize>, expected: &str) {
        let found = self.written(&range);
        let message = format!("expected {expected}, but found `{found}`; it is read as a text");
        let diagnostic = Diagnostic::new(DiagnosticCode::YamlSyntax, range.clone(), message);
        self.loaded.diagnostics.push(diagnostic);
        self.take_as_text(range);
    }

    fn written(&self, range: &Range<usize>) -> &str {
        self.text.get(range.start - self.base..range.end - self.base).unwrap_or_default()
    }

    /// Returns what was loaded, with a diagnostic for the aliases that were too
    /// much.
    fn finish(self) -> Loaded {
        let mut loaded = self.loaded;
        if let Some((range, count)) = self.uncopied {
            let message = format!(
                "expected aliases that copy no more than {} KiB in all, but found more; \
                 {count} of them, the first one here, are read as texts",
                COPY_LIMIT / 1024
            );
            loaded.diagnostics.push(Diagnostic::new(DiagnosticCode::LimitReached, range, message));
            diagnostic::sort(&mut loaded.diagnostics);
        }
        loaded
    }

    fn no_key(&mut self, range: Range<usize>) {
        let message = "expected a text for a key, but found a list or a map; \
                       the entry is left out";
        let diagnostic = Diagnostic::new(DiagnosticCode::FrontMatterValue, range, message);
        self.loaded.diagnostics.push(diagnostic);
    }

    fn second_document(&mut self, span: &Span) {
        let message = "expected one YAML document, but found a second; it is not read";
        let diagnostic = Diagnostic::new(DiagnosticCode::YamlSyntax, self.range(span), message);
        self.loaded.diagnostics.push(diagnostic);
    }

    fn fail(&mut self, error: &ScanError) {
        let diagnostic = yaml::syntax_error(self.text.as_bytes(), self.base, error);
        self.loaded.diagnostics.push(diagnostic);
        self.loaded.is_broken = true;
        self.open.truncate(1);
        match self.open.pop().map(|collection| collection.items) {
            Some(CollectionItems::Map { mut entries, .. }) => {
                if self.ends_with_entry {
                    entries.pop();
                }
                let entries = first_of_each(entries, &mut self.loaded.diagnostics);
                self.loaded.entries = Some(entries);
            }
            Some(CollectionItems::List(_)) => self.loaded.entries = None,
            None => {}
        }
    }
}

/// A key of a mapping and its value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) key: String,
    /// The bytes of the file that write the key.
    pub(super) key_range: Range<usize>,
    pub(super) value: FrontMatterValue,
    /// The bytes of the file that write the value; empty where nothing does.
    pub(super) range: Range<usize>,
    /// Of a map, where each of its values is, in their order; else empty.
    pub(super) inner: Vec<Range<usize>>,
}

/// Returns the first entry of each key, in their order; the others are
/// reported.
pub(super) fn first_of_each(entries: Vec<Entry>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Entry> {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|&at| (&entries[at].key, at));
    let mut repeated: Vec<usize> = order
        .windows(2)
        .filter(|pair| entries[pair[0]].key == entries[pair[1]].key)
        .map(|pair| pair[1])
        .collect();
    if repeated.is_empty() {
        return entries;
    }
    repeated.sort_unstable();
    let mut repeated = repeated.into_iter().peekable();
    let mut kept = Vec::with_capacity(entries.len());
    for (at, entry) in entries.into_iter().enumerate() {
        match repeated.next_if_eq(&at) {
            None => kept.push(entry),
            Some(_) => diagnostics.push(repeated_key(&entry)),
        }
    }
    kept
}

fn repeated_key(entry: &Entry) -> Diagnostic {
    let message =
        format!("expected the key `{}` once, but found it again; the first is read", entry.key);
    Diagnostic::new(DiagnosticCode::FrontMatterValue, entry.key_range.clone(), message)
}
