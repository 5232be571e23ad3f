//! The lock of a data directory, and of the folder of an SQLite file elsewhere: a lock on the file `fyr.lock` in it, which the
//! system frees when the process ends, however it ends. Who holds it alone writes its process id into the file.
//!
//! Commands that are safe beside a running portal do not take it.

use std::{
    collections::BTreeSet,
    fs::{self, File, Metadata, OpenOptions, TryLockError},
    io::{self, Read, Write},
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

/// The name of the file.
const FILE: &str = "fyr.lock";
/// How often a file is locked that somebody removes meanwhile.
const MAX_TRIES: usize = 5;

/// Held as long as this lives.
#[derive(Debug)]
#[must_use = "the lock is freed when this is dropped"]
pub struct DataLock {
    locked: Vec<Locked>,
}

/// A folder, and its locked file.
#[derive(Debug)]
struct Locked {
    folder: PathBuf,
    file: File,
    sharing: Sharing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sharing {
    Alone,
    Together,
}

impl DataLock {
    /// Locks folders for this process alone. A folder that does not exist is left out.
    ///
    /// # Errors
    /// Where another process has locked one of them, or it cannot be locked; names the folder.
    pub fn exclusive<'a>(folders: impl IntoIterator<Item = &'a Path>) -> Result<Self> {
        let lock = |folder: PathBuf| Locked::take(&folder, Sharing::Alone);
        Ok(Self { locked: distinct(folders).into_iter().map(lock).collect::<Result<_>>()? })
    }

    /// Locks a folder together with other processes that share it, against those that want it alone. Where the file system has no
    /// locks, that is logged.
    ///
    /// # Errors
    /// Where another process has locked it for itself.
    pub fn shared(folder: &Path) -> Result<Self> {
        Ok(Self { locked: vec![Locked::take(folder, Sharing::Together)?] })
    }

    /// Locks anew where somebody removed or replaced a file: nobody would see the lock on the old one any more. Says whether that
    /// was needed.
    ///
    /// # Errors
    /// Where another process has the folder by now; names it.
    pub fn renew(&mut self) -> Result<bool> {
        let mut is_renewed = false;
        for locked in &mut self.locked {
            if !is_at(&locked.file, &locked.folder.join(FILE)) {
                *locked = Locked::take(&locked.folder, locked.sharing)?;
                is_renewed = true;
            }
        }
        Ok(is_renewed)
    }
}

impl Locked {
    fn take(folder: &Path, sharing: Sharing) -> Result<Self> {
        // a file that is removed while it is locked is made again
        for _ in 0..MAX_TRIES {
            let mut file = open(folder)?;
            let locked = match sharing {
                Sharing::Alone => file.try_lock(),
                Sharing::Together => file.try_lock_shared(),
            };
            match (locked, sharing) {
                (Ok(()), _) if !is_at(&file, &folder.join(FILE)) => continue,
                (Ok(()), Sharing::Alone) => {
                    // only for people: the lock holds without it
                    let _ = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
                }
                (Ok(()), Sharing::Together) => {
                    // the process that had it alone has ended
                    let _ = file.set_len(0);
                }
                (Err(TryLockError::WouldBlock), _) => bail!(in_use(folder, &mut file)),
                (Err(TryLockError::Error(error)), Sharing::Alone) => {
                    return Err(error).with_context(|| format!("{} cannot be locked", folder.display()));
                }
                (Err(TryLockError::Error(error)), Sharing::Together) => {
                    tracing::warn!(%error, folder = %folder.display(), "the data directory cannot be locked");
                }
            }
            return Ok(Self { folder: folder.to_owned(), file, sharing });
        }
        bail!("{} is removed again and again", folder.join(FILE).display())
    }
}

/// Whether an open file is the one at a path.
fn is_at(file: &File, path: &Path) -> bool {
    let id = |found: &Metadata| (found.dev(), found.ino());
    match (file.metadata(), fs::metadata(path)) {
        (Ok(open), Ok(there)) => id(&open) == id(&there),
        _ => false,
    }
}

/// The folders that exist, each once: a second lock of one by the same process would be refused.
fn distinct<'a>(folders: impl IntoIterator<Item = &'a Path>) -> BTreeSet<PathBuf> {
    let existing = |folder: &Path| {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        folder.canonicalize().ok()
    };
    folders.into_iter().filter_map(existing).collect()
}

fn open(folder: &Path) -> Result<File> {
    let path = folder.join(FILE);
    let open = || -> io::Result<File> {
        OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path)
    };
    open().with_context(|| format!("{} cannot be opened", path.display()))
}

fn in_use(folder: &Path, file: &mut File) -> String {
    let mut text = String::new();
    let holder = file.read_to_string(&mut text).ok().and_then(|_| text.trim().parse::<u32>().ok());
    let holder = holder.map_or_else(|| "another process".to_owned(), |id| format!("process {id}"));
    format!("{} is in use by {holder} of Fyr; stop it first", folder.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_alone_or_many_together() {
        let folder = tempfile::tempdir().expect("a folder");
        let other = folder.path().join(".");
        let alone = DataLock::exclusive([folder.path(), &other, Path::new("/nowhere")]).expect("free");
        let refused = DataLock::exclusive([folder.path()]).expect_err("taken").to_string();
        let expected = format!("is in use by process {} of Fyr", std::process::id());
        assert!(refused.contains(&expected), "{refused}");
        DataLock::shared(folder.path()).expect_err("taken");
        drop(alone);
        let together = [DataLock::shared(folder.path()), DataLock::shared(folder.path())];
        assert!(together.iter().all(Result::is_ok));
        let refused = DataLock::exclusive([folder.path()]).expect_err("taken").to_string();
        assert!(refused.contains("in use by another process of Fyr"), "{refused}");
        drop(together);
        let _alone = DataLock::exclusive([folder.path()]).expect("free again");
    }

    #[test]
    fn a_lock_whose_file_was_removed_is_taken_again_or_the_other_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut lock = DataLock::exclusive([folder.path()]).expect("free");
        assert!(!lock.renew().expect("held"));
        fs::remove_file(folder.path().join(FILE)).expect("removed");
        assert!(lock.renew().expect("taken again"));
        DataLock::exclusive([folder.path()]).expect_err("held");
        // somebody else was quicker
        fs::remove_file(folder.path().join(FILE)).expect("removed");
        let _other = DataLock::exclusive([folder.path()]).expect("free");
        let said = lock.renew().expect_err("another has it").to_string();
        assert!(said.contains("is in use by process"), "{said}");
    }
}
