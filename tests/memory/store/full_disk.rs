//! Disks that are full, and limits on the size of files.

use std::fs;
use std::path::Path;
use std::process::Command;

use bitext::SqliteStore;

use super::{assert_whole, child, contents, import_round, round_of};

const UNITS: u64 = 300;

/// A limit on the size of files stands for a quota. The signal that comes with
/// it is ignored, so that the write fails instead (`setrlimit(2)`).
#[cfg(unix)]
#[test]
fn a_limit_on_files_is_an_error_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.memory");
    let store = SqliteStore::create(&path).unwrap();
    import_round(&store, UNITS, 1).unwrap();
    let expected = contents(&store);
    drop(store);
    let size = fs::metadata(&path).unwrap().len();
    let mut failed = 0;
    for kibibytes in [8, 32, 64, 128, 256, size / 1024, size / 1024 + 16] {
        let import = child::command("import", 20 * UNITS, 2, &path);
        let mut limited = Command::new("sh");
        // Blocks of 512 bytes (POSIX, `ulimit`).
        let limit = "trap '' XFSZ; ulimit -f \"$0\" && exec \"$@\"";
        limited.args(["-c", limit, &(2 * kibibytes).to_string()]);
        limited.arg(import.get_program()).args(import.get_args());
        limited.envs(import.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let said = String::from_utf8(limited.output().unwrap().stdout).unwrap();
        assert_whole(&path);
        assert!(said.contains("error: "), "{kibibytes} KiB: {said}");
        assert!(!said.contains("panicked"), "{said}");
        failed += u32::from(said.contains("nothing was changed"));
        assert_eq!(contents(&SqliteStore::open(&path).unwrap()), expected);
    }
    assert!(failed > 0, "no message says that nothing was changed");
}

/// A file system of two mebibytes; needs the right to mount one.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::mount(folder.path()) else {
        return crate::support::needs::skip("mount", "no right to mount a small file system");
    };
    let path = folder.path().join("a.memory");
    let store = SqliteStore::create(&path).unwrap();
    import_round(&store, UNITS, 1).unwrap();
    let message = import_round(&store, 100 * UNITS, 2).unwrap_err().to_string();
    assert!(message.contains("full, and nothing was changed; make room"), "{message}");
    assert_eq!(round_of(&store, UNITS), Some(1));
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
    import_round(&store, UNITS, 3).unwrap();
    assert_eq!(round_of(&store, UNITS), Some(3));
    let mut copies = (0..20).map(|number| store.backup(folder.path().join(number.to_string())));
    assert!(copies.any(|copy| copy.is_err()), "twenty copies do not fit");
    drop(store);
    assert_whole(&path);
    drop(disk);
}

/// A file system that goes away with this.
#[cfg(target_os = "linux")]
struct Disk<'p>(&'p Path);

#[cfg(target_os = "linux")]
impl<'p> Disk<'p> {
    fn mount(path: &'p Path) -> Option<Self> {
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=2m", "tmpfs"]).arg(path);
        let done = mount.output().is_ok_and(|output| output.status.success());
        done.then_some(Self(path))
    }
}

#[cfg(target_os = "linux")]
impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}
