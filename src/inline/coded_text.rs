//! The one type of text that everything after extraction speaks.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::code::{Attribute, Code, CodeKind, CodeRole, Subflow};

/// A piece of a [`CodedText`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Piece<'a> {
    /// Text as it reads; written the same way in the document.
    Text(&'a str),
    /// Text that the document writes in another way: an entity or an escape.
    Escaped {
        /// The text as it reads: `<`.
        text: &'a str,
        /// The text as written: `&lt;` or `\<`.
        native: &'a str,
    },
    /// An inline code.
    Code(Code<'a>),
}

/// Text with inline codes.
///
/// Entities and escapes are decoded in the text and keep their native form
/// beside it. Three views show what it holds:
///
/// | of a piece | [`text`](Self::text) | [`plain`](Self::plain) | [`markup`](Self::markup) |
/// |---|---|---|---|
/// | text, `run` | `run` | `run` | `run` |
/// | an escape or entity, `&amp;` | as it reads, `&` | as it reads, `&` | as written, `&amp;` |
/// | a code, `**` | nothing | nothing | as written, `**` |
/// | a code with an equivalent, `` `ls` `` | nothing | its equivalent, `ls` | as written, `` `ls` `` |
/// | whole: ``R&amp;D **run** `ls` `` | `R&D run` and a space | `R&D run ls` | as it was written |
///
/// So `text` is for what a translator types, between codes; `plain` for what a
/// reader sees; `markup` for the document, which it gives back byte for byte.
///
/// # Example
///
/// ```
/// use bitext::inline::{Code, CodeKind, CodeRole};
/// use bitext::{CodedText, Syntax};
///
/// let text = CodedText::parse("R&amp;D **run** `ls`", Syntax::Markdown);
/// assert_eq!(text.text(), "R&D run ");
/// assert_eq!(text.plain(), "R&D run ls");
/// assert_eq!(text.markup(), "R&amp;D **run** `ls`");
///
/// // A text can also be made piece by piece.
/// let mut text = CodedText::default();
/// text.push_text("R");
/// text.push_escaped("&", "&amp;");
/// text.push_text("D is ");
/// text.push_code(Code::new(CodeKind::Bold, CodeRole::Open(1), "**"));
/// text.push_text("here");
/// text.push_code(Code::new(CodeKind::Bold, CodeRole::Close(1), "**"));
/// assert_eq!(text.markup(), "R&amp;D is **here**");
/// assert_eq!(text.plain(), "R&D is here");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CodedText {
    /// The text as it reads, without codes.
    text: String,
    /// What the marks hold, one after the other: native forms and what else is
    /// said of a code.
    natives: String,
    /// Where the text as written differs from the text as it reads, in order.
    marks: Vec<Mark>,
    /// What only few codes have, with the index of their mark, in order.
    extras: Vec<(usize, Extra)>,
}

/// What only few codes have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Extra {
    subflows: Vec<Subflow>,
    attributes: Vec<Attribute>,
}

/// A code or an escape at a place of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Mark {
    /// Byte offset in the text where the mark is.
    at: u32,
    /// Where its native form begins and ends in `natives`.
    native_start: u32,
    native_end: u32,
    shape: MarkShape,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum MarkShape {
    /// `length` bytes of the text are written as the native form.
    Escaped { length: u32 },
    /// A code. Its equivalent, its id and its type follow the native form in
    /// `natives`, those that it has, up to these ends.
    Code { kind: CodeKind, role: CodeRole, ends: [Option<u32>; 3] },
}

/// Texts are indexed in 32 bits; a single segment of 4 GiB is refused long before.
fn offset(length: usize) -> u32 {
    u32::try_from(length).expect("a segment is shorter than 4 GiB")
}

impl CodedText {
    /// Text without any code, written as it reads.
    pub fn from_plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Takes everything away, and keeps the memory for another text.
    pub fn clear(&mut self) {
        self.text.clear();
        self.natives.clear();
        self.marks.clear();
        self.extras.clear();
    }

    /// Adds text that is written as it reads.
    pub fn push_text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds text that is written as `native`.
    pub fn push_escaped(&mut self, text: &str, native: &str) {
        if text == native {
            return self.push_text(text);
        }
        let (at, native_start) = (offset(self.text.len()), offset(self.natives.len()));
        self.text.push_str(text);
        self.natives.push_str(native);
        let native_end = offset(self.natives.len());
        let shape = MarkShape::Escaped { length: offset(text.len()) };
        self.marks.push(Mark { at, native_start, native_end, shape });
    }

