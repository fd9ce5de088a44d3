//! The documents of a run, under several files and folders.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use super::walk::{LeftOut, Walk};
use crate::document::{Context, Document, DocumentBuilder, Format};
use crate::error::Error;
use crate::segmentation::{SourceDocument, SourceDocumentBuilder, SourceFormat};

/// The name that stands for standard input or output.
pub const STANDARD_STREAM: &str = "-";

/// A document to read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Input {
    /// Where it is read from; `-` is standard input.
    pub path: PathBuf,
    /// The path relative to the folder that it was found under. Files that are
    /// named one by one are relative to the deepest folder that holds them all.
    pub relative: PathBuf,
    /// The path that its units name: the relative path, unless
    /// [`Inputs::with_root`] or [`Inputs::with_known_paths`] gave it another.
    pub document: PathBuf,
}

impl Input {
    /// The document at a path, by a path relative to some folder.
    pub(super) fn new(path: PathBuf, relative: PathBuf) -> Self {
        let document = relative.clone();
        Self { path, relative, document }
    }

    /// The context of the document's units.
    pub(super) fn context(&self) -> Context {
        Context::new(&self.document)
    }

    /// The format by the file name, where that has a known ending.
    pub fn format(&self) -> Option<Format> {
        Format::from_path(&self.relative)
    }

    /// Reads the whole file.
    ///
    /// # Errors
    ///
    /// Where it cannot be read; the error names the file.
    pub fn read(&self) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        self.read_into(&mut bytes)?;
        Ok(bytes)
    }

    /// Reads an annotated document from the bytes of the file, in the format of
    /// its name.
    pub(super) fn parse<'a>(&self, builder: &DocumentBuilder, bytes: &'a [u8]) -> Document<'a> {
        match self.format() {
            Some(format) => builder.clone().with_format(format).parse(bytes),
            None => builder.parse(bytes),
        }
    }

    /// Reads a document to translate from the bytes of the file, in the format
    /// of the builder, or else that of its name.
    pub(super) fn parse_source<'a>(
        &self,
        builder: &SourceDocumentBuilder,
        bytes: &'a [u8],
    ) -> SourceDocument<'a> {
        let format = SourceFormat::from_path(&self.relative);
        builder.clone().or_format(format).parse(bytes)
    }

    /// Adds the whole file to a buffer.
    ///
    /// # Errors
    ///
    /// Where it cannot be read, or has more than
    /// [`DocumentBuilder::MAX_LENGTH`] bytes, of which no more are read; the error
    /// names the file.
    pub fn read_into(&self, buffer: &mut Vec<u8>) -> Result<(), Error> {
        let read = if is_standard(&self.path) {
            read_bounded(std::io::stdin().lock(), || None, buffer)
        } else {
            File::open(&self.path).map_err(Error::from).and_then(|file| {
                let length = || file.metadata().ok().map(|found| found.len());
                read_bounded(&file, length, buffer)
            })
        };
        read.map_err(|error| error.with_path(&self.path))
    }
}

/// The bytes that are read before a file is asked for its length: that is a call more,
/// and most documents are much shorter.
const SHORT: u64 = 1 << 20;

/// Reads all to its end, unless that is longer than a document may be.
fn read_bounded(
    from: impl Read,
    length: impl FnOnce() -> Option<u64>,
    buffer: &mut Vec<u8>,
) -> Result<(), Error> {
    const MOST: u64 = DocumentBuilder::MAX_LENGTH as u64;
    let mut from = from.take(SHORT);
    if (from.read_to_end(buffer)? as u64) < SHORT {
        return Ok(());
    }
    let is_longer = length().is_some_and(|length| length > MOST);
    from.set_limit(MOST + 1 - SHORT);
    if is_longer || from.read_to_end(buffer)? as u64 > MOST - SHORT {
        let message = format!("expected a document of no more than {MOST} bytes, but found more");
        return Err(Error::argument(message));
    }
    Ok(())
}

