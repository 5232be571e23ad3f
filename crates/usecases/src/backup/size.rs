//! How much there is: people and tickets, by which an operator sees which portal a backup is of, and bytes, for which the disk has
//! room or not.

use std::{fs, path::Path};

use fyr_store::{Store, attachments};

use super::{BackupError, Manifest, Result};
use crate::{Backend, files::free_bytes_at};

/// What a portal holds, as an operator recognises it by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PortalSize {
    /// People with an account.
    pub people: i64,
    /// How many tickets there are.
    pub tickets: i64,
}

/// How much there is in the database.
///
/// # Errors
/// [`BackupError::NoPeople`], [`BackupError::Store`].
pub async fn measure(store: &Store) -> Result<PortalSize> {
    let (people, tickets) = store.count_people_and_tickets().await?;
    if people == 0 {
        return Err(BackupError::NoPeople);
    }
    Ok(PortalSize { people, tickets })
}

/// How much there is in the database of a backup; `None` for one that `pg_dump` wrote, which cannot be asked.
///
/// # Errors
/// [`BackupError::NoPeople`], [`BackupError::Store`].
pub async fn content(dir: &Path, manifest: &Manifest) -> Result<Option<PortalSize>> {
    if manifest.engine != "sqlite" {
        return Ok(None);
    }
    let store = Store::open_immutable(&dir.join(&manifest.database.path))?;
    let size = measure(&store).await;
    store.close().await;
    size.map(Some)
}

/// Whether the disk of `dir` has room for a backup: the `SQLite` file and the attachments, and what is to stay free where the portal
/// is on the same disk. What `pg_dump` will write is not known before.
///
/// # Errors
/// [`BackupError::NoRoom`], [`BackupError::Store`].
pub async fn require_room(backend: &Backend, dir: &Path) -> Result<()> {
    let rows = attachments::list_all(&mut backend.store.read().await?).await?;
    let attachments: u64 = rows.iter().filter_map(|(_, size)| u64::try_from(*size).ok()).sum();
    let file = |suffix: &str| {
        let mut path = backend.store.file()?.into_os_string();
        path.push(suffix);
        fs::metadata(path).ok().map(|file| file.len())
    };
    let needed = attachments + file("").unwrap_or(0) + file("-wal").unwrap_or(0);
    let Some(free) = free_bytes_at(dir) else { return Ok(()) };
    let kept = if backend.files.is_on_disk_of(dir) { backend.files.min_free_bytes() } else { 0 };
    let free = free.saturating_sub(kept);
    if free < needed {
        let (free, needed) = (free / 1_000_000, needed.div_ceil(1_000_000));
        return Err(BackupError::NoRoom { path: dir.to_owned(), free, needed });
    }
    Ok(())
}
