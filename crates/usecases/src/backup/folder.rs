//! The folder that a backup is written into. What is in it goes again where the backup is not finished, so that a failed one neither
//! fills the disk nor keeps the next from its name. Not in here: what a backup holds.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use super::{BackupError, Result, at};

/// The file that says that a folder holds a backup which is not finished; whoever writes it holds a lock on it.
const UNFINISHED: &str = ".unfinished";

/// A folder with a backup that is being written: emptied where this is dropped before [`BackupFolder::finish`].
#[derive(Debug)]
#[must_use = "the backup is removed when this is dropped"]
pub struct BackupFolder {
    dir: PathBuf,
    /// Whether the folder is removed with what is in it.
    is_new: bool,
    is_finished: bool,
    _lock: File,
}

impl BackupFolder {
    /// Makes a new folder, or takes an empty one, or one whose backup was broken off by the end of the process.
    ///
    /// # Errors
    /// [`BackupError::NotEmpty`], [`BackupError::Io`].
    pub fn create(dir: &Path) -> Result<Self> {
        let is_new = !dir.exists();
        fs::create_dir_all(dir).map_err(at(dir))?;
        let marker = dir.join(UNFINISHED);
        let is_left_over = marker.exists();
        if !is_left_over && fs::read_dir(dir).map_err(at(dir))?.next().is_some() {
            return Err(BackupError::NotEmpty(dir.to_owned()));
        }
        let open = OpenOptions::new().write(true).create(true).truncate(false).open(&marker);
        let lock = open.map_err(at(&marker))?;
        match lock.try_lock() {
            // where the file system has no locks, nobody else is seen
            Ok(()) | Err(TryLockError::Error(_)) => {}
            Err(TryLockError::WouldBlock) => {
                let error = io::Error::new(ErrorKind::ResourceBusy, "another process writes a backup here");
                return Err(at(dir)(error));
            }
        }
        let folder = Self { dir: dir.to_owned(), is_new, is_finished: false, _lock: lock };
        if is_left_over {
            folder.empty().map_err(at(dir))?;
        }
        Ok(folder)
    }

    /// The path of the folder.
    pub fn path(&self) -> &Path {
        &self.dir
    }

    /// Keeps what was written: the backup is whole.
    ///
    /// # Errors
    /// [`BackupError::Io`].
    pub fn finish(mut self) -> Result<()> {
        let marker = self.dir.join(UNFINISHED);
        fs::remove_file(&marker).map_err(at(&marker))?;
        self.is_finished = true;
        Ok(())
    }

    /// Removes everything but the marker.
    fn empty(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.dir)? {
            let entry = entry?;
            if entry.file_name() == UNFINISHED {
                continue;
            }
            if entry.file_type()?.is_dir() {
                fs::remove_dir_all(entry.path())?;
            } else {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

impl Drop for BackupFolder {
    fn drop(&mut self) {
        if self.is_finished {
            return;
        }
        let removed = self.empty().and_then(|()| fs::remove_file(self.dir.join(UNFINISHED)));
        let removed = removed.and_then(|()| if self.is_new { fs::remove_dir(&self.dir) } else { Ok(()) });
        if let Err(error) = removed {
            tracing::error!(%error, folder = %self.dir.display(), "a backup that is not finished could not be removed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(dir: &Path) -> usize {
        fs::read_dir(dir).expect("a folder").count()
    }

    fn write(folder: &BackupFolder) {
        fs::create_dir_all(folder.path().join("attachments/00")).expect("a folder");
        for name in ["fyr.db", "fyr.db-journal", "attachments/00/file"] {
            fs::write(folder.path().join(name), "half").expect("written");
        }
    }

    #[test]
    fn a_backup_that_is_not_finished_leaves_nothing() {
        let place = tempfile::tempdir().expect("a folder");
        let new = place.path().join("2026/11-29");
        let folder = BackupFolder::create(&new).expect("a new folder");
        write(&folder);
        drop(folder);
        assert!(!new.exists());
        // a mounted disk stays
        let empty = place.path().join("empty");
        fs::create_dir(&empty).expect("a folder");
        let folder = BackupFolder::create(&empty).expect("an empty folder");
        write(&folder);
        drop(folder);
        assert_eq!(entries(&empty), 0);
    }

    #[test]
    fn a_finished_backup_stays_and_is_not_written_over() {
        let place = tempfile::tempdir().expect("a folder");
        let dir = place.path().join("backup");
        let folder = BackupFolder::create(&dir).expect("a new folder");
        write(&folder);
        folder.finish().expect("finished");
        assert_eq!(entries(&dir), 3);
        assert!(matches!(BackupFolder::create(&dir), Err(BackupError::NotEmpty(_))));
        assert_eq!(entries(&dir), 3, "it is left alone");
    }

    #[test]
    fn a_backup_that_was_killed_is_taken_over_and_one_under_way_is_not() {
        let place = tempfile::tempdir().expect("a folder");
        let dir = place.path().join("backup");
        let folder = BackupFolder::create(&dir).expect("a new folder");
        write(&folder);
        let refused = BackupFolder::create(&dir).expect_err("it is being written").to_string();
        assert!(refused.contains("another process"), "{refused}");
        assert_eq!(entries(&dir), 4, "it goes on");
        folder.finish().expect("finished");
        fs::remove_dir_all(&dir).expect("removed");
        // killed in the middle
        fs::create_dir(&dir).expect("a folder");
        for name in [UNFINISHED, "fyr.db"] {
            fs::write(dir.join(name), "half").expect("written");
        }
        let folder = BackupFolder::create(&dir).expect("taken over");
        assert_eq!(entries(&dir), 1);
        folder.finish().expect("finished");
    }
}
