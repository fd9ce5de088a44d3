//! The documents of a run, under several files and folders.

use std::path::{Component, Path, PathBuf};

use super::input::{Input, STANDARD_STREAM};
use super::merged::{Documents, Merged};
use super::walk::Walk;
use crate::error::Error;

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
    /// What stands in front of its documents' relative paths.
    below: PathBuf,
}

impl Inputs {
    pub(super) fn new<P: AsRef<Path>>(walk: Walk, paths: &[P]) -> Result<Self, Error> {
        let roots = paths.iter().map(|path| Root::new(path.as_ref()));
        let mut inputs = Self { walk, roots: roots.collect::<Result<_, _>>()? };
        set_below(inputs.roots.iter_mut().filter(|root| !root.is_folder).collect())?;
        Ok(inputs)
    }

    /// The same documents with a relative path each: where two would have the
    /// same one, all are relative to the deepest folder that holds them all.
    ///
    /// # Errors
    ///
    /// Where a document is named twice.
    pub fn distinct(mut self) -> Result<Self, Error> {
        if self.same().is_none() {
            return Ok(self);
        }
        set_below(self.roots.iter_mut().collect())?;
        match self.same() {
            None => Ok(self),
            Some([first, second]) => Err(Error::argument(format!(
                "expected each document once, but found `{}` and `{}`; name it, or the folder that holds it, once",
                first.path.display(),
                second.path.display()
            ))),
        }
    }

    /// The documents in the order of the arguments.
    ///
    /// What cannot be listed is an [`ErrorKind::Io`](crate::ErrorKind::Io)
    /// among them, and the rest follows.
    pub fn iter(&self) -> Documents {
        let (walk, roots) = (self.walk.clone(), self.roots.clone());
        Box::new(roots.into_iter().flat_map(move |root| root.documents(&walk)))
    }

    /// The documents in the order of their relative paths, in which those of
    /// the same path stand together, and those in a folder behind what has its
    /// name.
    pub(super) fn by_relative_path(&self) -> Merged {
        Merged::new(self.roots.iter().map(|root| root.documents(&self.walk)))
    }

    /// The files and folders that were named.
    pub(super) fn roots(&self) -> impl Iterator<Item = &Path> {
        self.roots.iter().map(|root| &*root.path)
    }

    /// Two documents of one relative path.
    fn same(&self) -> Option<[Input; 2]> {
        if self.roots.len() < 2 {
            return None;
        }
        let mut last: Option<Input> = None;
        // What cannot be listed is told when the documents are read.
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
        Ok(Self { path: path.to_path_buf(), is_folder, below: PathBuf::new() })
    }

    fn documents(&self, walk: &Walk) -> Documents {
        let below = self.below.clone();
        if !self.is_folder {
            let relative = below.join(self.path.file_name().unwrap_or(self.path.as_os_str()));
            return Box::new(std::iter::once(Ok(Input { path: self.path.clone(), relative })));
        }
        let documents = walk.folder(self.path.clone());
        Box::new(documents.map(move |input| {
            let Input { path, relative } = input?;
            Ok(Input { path, relative: below.join(relative) })
        }))
    }

    /// The folder itself, or that of the file: absolute and without `..`.
    fn folder(&self) -> Result<PathBuf, Error> {
        let absolute = std::path::absolute(&self.path).and_then(|path| {
            match path.components().any(|part| part == Component::ParentDir) {
                true => path.canonicalize(),
                false => Ok(path),
            }
        });
        let mut path = absolute.map_err(|cause| Error::from(cause).with_path(&self.path))?;
        if !self.is_folder {
            path.pop();
        }
        Ok(path)
    }
}

fn is_standard(path: &Path) -> bool {
    path == Path::new(STANDARD_STREAM)
}

/// Makes the documents of the roots relative to the deepest folder that holds
/// them all; standard input is in none.
fn set_below(roots: Vec<&mut Root>) -> Result<(), Error> {
    let roots = roots.into_iter().filter(|root| !is_standard(&root.path));
    let folders = roots.map(|root| Ok((root.folder()?, root)));
    let mut folders = folders.collect::<Result<Vec<_>, Error>>()?;
    let common = common_folder(folders.iter().map(|(folder, _)| &**folder));
    for (folder, root) in &mut folders {
        root.below = folder.strip_prefix(&common).unwrap_or(folder).to_path_buf();
    }
    Ok(())
}

/// The deepest folder that holds all of the folders.
fn common_folder<'a>(mut folders: impl Iterator<Item = &'a Path>) -> PathBuf {
    let Some(first) = folders.next() else { return PathBuf::new() };
    folders.fold(first.to_path_buf(), |common, folder| {
        let same = common.components().zip(folder.components()).take_while(|(a, b)| a == b);
        same.map(|(component, _)| component).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
