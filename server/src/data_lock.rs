//! The lock of a data directory, and of the folder of an SQLite file elsewhere: a lock on the file `fyr.lock` in it, which the
//! system frees when the process ends, however it ends. Who holds it alone writes its process id into the file.
//!
//! Commands that are safe beside a running portal do not take it.

use std::{
    collections::BTreeSet,
    fs::{File, OpenOptions, TryLockError},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

/// The name of the file.
const FILE: &str = "fyr.lock";

/// Held as long as this lives.
#[derive(Debug)]
#[must_use = "the lock is freed when this is dropped"]
pub struct DataLock {
    _files: Vec<File>,
}

impl DataLock {
    /// Locks folders for this process alone. A folder that does not exist is left out.
    ///
    /// # Errors
    /// Where another process has locked one of them, or it cannot be locked; names the folder.
    pub fn exclusive<'a>(folders: impl IntoIterator<Item = &'a Path>) -> Result<Self> {
        let mut files = Vec::new();
        for folder in distinct(folders) {
            let mut file = open(&folder)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => bail!(in_use(&folder, &mut file)),
                Err(TryLockError::Error(error)) => {
                    return Err(error).with_context(|| format!("{} cannot be locked", folder.display()));
                }
            }
            // only for people: the lock holds without it
            let _ = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
            files.push(file);
        }
        Ok(Self { _files: files })
    }

    /// Locks a folder together with other processes that share it, against those that want it alone. Where the file system has no
    /// locks, that is logged.
    ///
    /// # Errors
    /// Where another process has locked it for itself.
    pub fn shared(folder: &Path) -> Result<Self> {
        let mut file = open(folder)?;
        match file.try_lock_shared() {
            Ok(()) => {
                // the process that had it alone has ended
                let _ = file.set_len(0);
            }
            Err(TryLockError::WouldBlock) => bail!(in_use(folder, &mut file)),
            Err(TryLockError::Error(error)) => {
                tracing::warn!(%error, folder = %folder.display(), "the data directory cannot be locked");
            }
        }
        Ok(Self { _files: vec![file] })
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
}
