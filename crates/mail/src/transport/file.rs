//! Mail as files: for development, for tests, and for a mail system that picks them up.

use std::{fmt, io, path::PathBuf};

use tokio::{fs, io::AsyncWriteExt};

use super::{
    error::{Cause, SendError, Stage},
    url::BadTransport,
};
use crate::compose::Composed;

/// How often one mail may be written before something must be wrong.
const MOST_COPIES: u32 = 999;

/// A folder with one `.eml` file per mail. Names sort by the mail's date: `20261121T093000000000Z-<id>-001.eml`.
#[derive(Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn open(folder: PathBuf) -> Result<Self, BadTransport> {
        std::fs::create_dir_all(&folder)
            .map_err(|error| BadTransport::Folder { folder: folder.clone(), why: error.kind() })?;
        Ok(Self(folder))
    }

    /// Writes under a name that starts with a dot, then renames: whoever looks for `*.eml` sees whole mails only.
    pub(super) async fn write(&self, mail: &Composed) -> Result<(), SendError> {
        self.try_write(mail)
            .await
            .map_err(|error| SendError::temporary(Stage::File, Cause::File(error.kind())))
    }

    async fn try_write(&self, mail: &Composed) -> io::Result<()> {
        let stem = format!("{}-{}", mail.date.format("%Y%m%dT%H%M%S%6fZ"), mail.id);
        for copy in 1..=MOST_COPIES {
            let path = self.0.join(format!("{stem}-{copy:03}.eml"));
            let draft = self.0.join(format!(".{stem}-{copy:03}.tmp"));
            // The draft is also the lock on its name: who creates it may look whether the name is free.
            let mut file = match fs::OpenOptions::new().write(true).create_new(true).open(&draft).await {
                Ok(file) => file,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                Err(error) => return Err(error),
            };
            if fs::try_exists(&path).await? {
                fs::remove_file(&draft).await?;
                continue;
            }
            let written = async {
                file.write_all(mail.bytes()).await?;
                file.sync_all().await?;
                fs::rename(&draft, &path).await
            };
            if let Err(error) = written.await {
                // Best effort: the first error is the one to report.
                let _ = fs::remove_file(&draft).await;
                return Err(error);
            }
            return Ok(());
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

impl fmt::Display for Folder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "files in {}", self.0.display())
    }
}
