//! A person's own data as a ZIP, written piece by piece: nothing of it lies on the disk, and the files are never all in memory.

use std::io::{self, Write};

use fyr_domain::Lang;
use fyr_i18n::t;
use tokio::{runtime::Handle, sync::mpsc};
use tokio_util::bytes::Bytes;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::OwnData;
use crate::Services;

/// Bytes of a piece.
const PIECE: usize = 64 * 1024;
/// Pieces that may wait for whoever reads them.
const AHEAD: usize = 4;

/// Gathers what is written into pieces and hands them on; waits while nobody takes them.
struct Pieces {
    piece: Vec<u8>,
    to: mpsc::Sender<io::Result<Bytes>>,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let piece = Bytes::from(std::mem::take(&mut self.piece));
        // whoever asked has gone
        self.to.blocking_send(Ok(piece)).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

/// The pieces of the archive as they are made. Where it breaks off, the last piece is an error, so that nobody takes a part for
/// the whole.
pub fn archive(ctx: &Services, data: OwnData, lang: Lang) -> mpsc::Receiver<io::Result<Bytes>> {
    let (to, pieces) = mpsc::channel(AHEAD);
    let (ctx, runtime) = (ctx.clone(), Handle::current());
    tokio::task::spawn_blocking(move || {
        let pen = Pieces { piece: Vec::with_capacity(PIECE), to: to.clone() };
        if let Err(error) = write(&ctx, &runtime, pen, (&data, lang))
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            tracing::error!(%error, "somebody's own data could not be written");
            // nobody may be there to hear it
            let _ = to.blocking_send(Err(error));
        }
    });
    pieces
}

fn write(ctx: &Services, runtime: &Handle, pen: Pieces, (data, lang): (&OwnData, Lang)) -> io::Result<()> {
    let mut zip = ZipWriter::new_stream(pen);
    let text = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    zip.start_file(t!(lang, "own-file-page"), text)?;
    zip.write_all(data.html.as_bytes())?;
    zip.start_file("data.json", text)?;
    zip.write_all(data.json.as_bytes())?;
    // pictures and documents are small already
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true);
    for (id, path) in &data.files {
        let opened =
            runtime.block_on(async { Ok::<_, io::Error>(ctx.files.open(*id).await?.into_std().await) });
        match opened {
            Ok(mut file) => {
                zip.start_file(path.as_str(), stored)?;
                io::copy(&mut file, &mut zip)?;
            }
            // taken out of the ticket a moment ago
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    let mut pen = zip.finish()?.into_inner();
    pen.flush()
}