/// The documents under files and folders, listed anew each time that they are
/// asked for: however many they are, they take no memory.
///
/// # Example
///
/// ```no_run
/// use bitext::pipeline::Walk;
///
/// let inputs = Walk::new().inputs(&["docs", "more/docs"])?.distinct()?;
/// println!("{} documents", inputs.iter().count());
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Inputs {
    walk: Walk,
    roots: Vec<Root>,
}

/// A file or folder that was named.
#[derive(Clone, Debug)]
struct Root {
    path: PathBuf,
    is_folder: bool,
    /// What its documents' relative paths begin with.
    prefix: PathBuf,
    /// What the paths begin with that units name, where it is something else.
    named: Option<PathBuf>,
}

impl Inputs {
    pub(super) fn new<P: AsRef<Path>>(walk: Walk, paths: &[P]) -> Result<Self, Error> {
        let roots = paths.iter().map(|path| Root::new(path.as_ref()));
        let mut inputs = Self { walk, roots: roots.collect::<Result<_, _>>()? };
        set_prefixes(inputs.roots.iter_mut().filter(|root| !root.is_folder).collect())?;
        Ok(inputs)
    }

    /// The same documents with a relative path each: where two would have the
    /// same one, all are relative to the deepest folder that holds them all.
    ///
    /// # Errors
    ///
    /// Where a document is named twice.
    pub fn distinct(mut self) -> Result<Self, Error> {
        if self.find_same().is_none() {
            return Ok(self);
        }
        set_prefixes(self.roots.iter_mut().collect())?;
        match self.find_same() {
            None => Ok(self),
            Some([first, second]) => Err(Error::argument(format!(
                "expected each document once, but found `{}` and `{}`; name it, or the folder that holds it, once",
                first.path.display(),
                second.path.display()
            ))),
        }
    }

    /// The same documents, where units name them by their paths below a folder, which
    /// has to hold all that was named.
    ///
    /// # Errors
    ///
    /// Where it does not, or a path cannot be resolved.
    pub fn with_root(mut self, folder: impl AsRef<Path>) -> Result<Self, Error> {
        let wanted = absolute(folder.as_ref())?;
        for root in self.roots.iter_mut().filter(|root| !is_standard(&root.path)) {
            let own = root.folder()?;
            let below = own.strip_prefix(&wanted).map_err(|_| {
                let message = format!(
                    "expected a path below `{}`, which `--root` names",
                    folder.as_ref().display()
                );
                Error::argument(message).with_path(&root.path)
            })?;
            root.named = Some(below.to_path_buf());
        }
        Ok(self)
    }

    /// The same documents, where units name them as a memory does that knows some:
    /// `docs/guides/a.md` is `guides/a.md` where `docs` was imported, whether the file,
    /// its folder or `docs` is named.
    ///
    /// Of all ends of the path of what was named, the one is taken below which the most
    /// documents are known, and of several the longest; the first 64 documents below
    /// each path speak for all. What is not known at all keeps its path. Where files are
    /// written makes no difference.
    ///
    /// # Errors
    ///
    /// That of `is_known`, which is asked for paths as [`Context::path`] has them.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::pipeline::Walk;
    ///
    /// let folder = tempfile::tempdir()?;
    /// std::fs::create_dir(folder.path().join("guides"))?;
    /// std::fs::write(folder.path().join("guides/a.md"), "Hello")?;
    /// let inputs = Walk::sources().inputs(&[folder.path().join("guides")])?;
    /// let inputs = inputs.with_known_paths(|path| Ok(path == "guides/a.md"))?;
    /// let input = inputs.iter().next().unwrap()?;
    /// assert_eq!(input.document.to_str(), Some("guides/a.md"));
    /// assert_eq!(input.relative.to_str(), Some("a.md"));
    /// # Ok::<(), bitext::Error>(())
    /// ```
    pub fn with_known_paths(
        mut self,
        is_known: impl Fn(&str) -> Result<bool, Error>,
    ) -> Result<Self, Error> {
        for root in self.roots.iter_mut().filter(|root| !is_standard(&root.path)) {
            root.named = root.known_prefix(&self.walk, &is_known)?;
        }
        Ok(self)
    }

