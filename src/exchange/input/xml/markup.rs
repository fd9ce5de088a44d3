//! Markup: tags, comments, CDATA, and what is passed over.

use std::io::Read;
use std::ops::Range;

use memchr::memmem;

use super::content::Content;
use super::declaration::is_space;
use super::name::name_length;
use super::pending::Pending;
use super::tag::{self, Fault};
use super::{Current, DefectPlace, Reader, TagPlace, doctype};
use crate::error::{Error, ErrorKind};
use crate::position::Position;

/// What the rest of the text is inside of.
///
/// What may be long is read piece by piece, so its start is remembered for the
/// error that says that it has no end.
#[derive(Clone, Copy, Debug)]
pub(super) enum Inside {
    Content,
    Cdata(Position),
    /// Whether `--` was told.
    Comment(Position, bool),
    Instruction(Position),
    /// The file is over.
    Nothing,
}

const COMMENT: &str = "<!--";
const CDATA: &str = "<![CDATA[";
const DOCTYPE: &str = "<!DOCTYPE";

impl<R: Read> Reader<R> {
    /// Reads markup; says whether there is an event.
    pub(super) fn markup(&mut self) -> Result<bool, Error> {
        self.begins = self.window.at();
        match self.window.rest().as_bytes().get(1) {
            Some(b'/') => self.end_tag(),
            Some(b'!') => self.declaration(),
            Some(b'?') => self.instruction(),
            Some(_) => self.start_tag(),
            None => self.grow("a tag").map(|()| false),
        }
    }

    /// Adds to a construct that the rest does not hold whole.
    fn grow(&mut self, what: &str) -> Result<(), Error> {
        self.check_size(self.window.rest().len(), what)?;
        let has_more = self.window.fill()?;
        self.begins = self.window.at();
        match has_more {
            true => Ok(()),
            false => Err(self.unclosed(what, self.position())),
        }
    }

    fn check_size(&self, length: usize, what: &str) -> Result<(), Error> {
        if length <= self.limits.tag() {
            return Ok(());
        }
        Err(self.limit(format!("{} bytes in {what}", self.limits.tag())))
    }

    fn limit(&self, most: String) -> Error {
        let message = format!(
            "expected at most {most}, but found more; \
             raise the limit if the file is to be trusted"
        );
        Error::new(ErrorKind::Limit { position: self.position(), message })
    }

    fn unclosed(&self, what: &str, position: Position) -> Error {
        let message = format!(
            "expected the end of {what} that begins here, but the file ends before it; \
             it was cut off: get the whole file"
        );
        Error::new(ErrorKind::Syntax { position, message })
    }

    fn start_tag(&mut self) -> Result<bool, Error> {
        let most = self.limits.attributes();
        let shape = match tag::scan(self.window.rest(), most, &mut self.attributes) {
            Ok(shape) => shape,
            Err(Fault::Cut) => return self.grow("a tag").map(|()| false),
            Err(Fault::Attributes) => return Err(self.limit(format!("{most} attributes in a tag"))),
            Err(Fault::Syntax(at, message)) => {
                return Err(self.syntax_at(self.begins + at, message));
            }
        };
        self.check_size(shape.end, "a tag")?;
        self.check_place()?;
        self.open.push(&self.window.rest()[1..shape.name_end]);
        self.tag = TagPlace { start: self.begins, shape };
        self.window.consume(shape.end);
        self.pending = match self.attributes.iter().all(|span| span.is_plain) {
            true => self.after_attributes(),
            false => Pending::Attributes(0, 0),
        };
        self.has_root = true;
        self.current = Current::Start;
        self.end_text();
        Ok(true)
    }

    /// Whether an element may begin here.
    fn check_place(&self) -> Result<(), Error> {
        let depth = self.open.depth();
        if depth == 0 && self.has_root {
            let message = "expected nothing after the end of the file's element, but found \
                           another element; remove it, or put both into one";
            return Err(self.syntax_error(message));
        }
        if depth >= self.limits.depth() {
            return Err(self.limit(format!("{} elements inside each other", self.limits.depth())));
        }
        Ok(())
    }

    /// The end of an element that ends where it begins.
    pub(super) fn end_empty(&mut self) {
        let TagPlace { start, shape } = self.tag;
        self.begins = start + shape.end - "/>".len();
        self.close(start + 1..start + shape.name_end);
    }

    fn close(&mut self, name: Range<usize>) {
        self.open.pop();
        self.current = Current::End(name);
        self.end_text();
    }

    /// A tag ends the text before it.
    fn end_text(&mut self) {
        self.text_length = 0;
        self.text_position = None;
    }

    fn end_tag(&mut self) -> Result<bool, Error> {
        let Some(expected) = self.open.last() else {
            let message = "expected an element, but found an end tag; remove it";
            return Err(self.syntax_error(message));
        };
        let length = expected.len();
        let after = self.window.rest()[2..].strip_prefix(expected);
        let end = match after {
            Some(after) if after.starts_with('>') => Some(2 + length + 1),
            _ => self.end_tag_length(expected)?,
        };
        let Some(end) = end else { return self.grow("an end tag").map(|()| false) };
        let start = self.begins + 2;
        self.close(start..start + length);
        self.window.consume(end);
        Ok(true)
    }

