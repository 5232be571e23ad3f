//! The bytes of attachments: one file each, named by its id, written whole or not at all.

use std::path::{Path, PathBuf};

use futures::{Stream, StreamExt};
use tokio::{
    fs,
    io::{AsyncReadExt, AsyncWriteExt, BufReader, BufWriter},
};
use uuid::Uuid;

/// How much of the beginning is kept to tell the kind of a file.
const HEAD: usize = 8 * 1024;

/// A folder of files.
#[derive(Clone, Debug)]
pub struct Files {
    dir: PathBuf,
}

/// A file that has arrived whole.
#[derive(Clone, Debug)]
pub struct Received {
    /// Where it lies.
    pub id: Uuid,
    /// Its first bytes.
    pub head: Vec<u8>,
    /// Bytes.
    pub size: u64,
}

/// Why a file did not arrive.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    /// More bytes than allowed; the rest was read and thrown away.
    #[error("the file is larger than allowed")]
    TooLarge,
    /// More bytes than all files of a form may have together; the rest was read and thrown away.
    #[error("the files are larger than allowed together")]
    AllTooLarge,
    /// The sender broke off or sent nonsense.
    #[error("the upload broke off")]
    Broken,
    /// It could not be written: a full disk, for instance.
    #[error("the file could not be written: {0}")]
    NotSaved(#[source] std::io::Error),
}

impl Files {
    /// Files in a folder, which is made with the first one.
    pub fn new(dir: PathBuf) -> Self {
        Self { dir }
    }

    fn path(&self, id: Uuid) -> PathBuf {
        let name = id.simple().to_string();
        // the last letters of a `UUIDv7` are random, the first are time
        self.dir.join(&name[30..]).join(name)
    }

    /// Writes a stream of bytes under a new id. A stream that is too long is still read to its end, so that the person
    /// gets an answer rather than a broken connection.
    ///
    /// # Errors
    /// See [`ReceiveError`]; whatever was written is removed.
    pub async fn receive<S, B, E>(&self, id: Uuid, limit: u64, mut bytes: S) -> Result<Received, ReceiveError>
    where
        S: Stream<Item = Result<B, E>> + Unpin,
        B: AsRef<[u8]>,
    {
        let path = self.path(id);
        let written = write(&path, limit, &mut bytes).await;
        if written.is_err() {
            // best effort: what remains is swept with the orphans
            let _ = fs::remove_file(&path).await;
            while let Some(Ok(_)) = bytes.next().await {}
        }
        let (head, size) = written?;
        Ok(Received { id, head, size })
    }

    /// Opens a file for reading.
    ///
    /// # Errors
    /// Where it is missing or cannot be read.
    pub async fn open(&self, id: Uuid) -> std::io::Result<fs::File> {
        fs::File::open(self.path(id)).await
    }

    /// Whether two files hold the same bytes.
    ///
    /// # Errors
    /// Where one is missing or cannot be read.
    pub async fn same(&self, one: Uuid, other: Uuid) -> std::io::Result<bool> {
        const PIECE: usize = 64 * 1024;
        let (mut one, mut other) =
            (BufReader::new(self.open(one).await?), BufReader::new(self.open(other).await?));
        let (mut left, mut right) = (Vec::with_capacity(PIECE), Vec::with_capacity(PIECE));
        loop {
            left.clear();
            right.clear();
            (&mut one).take(PIECE as u64).read_to_end(&mut left).await?;
            (&mut other).take(PIECE as u64).read_to_end(&mut right).await?;
            if left != right || left.is_empty() {
                return Ok(left == right);
            }
        }
    }

    /// Removes a file; one that is gone already is fine.
    ///
    /// # Errors
    /// Where it is there but cannot be removed.
    pub async fn remove(&self, id: Uuid) -> std::io::Result<()> {
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
        fs::create_dir_all(dir).await.map_err(ReceiveError::NotSaved)?;
    }
    let file = fs::File::create_new(path).await.map_err(ReceiveError::NotSaved)?;
    let mut file = BufWriter::with_capacity(128 * 1024, file);
    let (mut head, mut size) = (Vec::new(), 0);
    while let Some(chunk) = bytes.next().await {
        let chunk = chunk.map_err(|_| ReceiveError::Broken)?;
        let chunk = chunk.as_ref();
        size += chunk.len() as u64;
        if size > limit {
            return Err(ReceiveError::TooLarge);
        }
        let wanted = HEAD.saturating_sub(head.len()).min(chunk.len());
        head.extend(&chunk[..wanted]);
        file.write_all(chunk).await.map_err(ReceiveError::NotSaved)?;
    }
    file.flush().await.map_err(ReceiveError::NotSaved)?;
    // what a person is told is saved is on disk
    file.get_ref().sync_all().await.map_err(ReceiveError::NotSaved)?;
    Ok((head, size))
}

#[cfg(test)]
mod tests {
    use futures::stream;

    use super::*;

    #[tokio::test]
    async fn files_are_the_same_where_every_byte_is() {
        let dir = tempfile::tempdir().expect("a folder");
        let files = Files::new(dir.path().to_owned());
        let long = vec![7_u8; 200_000];
        let mut other = long.clone();
        other[199_999] = 8;
        let mut ids = Vec::new();
        for bytes in [&long, &long, &other, &long[..131_072].to_vec(), &Vec::new()] {
            let id = Uuid::from_u128(ids.len() as u128 + 1);
            let pieces = stream::iter([Ok::<_, std::io::Error>(bytes.clone())]);
            files.receive(id, 1_000_000, pieces).await.expect("written");
            ids.push(id);
        }
        for (at, same) in [(0, true), (1, true), (2, false), (3, false), (4, false)] {
            assert_eq!(files.same(ids[0], ids[at]).await.expect("readable"), same, "file {at}");
        }
        assert!(files.same(ids[4], ids[4]).await.expect("readable"));
    }
}
