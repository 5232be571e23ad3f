//! A person's own data as a ZIP archive, streamed in chunks: nothing is written to disk, and the files are never all in memory.

use std::io::{self, Write};

use fyr_domain::Lang;
use fyr_i18n::t;
use tokio::{runtime::Handle, sync::mpsc};
use tokio_util::bytes::Bytes;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{ArchiveFile, DataExport};
use crate::Backend;

/// Size of a chunk in bytes.
const CHUNK_SIZE: usize = 64 * 1024;
/// Number of chunks that are buffered for the reader.
const BUFFERED_CHUNKS: usize = 4;

/// A writer that sends its output in chunks, and blocks while the buffer is full.
struct ChunkWriter {
    chunk: Vec<u8>,
    sender: mpsc::Sender<io::Result<Bytes>>,
}

impl Write for ChunkWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.chunk.extend_from_slice(bytes);
        if self.chunk.len() >= CHUNK_SIZE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.chunk.is_empty() {
            return Ok(());
        }
        let chunk = Bytes::from(std::mem::take(&mut self.chunk));
        // sending fails where the reader is gone
        self.sender.blocking_send(Ok(chunk)).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

/// Streams the archive in chunks as it is written. Where writing fails, the last chunk is an error, so that an incomplete archive
/// is not mistaken for a complete one.
pub fn stream_archive(backend: &Backend, data: DataExport, lang: Lang) -> mpsc::Receiver<io::Result<Bytes>> {
    let (sender, chunks) = mpsc::channel(BUFFERED_CHUNKS);
    let (backend, runtime) = (backend.clone(), Handle::current());
    tokio::task::spawn_blocking(move || {
        let writer = ChunkWriter { chunk: Vec::with_capacity(CHUNK_SIZE), sender: sender.clone() };
        if let Err(error) = write(&backend, &runtime, writer, &data, lang)
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            tracing::error!(%error, "privacy: writing a data export failed");
            // the reader may be gone
            let _ = sender.blocking_send(Err(error));
        }
    });
    chunks
}

fn write(
    backend: &Backend,
    runtime: &Handle,
    writer: ChunkWriter,
    data: &DataExport,
    lang: Lang,
) -> io::Result<()> {
    let mut zip = ZipWriter::new_stream(writer);
    let text = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    zip.start_file(t!(lang, "own-file-page"), text)?;
    zip.write_all(data.html.as_bytes())?;
    zip.start_file("data.json", text)?;
    zip.write_all(data.json.as_bytes())?;
    // images and documents are compressed already
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true);
    for ArchiveFile { file: id, path } in &data.files {
        let opened =
            runtime.block_on(async { Ok::<_, io::Error>(backend.files.open(*id).await?.into_std().await) });
        match opened {
            Ok(mut file) => {
                zip.start_file(path.as_str(), stored)?;
                io::copy(&mut file, &mut zip)?;
            }
            // redacted in the meantime
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    let mut writer = zip.finish()?.into_inner();
    writer.flush()
}