    /// The length of an end tag that may have white space or another name
    /// (XML 1.0, production 42), or nothing where it is cut.
    fn end_tag_length(&self, expected: &str) -> Result<Option<usize>, Error> {
        let rest = self.window.rest();
        let name_end = 2 + name_length(&rest[2..]);
        let Some(next) = rest[name_end..].chars().next() else { return Ok(None) };
        let name = &rest[2..name_end];
        if name != expected {
            let next = next.escape_debug();
            let message = format!("expected `</{expected}>`, but found `</{name}{next}`");
            return Err(self.syntax_error(message));
        }
        let space = rest.as_bytes()[name_end..].iter().take_while(|byte| is_space(byte)).count();
        let end = name_end + space;
        match rest[end..].chars().next() {
            None => Ok(None),
            Some('>') => Ok(Some(end + 1)),
            Some(found) => {
                let found = found.escape_debug();
                let message = format!("expected `>` after `</{name}`, but found `{found}`");
                Err(self.syntax_at(self.begins + end, message))
            }
        }
    }

    /// What begins with `<?`: the XML declaration, or an instruction to others
    /// (XML 1.0, productions 16 and 23).
    fn instruction(&mut self) -> Result<bool, Error> {
        let rest = self.window.rest();
        let name_end = 2 + name_length(&rest[2..]);
        let Some(next) = rest.as_bytes().get(name_end) else {
            return self.grow("a processing instruction").map(|()| false);
        };
        let name = &rest[2..name_end];
        if name.is_empty() || !(is_space(next) || *next == b'?') {
            let message = "expected a name and white space after `<?`; write the character `<` \
                           itself as `&lt;`";
            return Err(self.syntax_error(message));
        }
        if name == "xml" && self.offset() > 0 {
            let message = "expected the XML declaration at the very start of the file, but found \
                           it here; remove what stands before it, or the declaration";
            return Err(self.syntax_error(message));
        }
        self.inside = Inside::Instruction(self.position());
        self.window.consume(name_end);
        Ok(false)
    }

    /// What begins with `<!`.
    fn declaration(&mut self) -> Result<bool, Error> {
        let rest = self.window.rest();
        if rest.starts_with(COMMENT) {
            self.inside = Inside::Comment(self.position(), false);
            self.window.consume(COMMENT.len());
        } else if rest.starts_with(CDATA) {
            self.check_cdata()?;
            self.inside = Inside::Cdata(self.position());
            self.window.consume(CDATA.len());
        } else if rest.starts_with(DOCTYPE) {
            self.doctype()?;
        } else if [COMMENT, CDATA, DOCTYPE].iter().any(|whole| whole.starts_with(rest)) {
            self.grow("markup")?;
        } else {
            let message = "expected a comment `<!--`, a section `<![CDATA[` or a `<!DOCTYPE` \
                           after `<!`; write the character `<` itself as `&lt;`";
            return Err(self.syntax_error(message));
        }
        Ok(false)
    }

    fn check_cdata(&self) -> Result<(), Error> {
        match self.open.depth() {
            0 => Err(self.syntax_error("expected text inside an element only; remove the CDATA")),
            _ => Ok(()),
        }
    }

    fn doctype(&mut self) -> Result<(), Error> {
        if self.has_root || self.has_doctype {
            let message = "expected one DOCTYPE, before the first element; remove this one";
            return Err(self.syntax_error(message));
        }
        let Some(length) = doctype::length(self.window.rest()) else {
            return self.grow("a DOCTYPE");
        };
        self.check_size(length, "a DOCTYPE")?;
        self.has_doctype = true;
        self.window.consume(length);
        Ok(())
    }

    /// Goes on inside what is read piece by piece; says whether there is an event.
    pub(super) fn go_on(&mut self, inside: Inside) -> Result<bool, Error> {
        match inside {
            Inside::Cdata(start) => self.cdata(start).map(|()| false),
            Inside::Comment(start, is_told) => self.comment(start, is_told),
            Inside::Instruction(start) => self.pass("?>", "an instruction", start).map(|()| false),
            Inside::Content | Inside::Nothing => Ok(false),
        }
    }

    fn cdata(&mut self, start: Position) -> Result<(), Error> {
        let rest = self.window.rest();
        match memmem::find(rest.as_bytes(), b"]]>") {
            Some(0) => self.leave("]]>".len()),
            Some(length) => self.open_run(length, Content::Cdata),
            None => match Content::Cdata.complete(rest) {
                0 => return self.more("a CDATA section", start),
                length => self.open_run(length, Content::Cdata),
            },
        }
        Ok(())
    }

    fn comment(&mut self, start: Position, is_told: bool) -> Result<bool, Error> {
        let Some(index) = self.find("--") else {
            return self.more("a comment", start).map(|()| false);
        };
        self.window.consume(index);
        match self.window.rest().as_bytes().get(2) {
            Some(b'>') => self.leave("-->".len()),
            Some(_) => {
                self.begins = self.window.at();
                self.window.consume(1);
                self.current = Current::Defect(DefectPlace::CommentHyphens);
                self.inside = Inside::Comment(start, true);
                return Ok(!is_told);
            }
            None => self.more("a comment", start)?,
        }
        Ok(false)
    }

    /// Passes over all up to the end of something.
    fn pass(&mut self, end: &str, what: &str, start: Position) -> Result<(), Error> {
        match self.find(end) {
            Some(index) => self.leave(index + end.len()),
            None => self.more(what, start)?,
        }
        Ok(())
    }

    /// Finds two characters in the rest, or passes over what cannot be the first.
    fn find(&mut self, two: &str) -> Option<usize> {
        let rest = self.window.rest();
        let found = memmem::find(rest.as_bytes(), two.as_bytes());
        if found.is_none() {
            let kept = usize::from(rest.ends_with(&two[..1]));
            self.window.consume(rest.len() - kept);
        }
        found
    }

    fn leave(&mut self, length: usize) {
        self.window.consume(length);
        self.inside = Inside::Content;
    }

    fn more(&mut self, what: &str, start: Position) -> Result<(), Error> {
        match self.window.fill()? {
            true => Ok(()),
            false => Err(self.unclosed(what, start)),
        }
    }
}
