//! How folders are walked, in an order that never changes.

use std::io;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::inputs::{Input, Inputs};
use crate::document::Format;
use crate::error::Error;
use crate::segmentation::SourceFormat;

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
/// for input in &Walk::new().inputs(&["docs"])? {
///     println!("{}", input?.relative.display());
/// }
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Walk {
    kind: DocumentKind,
    skip_hidden: bool,
    skip_ignored: bool,
}

/// Which documents are found in folders.
#[derive(Clone, Copy, Debug, Default)]
enum DocumentKind {
    /// Those that may hold annotation.
    #[default]
    Annotated,
    /// Those to translate.
    Sources,
}

impl DocumentKind {
    fn has(self, path: &Path) -> bool {
        match self {
            DocumentKind::Annotated => Format::from_path(path).is_some(),
            DocumentKind::Sources => SourceFormat::from_path(path).is_some(),
        }
    }
}

impl Walk {
    /// Every annotated document: `.md`, `.markdown`, `.yml`, `.yaml`, `.html`,
    /// `.htm`.
    pub fn new() -> Self {
        Self::default()
    }

    /// Every document to translate: `.md`, `.markdown`, `.mdx`, `.html`, `.htm`,
    /// `.txt`, `.text`.
    pub fn sources() -> Self {
        Self { kind: DocumentKind::Sources, ..Self::default() }
    }

    /// Whether hidden files and folders are left out; they are read by default.
    #[must_use]
    pub fn with_skip_hidden(mut self, skip: bool) -> Self {
        self.skip_hidden = skip;
        self
    }

    /// Whether what `.gitignore` and `.ignore` files name is left out; it is
    /// read by default.
    #[must_use]
    pub fn with_skip_ignored(mut self, skip: bool) -> Self {
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
    pub fn inputs<P: AsRef<Path>>(&self, paths: &[P]) -> Result<Inputs, Error> {
        Inputs::new(self.clone(), paths)
    }

    /// Lists the documents in a folder, by their paths relative to it.
    pub(super) fn folder(
        &self,
        root: PathBuf,
    ) -> impl Iterator<Item = Result<Input, Error>> + use<> {
        let kind = self.kind;
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
        walker.filter_map(move |entry| document(entry, &root, kind).transpose())
    }
}

/// Returns the document that an entry of a walk is, or `None` where it is
/// something else.
fn document(
    entry: Result<ignore::DirEntry, ignore::Error>,
    root: &Path,
    kind: DocumentKind,
) -> Result<Option<Input>, Error> {
    let entry = entry.map_err(|cause| not_listed(cause, root))?;
    // A pipe or a device of such a name would be read for ever.
    let is_other = entry.path().metadata().is_ok_and(|found| !found.is_file());
    if is_other || !kind.has(entry.path()) {
        return Ok(None);
    }
    let relative = entry.path().strip_prefix(root).unwrap_or(entry.path()).to_path_buf();
    Ok(Some(Input::new(entry.into_path(), relative)))
}

fn not_listed(cause: ignore::Error, root: &Path) -> Error {
    let path = path_of(&cause).unwrap_or(root).to_path_buf();
    let message = cause.to_string();
    let cause = cause.into_io_error().unwrap_or_else(|| io::Error::other(message));
    Error::from(system_error(&cause).unwrap_or(cause)).with_path(path)
}

/// Returns what the system said, without what the walker adds: it names the path
/// again.
fn system_error(cause: &io::Error) -> Option<io::Error> {
    let inner = cause.get_ref()?.source()?.downcast_ref::<io::Error>()?;
    inner.raw_os_error().map(io::Error::from_raw_os_error)
}

/// Finds the file or folder that an error of a walk speaks of.
fn path_of(cause: &ignore::Error) -> Option<&Path> {
    match cause {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(walk: &Walk, paths: &[&Path]) -> Vec<String> {
        let inputs = walk.inputs(paths).unwrap();
        inputs.iter().map(|input| input.unwrap().relative.to_string_lossy().into_owned()).collect()
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
        let fewer = Walk::new().with_skip_hidden(true).with_skip_ignored(true);
        assert_eq!(names(&fewer, &[root]), ["a.html", "b/x.YML", "z.md"]);
        assert_eq!(names(&fewer, &[&root.join("c.txt"), &root.join("b")]), ["c.txt", "x.YML"]);
        let files = [&*root.join("z.md"), &root.join("b/x.YML")];
        assert_eq!(names(&fewer, &files), ["z.md", "b/x.YML"]);
        assert_eq!(names(&fewer, &files[1..]), ["x.YML"]);
        let sources = ["a.html", "b/.hidden/h.md", "b/ignored.md", "c.txt", "z.md"];
        assert_eq!(names(&Walk::sources(), &[root]), sources);
    }

    #[test]
    fn what_cannot_be_listed_is_named_once() {
        let mut walk = Walk::new().folder("no/such/folder".into());
        let error = walk.next().unwrap().unwrap_err();
        let expected = io::Error::from_raw_os_error(2);
        assert_eq!(error.to_string(), format!("no/such/folder: {expected}"));
        assert!(walk.next().is_none());
    }

    #[test]
    fn a_missing_path_is_named() {
        let error = Walk::new().inputs(&["no/such/place"]).err().unwrap();
        assert!(error.to_string().starts_with("no/such/place: "), "{error}");
    }
}
