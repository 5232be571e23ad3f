//! The bytes of attachments on disk: one file each, named by its id, written completely or not at all. Names, media types and
//! permissions are in the database.

use std::{
    collections::BTreeMap,
    io::SeekFrom,
    path::{Path, PathBuf},
};

use futures::{Stream, StreamExt};
use tokio::{
    fs,
    io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt, BufReader, BufWriter},
};
use uuid::Uuid;

/// How many bytes of the beginning are kept for detecting the media type.
const HEAD: usize = 8 * 1024;

/// A directory of files.
#[derive(Clone, Debug)]
pub struct FileStore {
    dir: PathBuf,
    min_free_bytes: u64,
}

/// A file that was received and written completely. It is deleted when this is dropped, unless [`Self::keep`] was called: nobody
/// has to remember what nobody wanted.
#[derive(Debug)]
pub struct ReceivedFile {
    /// The id under which it is stored.
    pub id: Uuid,
    /// Its first bytes, at most 8 KiB.
    pub head: Vec<u8>,
    /// Its size in bytes.
    pub size: u64,
    unkept: Unkept,
}

impl ReceivedFile {
    /// Leaves the file in the store: its row is written.
    pub fn keep(mut self) {
        self.unkept.0 = None;
    }
}

/// The path of a file that is deleted when this is dropped; `None` where it is not.
#[derive(Debug)]
struct Unkept(Option<PathBuf>);

impl Drop for Unkept {
    fn drop(&mut self) {
        if let Some(path) = &self.0
            && let Err(error) = std::fs::remove_file(path)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            // what stays is swept later
            tracing::warn!(%error, "a file that nobody kept could not be deleted");
        }
    }
}

/// Why a file was not stored.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    /// It is larger than allowed; the rest was read and discarded.
    #[error("the file is larger than allowed")]
    TooLarge,
    /// All files of the form together are larger than allowed; the rest was read and discarded.
    #[error("the files are larger than allowed together")]
    TotalTooLarge,
    /// The connection broke off, or the request is malformed.
    #[error("the upload broke off")]
    Interrupted,
    /// Less of the disk is free than has to stay free; the rest was read and discarded.
    #[error("too little of the disk is free")]
    DiskAlmostFull,
    /// Writing failed: the disk is full, for instance.
    #[error("the file could not be written: {0}")]
    Io(#[source] std::io::Error),
}

/// A path and the folders above it; for a relative one they end with the current folder.
fn ancestors(path: &Path) -> impl Iterator<Item = &Path> {
    path.ancestors().map(|path| if path.as_os_str().is_empty() { Path::new(".") } else { path })
}

/// Bytes that are free on the disk of a path, which need not exist yet; `None` where that cannot be told.
pub(crate) fn free_bytes_at(path: &Path) -> Option<u64> {
    ancestors(path).find_map(|path| fs4::available_space(path).ok())
}

impl FileStore {
    /// A store in this directory, which is created with the first file.
    pub fn new(dir: PathBuf) -> Self {
        Self { dir, min_free_bytes: 0 }
    }

    /// The same store, which takes no file while less than this is free on its disk: database and mail need room too.
    #[must_use]
    pub const fn with_min_free_bytes(mut self, bytes: u64) -> Self {
        self.min_free_bytes = bytes;
        self
    }

    /// Bytes that are free on the disk; `None` where that cannot be told.
    pub async fn free_bytes(&self) -> Option<u64> {
        let dir = self.dir.clone();
        tokio::task::spawn_blocking(move || free_bytes_at(&dir)).await.ok().flatten()
    }

    /// Bytes of the disk that are to stay free.
    pub(crate) fn min_free_bytes(&self) -> u64 {
        self.min_free_bytes
    }

    /// Whether the files are on the same disk as a folder, or the first above it that exists.
    pub(crate) fn is_on_disk_of(&self, folder: &Path) -> bool {
        use std::os::unix::fs::MetadataExt;
        let disk = |path: &Path| ancestors(path).find_map(|path| Some(std::fs::metadata(path).ok()?.dev()));
        disk(&self.dir) == disk(folder)
    }

    /// Whether less of the disk is free than is to be left. Asks the system, which answers at once.
    pub(crate) fn is_disk_almost_full(&self) -> bool {
        self.min_free_bytes > 0 && free_bytes_at(&self.dir).is_some_and(|free| free < self.min_free_bytes)
    }

    /// The path of a file in the store's directory.
    pub(crate) fn relative_path(id: Uuid) -> PathBuf {
        let name = id.simple().to_string();
        // directories by the last two digits: these of a `UUID v7` are random, the first are the time
        Path::new(&name[30..]).join(&name)
    }

    pub(crate) fn path(&self, id: Uuid) -> PathBuf {
        self.dir.join(Self::relative_path(id))
    }

