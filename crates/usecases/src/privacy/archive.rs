//! A person's own data as a ZIP archive, streamed in chunks: nothing is written to disk, and the files are never all in memory.
//! A reader who does not read holds no thread, and is given up after a while.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use fyr_domain::Lang;
use fyr_i18n::t;
use tokio::{io::AsyncReadExt, sync::mpsc, time::timeout};
use tokio_util::bytes::Bytes;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{ArchiveFile, DataExport};
use crate::Backend;

/// Size of a chunk in bytes.
const CHUNK_SIZE: usize = 64 * 1024;
/// Number of chunks that are buffered for the reader.
const BUFFERED_CHUNKS: usize = 4;
/// How long the reader may take for one chunk.
const CHUNK_TIMEOUT: Duration = Duration::from_mins(1);

/// What the ZIP writer has written since it was last taken.
#[derive(Clone, Debug, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn with<T>(&self, change: impl FnOnce(&mut Vec<u8>) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.with(|written| written.extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The way to the reader.
struct Output {
    written: Written,
    sender: mpsc::Sender<io::Result<Bytes>>,
}

impl Output {
    /// Sends what was written, where that is at least `min` bytes.
    ///
    /// # Errors
    /// [`io::ErrorKind::BrokenPipe`] where the reader is gone or does not read.
    async fn send(&self, min: usize) -> io::Result<()> {
        let chunk = self
            .written
            .with(|written| if written.len() >= min.max(1) { std::mem::take(written) } else { Vec::new() });
        if chunk.is_empty() {
            return Ok(());
        }
        match timeout(CHUNK_TIMEOUT, self.sender.send(Ok(Bytes::from(chunk)))).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }
}

/// Streams the archive in chunks as it is written. Where writing fails, the last chunk is an error, so that an incomplete archive
/// is not mistaken for a complete one.
pub fn stream_archive(backend: &Backend, data: DataExport, lang: Lang) -> mpsc::Receiver<io::Result<Bytes>> {
    let (sender, chunks) = mpsc::channel(BUFFERED_CHUNKS);
    let backend = backend.clone();
    tokio::spawn(async move {
        let output = Output { written: Written::default(), sender };
        if let Err(error) = write(&backend, &output, &data, lang).await {
            if error.kind() != io::ErrorKind::BrokenPipe {
                tracing::error!(%error, "privacy: writing a data export failed");
            }
            // the reader may be gone, or not read
            let _ = output.sender.send_timeout(Err(error), CHUNK_TIMEOUT).await;
        }
    });
    chunks
}

async fn write(backend: &Backend, output: &Output, data: &DataExport, lang: Lang) -> io::Result<()> {
    let mut zip = ZipWriter::new_stream(output.written.clone());
    let text = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in [(t!(lang, "own-file-page"), &data.html), ("data.json", &data.json)] {
        zip.start_file(name, text)?;
        // compressing a chunk takes a few milliseconds
        for chunk in content.as_bytes().chunks(CHUNK_SIZE) {
            zip.write_all(chunk)?;
            output.send(CHUNK_SIZE).await?;
            tokio::task::yield_now().await;
        }
    }
    // images and documents are compressed already
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true);
    let mut chunk = vec![0; CHUNK_SIZE];
    for ArchiveFile { file: id, path } in &data.files {
        let mut file = match backend.files.open(*id).await {
            Ok(file) => file,
            // redacted in the meantime
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        zip.start_file(path.as_str(), stored)?;
        loop {
            let length = file.read(&mut chunk).await?;
            if length == 0 {
                break;
            }
            zip.write_all(&chunk[..length])?;
            output.send(CHUNK_SIZE).await?;
        }
    }
    zip.finish()?;
    output.send(1).await
}