    /// The documents in the order of the arguments.
    ///
    /// What cannot be listed is an [`ErrorKind::Io`](crate::ErrorKind::Io)
    /// among them, and the rest follows.
    pub fn iter(&self) -> Box<dyn Iterator<Item = Result<Input, Error>> + Send> {
        let (walk, roots) = (self.walk.clone(), self.roots.clone());
        Box::new(roots.into_iter().flat_map(move |root| root.documents(&walk)))
    }

    /// Lists the documents in the order of their relative paths, in which those
    /// of the same path follow each other, and those in a folder follow what has
    /// its name.
    pub(super) fn by_relative_path(&self) -> InPathOrder {
        InPathOrder::new(self.roots.iter().map(|root| root.documents(&self.walk)))
    }

    /// How many files below the folders are left out; the folders are walked again.
    pub fn left_out(&self) -> LeftOut {
        let folders = self.roots.iter().filter(|root| root.is_folder);
        folders.fold(LeftOut::default(), |all, root| {
            let LeftOut { ignored, linked, other_kinds } = self.walk.left_out(&root.path);
            LeftOut {
                ignored: all.ignored + ignored,
                linked: all.linked + linked,
                other_kinds: all.other_kinds + other_kinds,
            }
        })
    }

    /// Lists the files and folders that were named.
    pub(super) fn roots(&self) -> impl Iterator<Item = &Path> {
        self.roots.iter().map(|root| &*root.path)
    }

    /// Finds two documents of one relative path.
    fn find_same(&self) -> Option<[Input; 2]> {
        if self.roots.len() < 2 {
            return None;
        }
        let mut last: Option<Input> = None;
        // What cannot be listed is reported when the documents are read.
        for input in self.by_relative_path().flatten() {
            match last.replace(input.clone()) {
                Some(last) if last.relative == input.relative => return Some([last, input]),
                _ => {}
            }
        }
        None
    }
}

impl IntoIterator for &Inputs {
    type Item = Result<Input, Error>;
    type IntoIter = Documents;

    fn into_iter(self) -> Documents {
        self.iter()
    }
}

impl IntoIterator for Inputs {
    type Item = Result<Input, Error>;
    type IntoIter = Documents;

    fn into_iter(self) -> Documents {
        self.iter()
    }
}

impl Root {
    fn new(path: &Path) -> Result<Self, Error> {
        let is_folder = !is_standard(path)
            && path.metadata().map_err(|cause| Error::from(cause).with_path(path))?.is_dir();
        Ok(Self { path: path.to_path_buf(), is_folder, prefix: PathBuf::new(), named: None })
    }

    fn documents(&self, walk: &Walk) -> Documents {
        let (prefix, named) = (self.prefix.clone(), self.named.clone());
        let place = move |path, below: &Path| {
            let relative = prefix.join(below);
            let document =
                named.as_ref().map_or_else(|| relative.clone(), |named| named.join(below));
            Input { path, relative, document }
        };
        if !self.is_folder {
            let name = self.path.file_name().unwrap_or(self.path.as_os_str());
            return Box::new(std::iter::once(Ok(place(self.path.clone(), Path::new(name)))));
        }
        let documents = walk.folder(self.path.clone());
        Box::new(documents.map(move |input| {
            let input = input?;
            Ok(place(input.path, &input.relative))
        }))
    }

