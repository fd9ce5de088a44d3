//! How folders are walked, in an order that never changes.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::overrides::{Override, OverrideBuilder};
use ignore::{DirEntry, WalkBuilder};
use serde::Serialize;

use super::inputs::{Input, Inputs};
use crate::document::Format;
use crate::error::Error;
use crate::segmentation::SourceFormat;

/// Finds the documents under files and folders.
///
/// Folders are walked depth first, the entries of each by the bytes of their
/// names, so that the order is the same on every system. Hidden files, what
/// `.gitignore` and `.ignore` files name, and links that lead out of the folder are
/// left out unless they are asked for; links to folders are never followed.
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
    hidden: bool,
    ignored: bool,
    linked: bool,
    excluded: Vec<String>,
}

/// How many files a walk leaves out, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LeftOut {
    /// Documents that are hidden, ignored or excluded.
    pub ignored: u64,
    /// Documents behind links that lead out of the folder.
    pub linked: u64,
    /// Files of other kinds.
    pub other_kinds: u64,
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
            DocumentKind::Sources => match SourceFormat::from_path(path) {
                Some(SourceFormat::Yaml) => is_docfx(path),
                format => format.is_some(),
            },
        }
    }
}

/// Whether a YAML file says by its first line that it is a document of docfx: most others
/// are settings of programs.
fn is_docfx(path: &Path) -> bool {
    let mut start = Vec::new();
    let read = File::open(path).and_then(|file| file.take(256).read_to_end(&mut start));
    read.is_ok() && SourceFormat::guess(&start) == SourceFormat::Yaml
}

impl Walk {
    /// Every annotated document: `.md`, `.markdown`, `.yml`, `.yaml`, `.html`,
    /// `.htm`.
    pub fn new() -> Self {
        Self::default()
    }

    /// Every document to translate: `.md`, `.markdown`, `.mdx`, `.html`, `.htm`,
    /// `.txt`, `.text`; `.yml` and `.yaml` where they begin with `### YamlMime:`.
    pub fn sources() -> Self {
        Self { kind: DocumentKind::Sources, ..Self::default() }
    }

    /// Whether hidden files and folders are read; they are left out by default.
    #[must_use]
    pub fn with_hidden(mut self, hidden: bool) -> Self {
        self.hidden = hidden;
        self
    }

    /// Whether what `.gitignore` and `.ignore` files name is read; it is left out
    /// by default.
    #[must_use]
    pub fn with_ignored(mut self, ignored: bool) -> Self {
        self.ignored = ignored;
        self
    }

    /// Whether files are read behind links that lead out of the folder; they are left
    /// out by default.
    #[must_use]
    pub fn with_linked(mut self, linked: bool) -> Self {
        self.linked = linked;
        self
    }

    /// Leaves out what is under a path that a glob names, as in a `.gitignore` file.
    ///
    /// # Errors
    ///
    /// Where it is no glob.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::pipeline::Walk;
    ///
    /// let walk = Walk::new().with_exclude("drafts/**")?;
    /// assert!(walk.with_exclude("a[").is_err());
    /// # Ok::<(), bitext::Error>(())
    /// ```
    pub fn with_exclude(mut self, glob: &str) -> Result<Self, Error> {
        self.excluded.push(glob.to_owned());
        match self.overrides(Path::new("")) {
            Ok(_) => Ok(self),
            Err(cause) => {
                Err(Error::argument(format!("expected a glob, as in a .gitignore file: {cause}")))
            }
        }
    }

    /// Says that what is excluded is not walked below a folder.
    fn overrides(&self, root: &Path) -> Result<Override, ignore::Error> {
        let mut overrides = OverrideBuilder::new(root);
        for glob in &self.excluded {
            // A mark at its start turns the meaning around, here and in such files.
            overrides.add(&format!("!{glob}"))?;
        }
        overrides.build()
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
        let (kind, linked) = (self.kind, self.linked);
        let whole = root.canonicalize().ok().filter(|_| !linked);
        let walker = self.walker(&root);
        let is_outside = move |entry: &_| leads_out(entry, whole.as_deref());
        walker
            .filter(move |entry| !entry.as_ref().is_ok_and(&is_outside))
            .filter_map(move |entry| document(entry, &root, kind).transpose())
    }

    fn walker(&self, root: &Path) -> ignore::Walk {
        let mut builder = WalkBuilder::new(root);
        builder
            .standard_filters(false)
            .hidden(!self.hidden)
            .git_ignore(!self.ignored)
            .git_exclude(!self.ignored)
            .ignore(!self.ignored)
            .parents(!self.ignored)
            .require_git(false)
            .sort_by_file_name(std::ffi::OsStr::cmp);
        // Each glob was tried before.
        if let Ok(overrides) = self.overrides(root) {
            builder.overrides(overrides);
        }
        builder.build()
    }