    /// Adds a code.
    pub fn push_code(&mut self, code: Code<'_>) {
        let (at, native_start) = (offset(self.text.len()), offset(self.natives.len()));
        self.natives.push_str(code.native);
        let native_end = offset(self.natives.len());
        let ends = [code.equivalent, code.id, code.type_name].map(|said| {
            said.map(|said| {
                self.natives.push_str(said);
                offset(self.natives.len())
            })
        });
        if !code.subflows.is_empty() || !code.attributes.is_empty() {
            let (subflows, attributes) = (code.subflows.to_vec(), code.attributes.to_vec());
            self.extras.push((self.marks.len(), Extra { subflows, attributes }));
        }
        let shape = MarkShape::Code { kind: code.kind, role: code.role, ends };
        self.marks.push(Mark { at, native_start, native_end, shape });
    }

    /// Gives the mark of an index another role, where it is a code: a reader
    /// knows late which halves have a partner. Escapes are marks as well.
    pub(crate) fn set_role(&mut self, mark: usize, new: CodeRole) {
        if let Some(Mark { shape: MarkShape::Code { role, .. }, .. }) = self.marks.get_mut(mark) {
            *role = new;
        }
    }

    /// Adds a piece of another text.
    pub fn push(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Text(text) => self.push_text(text),
            Piece::Escaped { text, native } => self.push_escaped(text, native),
            Piece::Code(code) => self.push_code(code),
        }
    }

    /// The text as it reads, without codes and without their equivalents.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text as it reads, with the equivalents of the codes that have one.
    ///
    /// Borrowed where no code has one.
    pub fn plain(&self) -> Cow<'_, str> {
        if !self.codes().any(|code| code.equivalent.is_some()) {
            return Cow::Borrowed(&self.text);
        }
        let mut plain = String::with_capacity(self.text.len() + self.natives.len());
        plain.extend(self.plain_parts());
        Cow::Owned(plain)
    }

    /// Returns the parts that concatenate to [`plain`](Self::plain).
    pub(crate) fn plain_parts(&self) -> impl Iterator<Item = &str> {
        self.pieces().map(|piece| match piece {
            Piece::Text(text) | Piece::Escaped { text, .. } => text,
            Piece::Code(code) => code.equivalent.unwrap_or_default(),
        })
    }

    /// The text exactly as it was written, codes and escapes included.
    ///
    /// Borrowed where there are none.
    pub fn markup(&self) -> Cow<'_, str> {
        if self.marks.is_empty() {
            return Cow::Borrowed(&self.text);
        }
        let mut markup = String::with_capacity(self.text.len() + self.natives.len());
        markup.extend(self.markup_parts());
        Cow::Owned(markup)
    }

    /// Returns the parts that concatenate to [`markup`](Self::markup).
    pub(crate) fn markup_parts(&self) -> impl Iterator<Item = &str> {
        self.pieces().map(|piece| match piece {
            Piece::Text(text) => text,
            Piece::Escaped { native, .. } => native,
            Piece::Code(code) => code.native,
        })
    }

    /// The pieces in order.
    pub fn pieces(&self) -> Pieces<'_> {
        Pieces { coded: self, at: 0, next_mark: 0 }
    }

    /// The codes in order.
    pub fn codes(&self) -> impl Iterator<Item = Code<'_>> {
        self.placed_codes().map(|(_, code)| code)
    }

    /// Returns the codes in order, each with the byte offset in the text where it
    /// is.
    pub(crate) fn placed_codes(&self) -> impl Iterator<Item = (usize, Code<'_>)> {
        self.marks.iter().enumerate().filter_map(|(index, mark)| match self.mark_piece(index) {
            Piece::Code(code) => Some((mark.at as usize, code)),
            _ => None,
        })
    }

    /// The pairs of codes: for each the indexes of its opening and its closing
    /// code among the [`codes`](Self::codes), in the order of the opening ones.
    ///
    /// A closing code belongs to the last opening one of its number before it;
    /// halves whose other half is missing are in no pair. Takes O(n log n) time.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::{CodedText, Syntax};
    ///
    /// let text = CodedText::parse("**Save** and *[close](x.md)*", Syntax::Markdown);
    /// assert_eq!(text.pairs(), [(0, 1), (2, 5), (3, 4)]);
    /// ```
    pub fn pairs(&self) -> Vec<(usize, usize)> {
        let half = |(index, code): (usize, Code<'_>)| match code.role {
            CodeRole::Open(number) | CodeRole::Close(number) => Some((number, index, code.role)),
            _ => None,
        };
        let mut halves: Vec<_> = self.codes().enumerate().filter_map(half).collect();
        halves.sort_unstable_by_key(|&(number, index, _)| (number, index));
        let is_pair = |pair: &&[(u32, usize, CodeRole)]| matches!(pair, [(open, _, CodeRole::Open(_)), (close, _, CodeRole::Close(_))] if open == close);
        let mut pairs: Vec<_> =
            halves.windows(2).filter(is_pair).map(|pair| (pair[0].1, pair[1].1)).collect();
        pairs.sort_unstable();
        pairs
    }

    /// Returns whether the text is written as it reads: without a code or an
    /// escape.
    pub(crate) fn is_plain(&self) -> bool {
        self.marks.is_empty()
    }

    /// Whether there is neither text nor a code.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.marks.is_empty()
    }

    /// Returns the piece that the mark of this index stands for.
    fn mark_piece(&self, index: usize) -> Piece<'_> {
        let mark = &self.marks[index];
        let native = &self.natives[mark.native_start as usize..mark.native_end as usize];
        match mark.shape {
            MarkShape::Escaped { length } => {
                let text = &self.text[mark.at as usize..(mark.at + length) as usize];
                Piece::Escaped { text, native }
            }
            MarkShape::Code { kind, role, ends } => {
                let mut start = mark.native_end;
                let [equivalent, id, type_name] = ends.map(|end| {
                    let end = end?;
                    Some(&self.natives[std::mem::replace(&mut start, end) as usize..end as usize])
                });
                let extra = self.extra(index);
                Piece::Code(Code {
                    kind,
                    role,
                    native,
                    equivalent,
                    id,
                    type_name,
                    subflows: extra.map_or(&[], |extra| &extra.subflows),
                    attributes: extra.map_or(&[], |extra| &extra.attributes),
                })
            }
        }
    }

    fn extra(&self, mark: usize) -> Option<&Extra> {
        if self.extras.is_empty() {
            return None;
        }
        let found = self.extras.binary_search_by_key(&mark, |(mark, _)| *mark).ok()?;
        Some(&self.extras[found].1)
    }
}

