//! Moving a whole portal from SQLite to PostgreSQL: the rows, and the files where the data directory is another one.
//!
//! Not in here: the locks of the two data directories, which the command line takes.

use std::{
    fs,
    path::{Path, PathBuf},
};

pub use fyr_store::moving::TableRows;
use fyr_store::{Store, attachments};
use uuid::Uuid;

use crate::{
    Backend, FileStore,
    backup::{self, BackupError},
};

/// What was moved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MoveReport {
    /// The tables, in the order in which they were copied.
    pub tables: Vec<TableRows>,
    /// Attachments that were copied.
    pub copied: usize,
    /// Attachments that were in the portal's data directory already.
    pub in_place: usize,
    /// Attachments that have a row and no file.
    pub missing: Vec<Uuid>,
}

/// Why a portal cannot be moved.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// The source is no file.
    #[error("{}: there is no SQLite database", .0.display())]
    NoSource(PathBuf),
    /// The configured database, which is the target, is SQLite.
    #[error("setting database_url (FYR_DATABASE_URL): name the PostgreSQL database to move to")]
    NoTarget,
    /// The source is damaged.
    #[error("the source is damaged: {}", .0.join("; "))]
    Damaged(Vec<String>),
    /// The rows could not be copied.
    #[error(transparent)]
    Rows(#[from] fyr_store::moving::MoveError),
    /// A file could not be copied.
    #[error(transparent)]
    Files(#[from] BackupError),
}

impl From<fyr_store::Error> for MoveError {
    fn from(error: fyr_store::Error) -> Self {
        Self::Rows(error.into())
    }
}

/// The SQLite file that is meant: the path itself, or the file in this data directory or backup.
///
/// # Errors
/// [`MoveError::NoSource`] where there is no file.
pub fn source_file(from: &Path) -> Result<PathBuf, MoveError> {
    let file = if from.is_dir() { from.join(backup::database_file("sqlite")) } else { from.to_owned() };
    if file.is_file() { Ok(file) } else { Err(MoveError::NoSource(file)) }
}

/// Copies the portal of a SQLite file into the backend's database, which is empty. The file is only read; attachments that are
/// not in the backend's data directory are copied from the folder `attachments` beside the file. What fails can be repeated.
///
/// # Errors
/// [`MoveError`]; the database is empty then, as before.
pub async fn run(backend: &Backend, file: &Path) -> Result<MoveReport, MoveError> {
    if backend.store.is_embedded() {
        return Err(MoveError::NoTarget);
    }
    let source = Store::open_read_only(file)?;
    let moved = copy(backend, &source, file).await;
    source.close().await;
    moved
}

async fn copy(backend: &Backend, source: &Store, file: &Path) -> Result<MoveReport, MoveError> {
    backend.store.check_move(source).await?;
    let problems = backup::database_problems(source).await;
    if !problems.is_empty() {
        return Err(MoveError::Damaged(problems));
    }
    let mut report = MoveReport::default();
    let folder = file.with_file_name(backup::ATTACHMENTS);
    // files first: a row never names a file that is still on its way
    for (id, _) in attachments::list_all(&mut source.read().await?).await? {
        let (from, to) = (folder.join(FileStore::relative_path(id)), backend.files.path(id));
        if fs::exists(&to).unwrap_or_default() {
            report.in_place += 1;
        } else if fs::exists(&from).unwrap_or_default() {
            backup::copy_file(&from, &to)?;
            report.copied += 1;
        } else {
            report.missing.push(id);
        }
    }
    report.tables = backend.store.copy_from(source).await?;
    Ok(report)
}