    /// Counts what is left out of a folder; what cannot be listed is not counted.
    pub(super) fn left_out(&self, root: &Path) -> LeftOut {
        let whole = root.canonicalize().ok();
        let mut counts = LeftOut::default();
        let mut read = 0;
        for entry in self.walker(root).flatten() {
            let is_file = entry.path().metadata().is_ok_and(|found| found.is_file());
            match is_file && self.kind.has(entry.path()) {
                true if !self.linked && leads_out(&entry, whole.as_deref()) => {
                    counts.linked += 1;
                }
                true => read += 1,
                false => counts.other_kinds += u64::from(is_file),
            }
        }
        let mut builder = WalkBuilder::new(root);
        builder.standard_filters(false).filter_entry(|entry| entry.file_name() != ".git");
        let all = builder.build().flatten().filter(|entry| {
            entry.path().metadata().is_ok_and(|found| found.is_file())
                && self.kind.has(entry.path())
        });
        counts.ignored = (all.count() as u64).saturating_sub(read + counts.linked);
        counts
    }
}

/// Returns whether a file is a link out of a folder; nowhere is one where none is given.
fn leads_out(entry: &DirEntry, folder: Option<&Path>) -> bool {
    // What leads nowhere is an error that is told when it is read.
    let is_outside =
        |folder| entry.path().canonicalize().is_ok_and(|real| !real.starts_with(folder));
    folder.is_some_and(|folder| entry.path_is_symlink() && is_outside(folder))
}

/// Returns the document that an entry of a walk is, or `None` where it is
/// something else.
fn document(
    entry: Result<DirEntry, ignore::Error>,
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
        std::fs::write(root.join("b/toc.yml"), "\u{feff}### YamlMime:TOC\n").unwrap();
        std::fs::write(root.join(".gitignore"), "ignored.md\n").unwrap();
        let all = ["a.html", "b/.hidden/h.md", "b/ignored.md", "b/toc.yml", "b/x.YML", "z.md"];
        let everything = Walk::new().with_hidden(true).with_ignored(true);
        assert_eq!(names(&everything, &[root]), all);
        let fewer = Walk::new();
        let left_out = fewer.inputs(&[root]).unwrap().left_out();
        assert_eq!(left_out, LeftOut { ignored: 2, linked: 0, other_kinds: 1 });
        let excluding = everything.with_exclude("b/*").unwrap().with_exclude("z.*").unwrap();
        assert_eq!(names(&excluding, &[root]), ["a.html"]);
        assert_eq!(excluding.inputs(&[root]).unwrap().left_out().ignored, 5);
        assert_eq!(names(&fewer, &[root]), ["a.html", "b/toc.yml", "b/x.YML", "z.md"]);
        assert_eq!(
            names(&fewer, &[&root.join("c.txt"), &root.join("b")]),
            ["c.txt", "toc.yml", "x.YML"]
        );
        let files = [&*root.join("z.md"), &root.join("b/x.YML")];
        assert_eq!(names(&fewer, &files), ["z.md", "b/x.YML"]);
        assert_eq!(names(&fewer, &files[1..]), ["x.YML"]);
        let sources = ["a.html", "b/.hidden/h.md", "b/ignored.md", "b/toc.yml", "c.txt", "z.md"];
        assert_eq!(names(&Walk::sources().with_hidden(true).with_ignored(true), &[root]), sources);
    }

    #[cfg(unix)]
    #[test]
    fn links_out_of_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let (inside, outside) = (folder.path().join("in"), folder.path().join("out"));
        for place in [&inside, &outside] {
            std::fs::create_dir(place).unwrap();
            std::fs::write(place.join("a.md"), "").unwrap();
        }
        std::os::unix::fs::symlink(outside.join("a.md"), inside.join("b.md")).unwrap();
        std::os::unix::fs::symlink(inside.join("a.md"), inside.join("c.md")).unwrap();
        assert_eq!(names(&Walk::new(), &[&inside]), ["a.md", "c.md"]);
        assert_eq!(names(&Walk::new().with_linked(true), &[&inside]), ["a.md", "b.md", "c.md"]);
        let left_out = Walk::new().inputs(&[&inside]).unwrap().left_out();
        assert_eq!(left_out, LeftOut { linked: 1, ..LeftOut::default() });
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
