//! Backups: a folder with the database, the attachments and a manifest that says what belongs to it. Written while the portal
//! runs; the manifest comes last, so that a folder without one is no backup.
//!
//! Not in here: `pg_dump` and `pg_restore`, which the command line runs.

mod folder;
mod size;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use chrono::{DateTime, TimeDelta, Utc};
pub use folder::BackupFolder;
use fyr_store::{Store, attachments};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
pub use size::{PortalSize, content, measure, require_room};
use uuid::Uuid;

use crate::{Backend, Error, FileStore};

/// The name of the manifest.
const MANIFEST: &str = "manifest.json";
/// The folder of the attachments.
pub(crate) const ATTACHMENTS: &str = "attachments";
/// The form of the manifest that this release writes and reads.
const FORMAT: u32 = 1;
/// How old a file without a row is before it counts as left over; younger ones belong to forms on their way in.
const ORPHAN_AGE: TimeDelta = TimeDelta::days(1);

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of this file.
    pub format: u32,
    /// The release that wrote it.
    pub version: String,
    /// When the snapshot of the database was begun.
    pub created_at: DateTime<Utc>,
    /// `sqlite` or `postgres`.
    pub engine: String,
    /// The last migration of the schema.
    pub schema: i64,
    /// The file with the database: a copy of the SQLite file, or what `pg_dump` wrote.
    pub database: BackupFile,
    /// The attachments, by id.
    pub attachments: BTreeMap<Uuid, BackupFile>,
    /// Attachments that rows name and that were not there any more.
    pub missing: BTreeSet<Uuid>,
}

/// A file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupFile {
    /// Its path in the backup.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// The SHA-256 of its content, in hexadecimal.
    pub sha256: String,
}

/// Why a backup cannot be made, read or used.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A file cannot be read or written.
    #[error("{}: {error}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The cause.
        error: io::Error,
    },
    /// The folder is not empty.
    #[error("{}: there is something already; name a new folder", .0.display())]
    NotEmpty(PathBuf),
    /// The disk has no room for it.
    #[error("{}: the disk has {free} MB free, and the backup needs {needed} MB", path.display())]
    NoRoom {
        /// The folder.
        path: PathBuf,
        /// What is free, without what the portal keeps free on its own disk.
        free: u64,
        /// What the database and the attachments take.
        needed: u64,
    },
    /// There is nobody in the portal: it is not the one that was meant.
    #[error("nobody has an account in this portal: it is new, or not the one that you mean")]
    NoPeople,
    /// There is no manifest, or one of another form.
    #[error("{}: this is no complete backup: {problem}", path.display())]
    NoBackup {
        /// The folder.
        path: PathBuf,
        /// What is wrong with its manifest.
        problem: String,
    },
    /// The backup is of another engine than the portal.
    #[error("the backup is of {backup}, and the setting database_url of {portal}")]
    OtherEngine {
        /// The engine of the backup.
        backup: String,
        /// The engine of the portal.
        portal: String,
    },
    /// The backup is damaged.
    #[error("the backup is damaged: {}", .0.join("; "))]
    Damaged(Vec<String>),
    /// The database could not be read or written.
    #[error(transparent)]
    Store(#[from] fyr_store::Error),
}

type Result<T> = std::result::Result<T, BackupError>;

fn at(path: &Path) -> impl FnOnce(io::Error) -> BackupError + '_ {
    |error| BackupError::Io { path: path.to_owned(), error }
}

/// The engine of a store, as manifests name it.
pub fn engine_name(store: &Store) -> &'static str {
    if store.is_embedded() { "sqlite" } else { "postgres" }
}

/// The name of the database's file in a backup of this engine.
pub fn database_file(engine: &str) -> &'static str {
    if engine == "sqlite" { "fyr.db" } else { "fyr.dump" }
}

/// Makes a new folder, or takes an empty one.
///
/// # Errors
/// [`BackupError::NotEmpty`], [`BackupError::Io`].
fn create_folder(dir: &Path) -> Result<()> {
    fs::create_dir_all(dir).map_err(at(dir))?;
    match fs::read_dir(dir).map_err(at(dir))?.next() {
        None => Ok(()),
        Some(_) => Err(BackupError::NotEmpty(dir.to_owned())),
    }
}

