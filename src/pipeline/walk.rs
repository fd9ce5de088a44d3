//! Which files a command reads, in an order that never changes.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::document::{Document, DocumentBuilder, Format};
use crate::error::Error;

/// A document to read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Input {
    /// Where it is read from; `-` is standard input.
    pub path: PathBuf,
    /// The path relative to the folder that it was found under. Files that are
    /// named one by one are relative to the deepest folder that holds them all.
    pub relative: PathBuf,
}

impl Input {
    /// The format by the file name, where that tells.
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

    /// Reads a document from the bytes of the file, in the format of its name.
    pub(super) fn parse<'a>(&self, builder: &DocumentBuilder, bytes: &'a [u8]) -> Document<'a> {
        match self.format() {
            Some(format) => builder.clone().format(format).parse(bytes),
            None => builder.parse(bytes),
        }
    }

    /// Adds the whole file to a buffer.
    ///
    /// # Errors
    ///
    /// Where it cannot be read; the error names the file.
    pub fn read_into(&self, buffer: &mut Vec<u8>) -> Result<(), Error> {
        let read = if self.path == Path::new(STANDARD_STREAM) {
            std::io::stdin().lock().read_to_end(buffer)
        } else {
            // Through `take`, which asks nothing of the file: two calls less.
            File::open(&self.path).and_then(|file| file.take(u64::MAX).read_to_end(buffer))
        };
        read.map(drop).map_err(|cause| Error::from(cause).with_path(&self.path))
    }
}

/// The name that stands for standard input or output.
pub const STANDARD_STREAM: &str = "-";

/// Finds the documents under files and folders.
///
/// Folders are walked depth first, the entries of each by the bytes of their
/// names, so that the order is the same on every system. Links to folders are
/// not followed.
///
/// # Example
///
/// ```no_run
/// use bitext::pipeline::Walk;
///
/// for input in Walk::new().inputs(&["docs"])? {
///     println!("{}", input?.relative.display());
/// }
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Walk {
    skip_hidden: bool,
    skip_ignored: bool,
}

impl Walk {
    /// Every document: `.md`, `.markdown`, `.yml`, `.yaml`, `.html`, `.htm`.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether hidden files and folders are left out; they are read by default.
    #[must_use]
    pub fn skip_hidden(mut self, skip: bool) -> Self {
        self.skip_hidden = skip;
        self
    }

    /// Whether what `.gitignore` and `.ignore` files name is left out; it is
    /// read by default.
    #[must_use]
    pub fn skip_ignored(mut self, skip: bool) -> Self {
        self.skip_ignored = skip;
        self
    }

    /// The documents under `paths`, in their order. A file is read whatever its
    /// name; in a folder only the names that documents have count.
    ///
    /// # Errors
    ///
    /// Where one of the paths does not exist. What cannot be listed later is an
    /// error among the inputs.
    pub fn inputs<P: AsRef<Path>>(
        &self,
        paths: &[P],
    ) -> Result<impl Iterator<Item = Result<Input, Error>> + use<P>, Error> {
        let mut roots = Vec::with_capacity(paths.len());
        for path in paths {
            let path = path.as_ref();
            if path != Path::new(STANDARD_STREAM) {
                path.metadata().map_err(|cause| Error::from(cause).with_path(path))?;
            }
            roots.push(path.to_path_buf());
        }
        let common = common_folder(&roots);
        let walk = self.clone();
        Ok(roots.into_iter().flat_map(move |root| walk.root(root, &common)))
    }

    fn root(&self, root: PathBuf, common: &Path) -> Box<dyn Iterator<Item = Result<Input, Error>>> {
        if root == Path::new(STANDARD_STREAM) || !root.is_dir() {
            let relative = root.strip_prefix(common).unwrap_or(&root).to_path_buf();
            return Box::new(std::iter::once(Ok(Input { path: root, relative })));
        }
        let walker = WalkBuilder::new(&root)
            .standard_filters(false)
            .hidden(self.skip_hidden)
            .git_ignore(self.skip_ignored)
            .git_exclude(self.skip_ignored)
            .ignore(self.skip_ignored)
            .parents(self.skip_ignored)
            .require_git(false)
            .sort_by_file_name(std::ffi::OsStr::cmp)
            .build();
        Box::new(walker.filter_map(move |entry| document(entry, &root).transpose()))
    }
}

/// The deepest folder that holds all of the paths that are files.
fn common_folder(paths: &[PathBuf]) -> PathBuf {
    let mut folders = paths.iter().filter(|path| !path.is_dir()).filter_map(|path| path.parent());
    let Some(first) = folders.next() else { return PathBuf::new() };
    folders.fold(first.to_path_buf(), |common, folder| {
        let same = common.components().zip(folder.components()).take_while(|(a, b)| a == b);
        same.map(|(component, _)| component).collect()
    })
}

/// The document that an entry of a walk is, or nothing where it is none.
fn document(
    entry: Result<ignore::DirEntry, ignore::Error>,
    root: &Path,
) -> Result<Option<Input>, Error> {
    let entry = entry.map_err(|cause| match cause.into_io_error() {
        Some(cause) => Error::from(cause).with_path(root),
        None => Error::argument(format!("cannot list the folder `{}`", root.display())),
    })?;
    // A pipe or a device of such a name would be read for ever.
    let is_other = entry.path().metadata().is_ok_and(|found| !found.is_file());
    if is_other || Format::from_path(entry.path()).is_none() {
        return Ok(None);
    }
    let relative = entry.path().strip_prefix(root).unwrap_or(entry.path()).to_path_buf();
    Ok(Some(Input { path: entry.into_path(), relative }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(walk: &Walk, paths: &[&Path]) -> Vec<String> {
        let inputs = walk.inputs(paths).unwrap();
        inputs.map(|input| input.unwrap().relative.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn documents_in_a_fixed_order() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir_all(root.join("b/.hidden")).unwrap();
        for name in ["z.md", "b/x.YML", "b/.hidden/h.md", "a.html", "c.txt", "b/ignored.md"] {
            std::fs::write(root.join(name), "").unwrap();
        }
        std::fs::write(root.join(".gitignore"), "ignored.md\n").unwrap();
        let all = ["a.html", "b/.hidden/h.md", "b/ignored.md", "b/x.YML", "z.md"];
        assert_eq!(names(&Walk::new(), &[root]), all);
        let fewer = Walk::new().skip_hidden(true).skip_ignored(true);
        assert_eq!(names(&fewer, &[root]), ["a.html", "b/x.YML", "z.md"]);
        assert_eq!(names(&fewer, &[&root.join("c.txt"), &root.join("b")]), ["c.txt", "x.YML"]);
        let files = [&*root.join("z.md"), &root.join("b/x.YML")];
        assert_eq!(names(&fewer, &files), ["z.md", "b/x.YML"]);
        assert_eq!(names(&fewer, &files[1..]), ["x.YML"]);
    }

    #[test]
    fn a_missing_path_is_named() {
        let error = Walk::new().inputs(&["no/such/place"]).err().unwrap();
        assert!(error.to_string().starts_with("no/such/place: "), "{error}");
    }
}