    /// All files, by id; reads the whole directory.
    ///
    /// # Errors
    /// Where it cannot be read; none where it does not exist yet.
    pub(crate) fn list_with_metadata(&self) -> std::io::Result<BTreeMap<Uuid, std::fs::Metadata>> {
        let mut found = BTreeMap::new();
        if !self.dir.exists() {
            return Ok(found);
        }
        for folder in std::fs::read_dir(&self.dir)? {
            let folder = folder?.path();
            if !folder.is_dir() {
                continue;
            }
            for file in std::fs::read_dir(folder)? {
                let file = file?;
                let id = file.file_name().to_str().and_then(|name| Uuid::try_parse(name).ok());
                if let (Some(id), Ok(metadata)) = (id, file.metadata()) {
                    found.insert(id, metadata);
                }
            }
        }
        Ok(found)
    }

    /// Writes a stream of at most `limit` bytes under a new id. A longer stream is read to its end nevertheless, so that the
    /// browser gets a response rather than a broken connection.
    ///
    /// # Errors
    /// See [`ReceiveError`]; whatever was written is deleted.
    pub async fn receive<S, B, E>(
        &self,
        id: Uuid,
        limit: u64,
        mut bytes: S,
    ) -> Result<ReceivedFile, ReceiveError>
    where
        S: Stream<Item = Result<B, E>> + Unpin,
        B: AsRef<[u8]>,
    {
        if self.min_free_bytes > 0 && self.free_bytes().await.is_some_and(|free| free < self.min_free_bytes) {
            while let Some(Ok(_)) = bytes.next().await {}
            return Err(ReceiveError::DiskAlmostFull);
        }
        // from here on: whoever stops waiting leaves nothing behind
        let unkept = Unkept(Some(self.path(id)));
        match write(&self.path(id), limit, &mut bytes).await {
            Ok((head, size)) => Ok(ReceivedFile { id, head, size, unkept }),
            Err(error) => {
                drop(unkept);
                while let Some(Ok(_)) = bytes.next().await {}
                Err(error)
            }
        }
    }

    /// Up to `length` bytes of a file from `offset` on.
    ///
    /// # Errors
    /// Where it is missing or cannot be read.
    pub async fn read_at(&self, id: Uuid, offset: u64, length: u64) -> std::io::Result<Vec<u8>> {
        let mut file = self.open(id).await?;
        file.seek(SeekFrom::Start(offset)).await?;
        let mut bytes = Vec::new();
        file.take(length).read_to_end(&mut bytes).await?;
        Ok(bytes)
    }

    /// The ids of all files in the folder, in no order. What is not named as a file of ours is left out.
    ///
    /// # Errors
    /// Where the folder cannot be read; a folder that does not exist is empty.
    pub async fn list(&self) -> std::io::Result<Vec<Uuid>> {
        let mut ids = Vec::new();
        let mut folders = match fs::read_dir(&self.dir).await {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(ids),
            folders => folders?,
        };
        while let Some(folder) = folders.next_entry().await? {
            if !folder.file_type().await?.is_dir() {
                continue;
            }
            let mut files = fs::read_dir(folder.path()).await?;
            while let Some(file) = files.next_entry().await? {
                let id = file.file_name().to_str().and_then(|name| Uuid::try_parse(name).ok());
                ids.extend(id.filter(|id| self.path(*id) == file.path()));
            }
        }
        Ok(ids)
    }

    /// Opens a file for reading.
    ///
    /// # Errors
    /// Where it is missing or cannot be read.
    pub async fn open(&self, id: Uuid) -> std::io::Result<fs::File> {
        fs::File::open(self.path(id)).await
    }

    /// Whether two files have the same content.
    ///
    /// # Errors
    /// Where one is missing or cannot be read.
    pub async fn same_content(&self, first: Uuid, second: Uuid) -> std::io::Result<bool> {
        const CHUNK: usize = 64 * 1024;
        let (mut first, mut second) =
            (BufReader::new(self.open(first).await?), BufReader::new(self.open(second).await?));
        let (mut left, mut right) = (Vec::with_capacity(CHUNK), Vec::with_capacity(CHUNK));
        loop {
            left.clear();
            right.clear();
            (&mut first).take(CHUNK as u64).read_to_end(&mut left).await?;
            (&mut second).take(CHUNK as u64).read_to_end(&mut right).await?;
            if left != right || left.is_empty() {
                return Ok(left == right);
            }
        }
    }