/// The pieces of a [`CodedText`], in order; text between two marks is one piece.
#[derive(Clone, Debug)]
pub struct Pieces<'a> {
    coded: &'a CodedText,
    /// Byte offset in the text up to which pieces were given.
    at: usize,
    next_mark: usize,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let Some(mark) = self.coded.marks.get(self.next_mark) else {
            let rest = &self.coded.text[self.at..];
            self.at = self.coded.text.len();
            return (!rest.is_empty()).then_some(Piece::Text(rest));
        };
        let mark_at = mark.at as usize;
        if self.at < mark_at {
            let text = &self.coded.text[self.at..mark_at];
            self.at = mark_at;
            return Some(Piece::Text(text));
        }
        self.next_mark += 1;
        if let MarkShape::Escaped { length } = mark.shape {
            self.at += length as usize;
        }
        Some(self.coded.mark_piece(self.next_mark - 1))
    }
}

/// Text without any code.
impl From<&str> for CodedText {
    fn from(text: &str) -> Self {
        Self::from_plain(text)
    }
}

/// Text without any code.
impl From<String> for CodedText {
    fn from(text: String) -> Self {
        Self::from_plain(text)
    }
}

impl<'a> FromIterator<Piece<'a>> for CodedText {
    fn from_iter<I: IntoIterator<Item = Piece<'a>>>(pieces: I) -> Self {
        let mut text = Self::default();
        pieces.into_iter().for_each(|piece| text.push(piece));
        text
    }
}

/// A piece: `{"text":…}`, `{"text":…,"native":…}` or
/// `{"code":…,"role":…,"native":…}`.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum PieceRecord<'a> {
    Code {
        code: CodeKind,
        role: CodeRole,
        #[serde(borrow)]
        native: Cow<'a, str>,
        #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
        equivalent: Option<Cow<'a, str>>,
        #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
        id: Option<Cow<'a, str>>,
        #[serde(borrow, default, rename = "type", skip_serializing_if = "Option::is_none")]
        type_name: Option<Cow<'a, str>>,
        #[serde(default, skip_serializing_if = "<[Subflow]>::is_empty")]
        subflows: Cow<'a, [Subflow]>,
        #[serde(default, skip_serializing_if = "<[Attribute]>::is_empty")]
        attributes: Cow<'a, [Attribute]>,
    },
    Escaped {
        #[serde(borrow)]
        text: Cow<'a, str>,
        #[serde(borrow)]
        native: Cow<'a, str>,
    },
    Text {
        #[serde(borrow)]
        text: Cow<'a, str>,
    },
}