    /// Finds the prefix with which the most documents are known, and of several the
    /// longest; nothing where none is known.
    fn known_prefix(
        &self,
        walk: &Walk,
        is_known: impl Fn(&str) -> Result<bool, Error>,
    ) -> Result<Option<PathBuf>, Error> {
        let below = Self { prefix: PathBuf::new(), named: None, ..self.clone() };
        let documents: Vec<Input> = below.documents(walk).flatten().take(ASKED).collect();
        let folder = self.folder()?;
        let names: Vec<_> =
            folder.components().filter(|part| matches!(part, Component::Normal(_))).collect();
        let (mut best, mut most) = (None, 0);
        for start in (0..=names.len()).rev() {
            let prefix: PathBuf = names[start..].iter().collect();
            let mut count = 0;
            for input in &documents {
                let context = Context::new(prefix.join(&input.relative));
                count += usize::from(is_known(context.path())?);
            }
            if count > 0 && count >= most {
                (best, most) = (Some(prefix), count);
            }
        }
        Ok(best)
    }

    /// Returns the folder itself, or that of the file: absolute and without `..`.
    fn folder(&self) -> Result<PathBuf, Error> {
        let mut path = absolute(&self.path)?;
        if !self.is_folder {
            path.pop();
        }
        Ok(path)
    }
}

/// How many documents below a path are asked for at most.
const ASKED: usize = 64;

/// Makes a path absolute and takes `..` out of it.
fn absolute(path: &Path) -> Result<PathBuf, Error> {
    let absolute = std::path::absolute(path).and_then(|path| {
        match path.components().any(|part| part == Component::ParentDir) {
            true => path.canonicalize(),
            false => Ok(path),
        }
    });
    absolute.map_err(|cause| Error::from(cause).with_path(path))
}

/// Returns whether a path stands for standard input or output.
pub(super) fn is_standard(path: &Path) -> bool {
    path == Path::new(STANDARD_STREAM)
}

/// Makes the documents of the roots relative to the deepest folder that holds
/// them all; standard input is in none.
fn set_prefixes(roots: Vec<&mut Root>) -> Result<(), Error> {
    let roots = roots.into_iter().filter(|root| !is_standard(&root.path));
    let folders = roots.map(|root| Ok((root.folder()?, root)));
    let mut folders = folders.collect::<Result<Vec<_>, Error>>()?;
    let common = common_folder(folders.iter().map(|(folder, _)| &**folder));
    for (folder, root) in &mut folders {
        root.prefix = folder.strip_prefix(&common).unwrap_or(folder).to_path_buf();
    }
    Ok(())
}

/// Returns the deepest folder that holds all of the folders.
fn common_folder<'a>(mut folders: impl Iterator<Item = &'a Path>) -> PathBuf {
    let Some(first) = folders.next() else { return PathBuf::new() };
    folders.fold(first.to_path_buf(), |common, folder| {
        let same = common.components().zip(folder.components()).take_while(|(a, b)| a == b);
        same.map(|(component, _)| component).collect()
    })
}

/// Documents, or why some could not be listed.
type Documents = Box<dyn Iterator<Item = Result<Input, Error>> + Send>;

/// Sequences of documents, each in the order of its relative paths, made into one
/// in that order. It holds one document of each sequence at a time.
pub(super) struct InPathOrder {
    sequences: Vec<Documents>,
    /// The next of each sequence; of one path, that of the earlier sequence comes
    /// first.
    next: BinaryHeap<Reverse<NextDocument>>,
    errors: VecDeque<Error>,
}

#[derive(PartialEq, Eq)]
struct NextDocument {
    input: Input,
    sequence: usize,
}

impl Ord for NextDocument {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let by_path = self.input.relative.cmp(&other.input.relative);
        by_path.then(self.sequence.cmp(&other.sequence))
    }
}

impl PartialOrd for NextDocument {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl InPathOrder {
    pub(super) fn new(sequences: impl Iterator<Item = Documents>) -> Self {
        let sequences: Vec<_> = sequences.collect();
        let mut ordered = Self { sequences, next: BinaryHeap::new(), errors: VecDeque::new() };
        (0..ordered.sequences.len()).for_each(|sequence| ordered.advance(sequence));
        ordered
    }