    /// Deletes a file; succeeds if there is none.
    ///
    /// # Errors
    /// Where it exists but cannot be deleted.
    pub async fn delete(&self, id: Uuid) -> std::io::Result<()> {
        match fs::remove_file(self.path(id)).await {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

async fn write<S, B, E>(path: &Path, limit: u64, bytes: &mut S) -> Result<(Vec<u8>, u64), ReceiveError>
where
    S: Stream<Item = Result<B, E>> + Unpin,
    B: AsRef<[u8]>,
{
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir).await.map_err(ReceiveError::Io)?;
    }
    let file = fs::File::create_new(path).await.map_err(ReceiveError::Io)?;
    let mut file = BufWriter::with_capacity(128 * 1024, file);
    let (mut head, mut size) = (Vec::new(), 0);
    while let Some(chunk) = bytes.next().await {
        let chunk = chunk.map_err(|_| ReceiveError::Interrupted)?;
        let chunk = chunk.as_ref();
        size += chunk.len() as u64;
        if size > limit {
            return Err(ReceiveError::TooLarge);
        }
        let missing = HEAD.saturating_sub(head.len()).min(chunk.len());
        head.extend(&chunk[..missing]);
        file.write_all(chunk).await.map_err(ReceiveError::Io)?;
    }
    file.flush().await.map_err(ReceiveError::Io)?;
    // on disk before the person is told that it is saved
    file.get_ref().sync_all().await.map_err(ReceiveError::Io)?;
    Ok((head, size))
}

#[cfg(test)]
mod tests {
    use futures::stream;

    use super::*;

    #[tokio::test]
    async fn no_file_is_taken_while_too_little_of_the_disk_is_free() {
        let dir = tempfile::tempdir().expect("a folder");
        let files = FileStore::new(dir.path().join("attachments"));
        let free = files.free_bytes().await.expect("known, also before the folder is made");
        let piece = || stream::iter([Ok::<_, std::io::Error>(vec![7_u8; 1_000])]);
        let full = files.clone().with_min_free_bytes(free.saturating_mul(2));
        assert!(full.is_disk_almost_full() && !files.is_disk_almost_full());
        let refused = full.receive(Uuid::from_u128(1), 1_000_000, piece()).await;
        assert!(matches!(refused, Err(ReceiveError::DiskAlmostFull)), "{refused:?}");
        assert!(full.open(Uuid::from_u128(1)).await.is_err(), "nothing was written");
        let roomy = files.with_min_free_bytes(1);
        roomy.receive(Uuid::from_u128(1), 1_000_000, piece()).await.expect("taken");
    }

    #[tokio::test]
    async fn files_with_the_same_bytes_have_the_same_content() {
        let dir = tempfile::tempdir().expect("a folder");
        let files = FileStore::new(dir.path().to_owned());
        let long = vec![7_u8; 200_000];
        let mut other = long.clone();
        other[199_999] = 8;
        let mut ids = Vec::new();
        for bytes in [&long, &long, &other, &long[..131_072].to_vec(), &Vec::new()] {
            let id = Uuid::from_u128(ids.len() as u128 + 1);
            let pieces = stream::iter([Ok::<_, std::io::Error>(bytes.clone())]);
            files.receive(id, 1_000_000, pieces).await.expect("written").keep();
            ids.push(id);
        }
        for (at, same) in [(0, true), (1, true), (2, false), (3, false), (4, false)] {
            assert_eq!(files.same_content(ids[0], ids[at]).await.expect("readable"), same, "file {at}");
        }
        assert!(files.same_content(ids[4], ids[4]).await.expect("readable"));
    }

    #[tokio::test]
    async fn a_file_that_nobody_keeps_is_gone() {
        let dir = tempfile::tempdir().expect("a folder");
        let files = FileStore::new(dir.path().to_owned());
        let bytes = |parts: &[&'static str]| {
            stream::iter(parts.iter().map(|part| Ok::<_, std::io::Error>(*part)).collect::<Vec<_>>())
        };
        let [kept, dropped, large, broken, left] = [1, 2, 3, 4, 5].map(Uuid::from_u128);
        files.receive(kept, 100, bytes(&["a", "b"])).await.expect("written").keep();
        drop(files.receive(dropped, 100, bytes(&["a"])).await.expect("written"));
        files.receive(large, 3, bytes(&["ab", "cd"])).await.expect_err("too large");
        let breaks = stream::iter([Ok("a"), Err(std::io::Error::other("gone"))]);
        files.receive(broken, 100, breaks).await.expect_err("broken off");
        // the request is given up while the file is arriving
        let endless = bytes(&["a"]).chain(stream::pending());
        let mut receiving = Box::pin(files.receive(left, 100, endless));
        while files.list().await.expect("a folder").len() < 2 {
            let _ = futures::poll!(&mut receiving);
            tokio::task::yield_now().await;
        }
        drop(receiving);
        assert_eq!(files.list().await.expect("a folder"), [kept]);
    }
}