/// Writes attachments and manifest beside the database, which is in the folder already: so every file that the database names is
/// there, but for those that were removed meanwhile. Where this is dropped, it ends with the file that it copies.
///
/// # Errors
/// [`BackupError`].
pub async fn complete(
    backend: &Backend,
    dir: &Path,
    version: &str,
    created_at: DateTime<Utc>,
) -> Result<Manifest> {
    let engine = engine_name(&backend.store);
    let database = describe(dir, Path::new(database_file(engine)))?;
    // what the snapshot names; a dump cannot be asked, so there what the database names now
    let source = if backend.store.is_embedded() {
        Store::open_immutable(&dir.join(&database.path))?
    } else {
        backend.store.clone()
    };
    let rows = attachments::list_all(&mut source.read().await?).await?;
    let schema = source.schema_version().await?;
    if backend.store.is_embedded() {
        source.close().await;
    }
    let mut manifest = Manifest {
        format: FORMAT,
        version: version.to_owned(),
        created_at,
        engine: engine.to_owned(),
        schema,
        database,
        attachments: BTreeMap::new(),
        missing: BTreeSet::new(),
    };
    for (id, _) in rows {
        tokio::task::yield_now().await;
        let path = Path::new(ATTACHMENTS).join(FileStore::relative_path(id));
        let target = dir.join(&path);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(at(folder))?;
        }
        match fs::copy(backend.files.path(id), &target) {
            Ok(_) => {
                manifest.attachments.insert(id, describe(dir, &path)?);
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                manifest.missing.insert(id);
            }
            Err(error) => return Err(BackupError::Io { path: target, error }),
        }
    }
    write_manifest(dir, &manifest)?;
    Ok(manifest)
}

/// Written under another name first, so that a manifest is never half.
fn write_manifest(dir: &Path, manifest: &Manifest) -> Result<()> {
    let (path, temporary) = (dir.join(MANIFEST), dir.join(".manifest.tmp"));
    let text = serde_json::to_string_pretty(manifest).map_err(|error| at(&path)(io::Error::other(error)))?;
    fs::write(&temporary, text).map_err(at(&temporary))?;
    fs::File::open(&temporary).and_then(|file| file.sync_all()).map_err(at(&temporary))?;
    fs::rename(&temporary, &path).map_err(at(&path))?;
    fs::File::open(dir).and_then(|folder| folder.sync_all()).map_err(at(dir))
}

/// Size and checksum of a file that is in the folder; it is on disk afterwards.
fn describe(dir: &Path, path: &Path) -> Result<BackupFile> {
    let full = dir.join(path);
    let mut file = fs::File::open(&full).map_err(at(&full))?;
    file.sync_all().map_err(at(&full))?;
    let (mut hasher, mut bytes, mut buffer) = (Sha256::new(), 0, vec![0; 256 * 1024]);
    loop {
        let read = file.read(&mut buffer).map_err(at(&full))?;
        if read == 0 {
            break;
        }
        hasher.update(&buffer[..read]);
        bytes += read as u64;
    }
    let sha256 = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(BackupFile { path: path.to_owned(), bytes, sha256 })
}

/// Reads the manifest of a backup.
///
/// # Errors
/// [`BackupError::NoBackup`].
pub fn read_manifest(dir: &Path) -> Result<Manifest> {
    let no_backup = |problem: String| BackupError::NoBackup { path: dir.to_owned(), problem };
    let text = fs::read_to_string(dir.join(MANIFEST)).map_err(|error| no_backup(error.to_string()))?;
    let manifest: Manifest = serde_json::from_str(&text).map_err(|error| no_backup(error.to_string()))?;
    if manifest.format != FORMAT {
        return Err(no_backup(format!("its form is {}, and this release reads {FORMAT}", manifest.format)));
    }
    Ok(manifest)
}

/// What is wrong with a backup: files that are missing or differ from the manifest, and a damaged database.
///
/// # Errors
/// [`BackupError::NoBackup`], [`BackupError::Io`].
pub async fn check(dir: &Path) -> Result<(Manifest, Vec<String>)> {
    let manifest = read_manifest(dir)?;
    let mut problems = Vec::new();
    for expected in std::iter::once(&manifest.database).chain(manifest.attachments.values()) {
        let is_inside =
            expected.path.components().all(|part| matches!(part, std::path::Component::Normal(_)));
        if !is_inside {
            problems.push(format!("{} is not in the backup", expected.path.display()));
            continue;
        }
        match describe(dir, &expected.path) {
            Ok(found) if found == *expected => {}
            Ok(_) => problems.push(format!("{} differs from the manifest", expected.path.display())),
            Err(error) => problems.push(error.to_string()),
        }
    }
    problems.extend(unnamed_files(dir, &manifest)?);
    if problems.is_empty() && manifest.engine == "sqlite" {
        let store = Store::open_immutable(&dir.join(&manifest.database.path))?;
        problems.extend(database_problems(&store).await);
        let schema = store.schema_version().await?;
        if schema != manifest.schema {
            problems.push(format!("the schema is {schema}, and the manifest says {}", manifest.schema));
        }
        let rows = attachments::list_all(&mut store.read().await?).await?;
        problems.extend(rows.iter().filter_map(|(id, size)| {
            let file = manifest.attachments.get(id);
            match file {
                None if manifest.missing.contains(id) => None,
                None => Some(format!("file {id} has a row and is not in the manifest")),
                Some(file) if i64::try_from(file.bytes) != Ok(*size) => {
                    Some(format!("file {id} has {} bytes, and its row says {size}", file.bytes))
                }
                Some(_) => None,
            }
        }));
        store.close().await;
    }
    Ok((manifest, problems))
}

