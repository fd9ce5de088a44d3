//! Where documents may be written: each to a place of its own, none to where
//! documents are read.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::inputs::{Input, Inputs, is_standard};
use crate::error::{Error, ErrorKind};

/// Checks that each input can be written below `folder`, under the name that
/// `name` makes of its relative path. However many they are, this takes no
/// memory.
pub(super) fn check(
    inputs: &Inputs,
    folder: &Path,
    name: impl Fn(&Path) -> PathBuf,
) -> Result<(), Error> {
    let places = InputPlaces::new(inputs, folder)?;
    let mut last: Option<Input> = None;
    // What cannot be listed is reported when the documents are read.
    for input in inputs.by_relative_path().flatten() {
        if is_standard(&input.path) {
            return Err(Error::argument(
                "expected files or folders, but found standard input, which has no name to write to",
            ));
        }
        if let Some(last) = last {
            check_pair(&last, &input, &folder.join(name(&last.relative)))?;
        }
        places.check(&input, &folder.join(name(&input.relative)))?;
        last = Some(input);
    }
    Ok(())
}

/// Checks two inputs of which one follows the other in the order of their paths;
/// `output` is where the first is written.
fn check_pair(first: &Input, second: &Input, output: &Path) -> Result<(), Error> {
    if first.relative == second.relative {
        let (first, second) = (first.path.clone(), second.path.clone());
        return Err(Error::new(ErrorKind::OutputConflict { first, second }).with_path(output));
    }
    // What is in a folder follows right behind a file of the folder's name.
    if second.relative.starts_with(&first.relative) {
        let message = format!(
            "`{}` would write this file, but `{}` needs a folder of its name; give them different output folders",
            first.path.display(),
            second.path.display()
        );
        return Err(Error::argument(message).with_path(output));
    }
    Ok(())
}

/// Where documents are read, and where they would be written.
struct InputPlaces {
    /// The files and folders that were named, links resolved.
    roots: HashSet<PathBuf>,
    /// The output folder, links resolved.
    folder: PathBuf,
    /// Without the folder nothing can be written over.
    has_folder: bool,
}

impl InputPlaces {
    fn new(inputs: &Inputs, folder: &Path) -> Result<Self, Error> {
        let roots = inputs.roots().filter_map(|root| root.canonicalize().ok()).collect();
        let places = Self { roots, folder: resolved(folder), has_folder: folder.exists() };
        match places.root_of(&places.folder) {
            None => Ok(places),
            Some(root) => Err(Error::argument(format!(
                "expected an output folder that is not read, but `{}` lies in `{}`: this would write over its input, or the next run read what this one wrote; give another output folder",
                folder.display(),
                root.display()
            ))),
        }
    }

    /// Finds the file or folder that was named and is, or holds, the file.
    fn root_of<'a>(&self, path: &'a Path) -> Option<&'a Path> {
        path.ancestors().find(|path| self.roots.contains(*path))
    }

    fn check(&self, input: &Input, output: &Path) -> Result<(), Error> {
        if !self.has_folder {
            return Ok(());
        }
        let over = self.root_of(&resolved(output)).map(Path::to_path_buf);
        if let Some(source) = over.or_else(|| self.link(input)) {
            return Err(Error::argument(format!(
                "what `{}` becomes would write over the input `{}`; give another output folder",
                input.path.display(),
                source.display()
            )));
        }
        if output.is_dir() {
            let message = "expected a file to write, but found a folder";
            return Err(Error::argument(message).with_path(output));
        }
        Ok(())
    }

    /// Finds the file in the output folder that an input is a link to.
    fn link(&self, input: &Input) -> Option<PathBuf> {
        let leads = |path: &PathBuf| path.starts_with(&self.folder);
        input.path.is_symlink().then(|| input.path.canonicalize().ok().filter(leads))?
    }
}

/// Resolves the links of a path, as far as it exists.
fn resolved(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let existing = path.ancestors().find_map(|found| Some((found, found.canonicalize().ok()?)));
    match existing {
        // Joined with an empty path it would end with a slash.
        Some((found, resolved)) if found == path => resolved,
        Some((found, resolved)) => resolved.join(path.strip_prefix(found).unwrap_or(&path)),
        None => path,
    }
}
