//! The file transport: one file per mail, for development, tests and mail systems that pick them up.

use std::{fmt, io, path::PathBuf};

use tokio::{fs, io::AsyncWriteExt};

use super::{
    error::{FailureCause, SendError, SendStage},
    url::TransportConfigError,
};
use crate::compose::ComposedEmail;

/// Largest number of files for the same mail (one per attempt).
const MAX_COPIES: u32 = 999;

/// A folder with one `.eml` file per mail. Names sort by the mail's date: `20261121T093000000000Z-<id>-001.eml`.
#[derive(Debug)]
pub(super) struct FileTransport(PathBuf);

impl FileTransport {
    pub(super) fn open(folder: PathBuf) -> Result<Self, TransportConfigError> {
        std::fs::create_dir_all(&folder).map_err(|error| TransportConfigError::CreateFolder {
            folder: folder.clone(),
            kind: error.kind(),
        })?;
        Ok(Self(folder))
    }

    /// Whether the folder is there.
    pub(super) async fn check(&self) -> Result<(), SendError> {
        let found = fs::metadata(&self.0).await.map(|_| ());
        found.map_err(|error| SendError::temporary(SendStage::File, FailureCause::File(error.kind())))
    }

    /// Writes a file whose name starts with a dot, then renames it, so that a reader of `*.eml` sees complete mails only.
    pub(super) async fn write(&self, mail: &ComposedEmail) -> Result<(), SendError> {
        self.try_write(mail)
            .await
            .map_err(|error| SendError::temporary(SendStage::File, FailureCause::File(error.kind())))
    }

    async fn try_write(&self, mail: &ComposedEmail) -> io::Result<()> {
        let stem = format!("{}-{}", mail.date.format("%Y%m%dT%H%M%S%6fZ"), mail.id);
        for copy in 1..=MAX_COPIES {
            let path = self.0.join(format!("{stem}-{copy:03}.eml"));
            let temporary = self.0.join(format!(".{stem}-{copy:03}.tmp"));
            // The temporary file is also the lock on the name: only its creator checks whether the name is free.
            let mut file = match fs::OpenOptions::new().write(true).create_new(true).open(&temporary).await {
                Ok(file) => file,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                Err(error) => return Err(error),
            };
            if fs::try_exists(&path).await? {
                fs::remove_file(&temporary).await?;
                continue;
            }
            let write = async {
                file.write_all(mail.bytes()).await?;
                file.sync_all().await?;
                fs::rename(&temporary, &path).await
            };
            if let Err(error) = write.await {
                // Best effort: the first error is the one to report.
                let _ = fs::remove_file(&temporary).await;
                return Err(error);
            }
            return Ok(());
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

impl fmt::Display for FileTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "files in {}", self.0.display())
    }
}