    /// Moves the next document of a sequence in front.
    fn advance(&mut self, sequence: usize) {
        for input in &mut self.sequences[sequence] {
            match input {
                Ok(input) => return self.next.push(Reverse(NextDocument { input, sequence })),
                Err(error) => self.errors.push_back(error),
            }
        }
    }
}

impl Iterator for InPathOrder {
    type Item = Result<Input, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(error) = self.errors.pop_front() {
            return Some(Err(error));
        }
        let Reverse(NextDocument { input, sequence }) = self.next.pop()?;
        self.advance(sequence);
        Some(Ok(input))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_longer_than_a_document_is_refused() {
        let folder = folder(&["a.md", "b.md"]);
        let [short, long] = ["a.md", "b.md"].map(|name| {
            let path = folder.path().join(name);
            let file = File::options().write(true).open(&path).unwrap();
            (Walk::new().inputs(&[&path]).unwrap().iter().next().unwrap().unwrap(), file)
        });
        short.1.set_len(2 * SHORT).unwrap();
        assert_eq!(short.0.read().unwrap().len() as u64, 2 * SHORT);
        // Nothing but its length is asked for: the file has no bytes on disk.
        long.1.set_len(DocumentBuilder::MAX_LENGTH as u64 + 1).unwrap();
        let mut read = Vec::new();
        let error = long.0.read_into(&mut read).unwrap_err().to_string();
        assert!(error.contains("b.md: expected a document of no more than 1073741824"), "{error}");
        assert!(read.len() as u64 <= SHORT);
    }

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        folder
    }

    fn distinct(folder: &Path, paths: &[&str]) -> Result<Vec<String>, Error> {
        let paths: Vec<_> = paths.iter().map(|path| folder.join(path)).collect();
        let inputs = Walk::new().inputs(&paths)?.distinct()?;
        Ok(inputs.iter().map(|input| input.unwrap().relative.display().to_string()).collect())
    }

    #[test]
    fn paths_are_relative_to_the_argument_unless_that_gives_one_twice() {
        let folder = folder(&["a/index.md", "a/x.md", "b/index.md", "b/c/y.md", "b/c/z.md"]);
        for (paths, relative) in [
            (&["a", "b/c"][..], &["index.md", "x.md", "y.md", "z.md"][..]),
            (&["a", "b"], &["a/index.md", "a/x.md", "b/c/y.md", "b/c/z.md", "b/index.md"]),
            (&["b/c/y.md", "b/index.md"], &["c/y.md", "index.md"]),
            (&["b/c/../c/y.md", "a/x.md"], &["b/c/y.md", "a/x.md"]),
            (&["b/index.md", "a"], &["b/index.md", "a/index.md", "a/x.md"]),
        ] {
            assert_eq!(distinct(folder.path(), paths).unwrap(), relative, "{paths:?}");
        }
    }

    #[test]
    fn a_document_named_twice_is_refused() {
        let folder = folder(&["a/x.md"]);
        for paths in [["a", "a"], ["a/x.md", "a/x.md"], ["a/x.md", "a"]] {
            let error = distinct(folder.path(), &paths).unwrap_err();
            assert!(error.to_string().contains("expected each document once"), "{error}");
        }
    }

    #[test]
    fn all_in_the_order_of_their_relative_paths() {
        let sequence = |root: &'static str, names: &'static [&'static str]| -> Documents {
            Box::new(names.iter().map(move |name| match name.strip_prefix('!') {
                Some(message) => Err(Error::argument(message)),
                None => Ok(Input::new(format!("{root}/{name}").into(), name.into())),
            }))
        };
        let sequences = [
            sequence("x", &["a.md/b", "!no", "b", "c/d"]),
            sequence("y", &["a.md", "a.md.c", "c/d", "c/e"]),
        ];
        let ordered: Vec<_> = InPathOrder::new(sequences.into_iter())
            .map(|input| input.map_or_else(|e| e.to_string(), |i| i.path.display().to_string()))
            .collect();
        let all = ["y/a.md", "x/a.md/b", "no", "y/a.md.c", "x/b", "x/c/d", "y/c/d", "y/c/e"];
        assert_eq!(ordered, all);
    }
}