impl<'a> From<Piece<'a>> for PieceRecord<'a> {
    fn from(piece: Piece<'a>) -> Self {
        match piece {
            Piece::Text(text) => PieceRecord::Text { text: text.into() },
            Piece::Escaped { text, native } => {
                PieceRecord::Escaped { text: text.into(), native: native.into() }
            }
            Piece::Code(code) => PieceRecord::Code {
                code: code.kind,
                role: code.role,
                native: code.native.into(),
                equivalent: code.equivalent.map(Cow::from),
                id: code.id.map(Cow::from),
                type_name: code.type_name.map(Cow::from),
                subflows: code.subflows.into(),
                attributes: code.attributes.into(),
            },
        }
    }
}

impl<'a> From<&'a PieceRecord<'_>> for Piece<'a> {
    fn from(record: &'a PieceRecord<'_>) -> Self {
        match record {
            PieceRecord::Text { text } => Piece::Text(text),
            PieceRecord::Escaped { text, native } => Piece::Escaped { text, native },
            PieceRecord::Code {
                code,
                role,
                native,
                equivalent,
                id,
                type_name,
                subflows,
                attributes,
            } => Piece::Code(Code {
                kind: *code,
                role: *role,
                native,
                equivalent: equivalent.as_deref(),
                id: id.as_deref(),
                type_name: type_name.as_deref(),
                subflows,
                attributes,
            }),
        }
    }
}

impl Serialize for CodedText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.pieces().map(PieceRecord::from))
    }
}

impl<'de> Deserialize<'de> for CodedText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let records = Vec::<PieceRecord<'_>>::deserialize(deserializer)?;
        Ok(records.iter().map(Piece::from).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> CodedText {
        let mut text = CodedText::default();
        text.push_text("Run ");
        let code = Code::new(CodeKind::Code, CodeRole::Standalone, "`ls`");
        text.push_code(code.with_equivalent("ls"));
        text.push_escaped("&", "&amp;");
        text.push_escaped("<", "\\<");
        text.push_text("x");
        text
    }

    #[test]
    fn gives_pieces_back_in_order() {
        let text = sample();
        let again: CodedText = text.pieces().collect();
        assert_eq!(again, text);
        assert_eq!(text.pieces().count(), 5);
        assert_eq!(text.markup(), "Run `ls`&amp;\\<x");
        assert_eq!(text.text(), "Run &<x");
        assert_eq!(text.plain(), "Run ls&<x");
    }

    #[test]
    fn serde_round_trip() {
        let json = serde_json::to_string(&sample()).unwrap();
        assert_eq!(serde_json::from_str::<CodedText>(&json).unwrap(), sample());
    }

    #[test]
    fn what_is_said_of_codes_comes_back() {
        let inner = sample();
        let subflows = [Subflow::new(10..15, inner)];
        let attributes = [Attribute::new("assoc", "p")];
        let bare = Code::new(CodeKind::Image, CodeRole::Standalone, "<img alt='title'>");
        let codes = [
            bare,
            bare.with_id("7"),
            bare.with_type_name("x-icon").with_equivalent(""),
            Code { subflows: &subflows, ..bare.with_id("") },
            Code { attributes: &attributes, ..bare },
            bare,
        ];
        let mut text = CodedText::default();
        for code in codes {
            text.push_text("a");
            text.push_code(code);
        }
        assert!(text.codes().eq(codes));
        let json = serde_json::to_string(&text).unwrap();
        assert_eq!(serde_json::from_str::<CodedText>(&json).unwrap(), text);
        text.clear();
        assert_eq!(text, CodedText::default());
    }

    #[test]
    fn a_closing_code_belongs_to_the_last_opening_one_of_its_number() {
        use CodeRole::{Close, IsolatedClose, IsolatedOpen, Open, Standalone};
        type Row<'r> = (&'r [CodeRole], &'r [(usize, usize)]);
        let rows: [Row<'_>; 6] = [
            (&[], &[]),
            (&[Standalone, IsolatedOpen, IsolatedClose], &[]),
            (&[Open(7), Open(2), Close(2), Close(7)], &[(0, 3), (1, 2)]),
            (&[Open(1), Open(2), Close(1), Close(2)], &[(0, 2), (1, 3)]),
            (&[Open(1), Close(1), Open(1), Close(1)], &[(0, 1), (2, 3)]),
            (&[Close(1), Open(1), Open(1), Close(1), Close(1)], &[(2, 3)]),
        ];
        for (roles, pairs) in rows {
            let mut text = CodedText::default();
            roles.iter().for_each(|&role| text.push_code(Code::new(CodeKind::Bold, role, "*")));
            assert_eq!(text.pairs(), pairs, "{roles:?}");
        }
    }

    #[test]
    fn text_pushed_in_parts_is_one_piece() {
        let mut text = CodedText::from_plain("a");
        text.push_text("b");
        assert_eq!(text.pieces().collect::<Vec<_>>(), [Piece::Text("ab")]);
        assert_eq!(text, CodedText::from_plain("ab"));
    }
}