/// Files in the folder of a backup that its manifest does not name.
fn unnamed_files(dir: &Path, manifest: &Manifest) -> Result<Vec<String>> {
    let named: BTreeSet<PathBuf> = std::iter::once(&manifest.database)
        .chain(manifest.attachments.values())
        .map(|file| dir.join(&file.path))
        .chain([dir.join(MANIFEST)])
        .collect();
    let (mut folders, mut found) = (vec![dir.to_owned()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(at(&folder))? {
            let entry = entry.map_err(at(&folder))?;
            if entry.file_type().map_err(at(&folder))?.is_dir() {
                folders.push(entry.path());
            } else if !named.contains(&entry.path()) {
                found.push(format!("{} is not in the manifest", entry.path().display()));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// What is wrong with a database by itself: its file, its references, the triggers of the audit log.
pub(crate) async fn database_problems(store: &Store) -> Vec<String> {
    let mut problems = match store.check_integrity().await {
        Ok(problems) => problems,
        Err(error) => return vec![error.to_string()],
    };
    match store.missing_audit_triggers().await {
        Ok(missing) => {
            problems.extend(
                missing
                    .iter()
                    .map(|name| format!("the audit log is open: the trigger {name} is missing or off")),
            );
        }
        Err(error) => problems.push(error.to_string()),
    }
    problems
}

/// What was found in the portal's own data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// What is wrong.
    pub problems: Vec<String>,
    /// Files that a row names.
    pub files: usize,
    /// Files that no row names, older than a day: they take room, and may be personal data.
    pub orphans: Vec<PathBuf>,
}

/// Checks the portal's own data: the database, rows against files and files against rows. Changes nothing.
///
/// # Errors
/// [`BackupError`].
pub async fn verify(backend: &Backend) -> Result<Findings> {
    let mut problems = database_problems(&backend.store).await;
    // files first: one that arrives meanwhile has its row later
    let mut found = backend.files.list_with_metadata().map_err(at(Path::new(ATTACHMENTS)))?;
    let rows = attachments::list_all(&mut backend.store.read().await?).await?;
    for (id, size) in &rows {
        match found.remove(id).or_else(|| fs::metadata(backend.files.path(*id)).ok()) {
            None => problems.push(format!("file {id} has a row and is missing")),
            Some(file) if i64::try_from(file.len()) != Ok(*size) => {
                problems.push(format!("file {id} has {} bytes, and its row says {size}", file.len()));
            }
            Some(_) => {}
        }
    }
    let now = backend.clock.now();
    let is_old = |file: &fs::Metadata| {
        file.modified().is_ok_and(|modified| now - DateTime::<Utc>::from(modified) > ORPHAN_AGE)
    };
    let orphans =
        found.into_iter().filter(|(_, file)| is_old(file)).map(|(id, _)| FileStore::relative_path(id));
    Ok(Findings { problems, files: rows.len(), orphans: orphans.collect() })
}

/// Puts the attachments of a backup into an empty folder.
///
/// # Errors
/// [`BackupError::NotEmpty`], [`BackupError::Io`].
pub fn restore_attachments(dir: &Path, manifest: &Manifest, data_dir: &Path) -> Result<()> {
    let target = data_dir.join(ATTACHMENTS);
    create_folder(&target)?;
    for (id, file) in &manifest.attachments {
        copy_file(&dir.join(&file.path), &target.join(FileStore::relative_path(*id)))?;
    }
    Ok(())
}

/// Copies a file into a folder, which is made where it is missing. The copy is on disk afterwards, and has its name only when it
/// is whole.
///
/// # Errors
/// [`BackupError::Io`].
pub(crate) fn copy_file(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(at(folder))?;
    }
    let mut temporary = to.as_os_str().to_owned();
    temporary.push(".copying");
    let temporary = PathBuf::from(temporary);
    fs::copy(from, &temporary).map_err(at(from))?;
    fs::File::open(&temporary).and_then(|file| file.sync_all()).map_err(at(&temporary))?;
    fs::rename(&temporary, to).map_err(at(to))
}

/// Puts the `SQLite` file of a backup where there is none.
///
/// # Errors
/// [`BackupError::NotEmpty`], [`BackupError::Io`].
pub fn restore_database(dir: &Path, manifest: &Manifest, target: &Path) -> Result<()> {
    for suffix in ["", "-wal", "-shm"] {
        let mut path = target.as_os_str().to_owned();
        path.push(suffix);
        if Path::new(&path).exists() {
            return Err(BackupError::NotEmpty(path.into()));
        }
    }
    copy_file(&dir.join(&manifest.database.path), target)
}

impl From<BackupError> for Error {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::Store(error) => error.into(),
            other => Self::Internal(Box::new(other)),
        }
    }
}
