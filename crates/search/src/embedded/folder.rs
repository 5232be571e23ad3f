//! The folder of the embedded index: what lies where, opening it, and starting anew when it cannot be used.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use tantivy::{Index, IndexReader, ReloadPolicy, TantivyError, directory::MmapDirectory};

use super::{
    schema::{Fields, VERSION, schema, tokenizers},
    snapshot::Snapshot,
};

/// How many blocks of stored text (16 KB each) are kept unpacked per segment.
const CACHED_BLOCKS: usize = 128;

/// Where the index lies: `v<version>` below the configured folder, so that nothing else in there is ever touched.
pub(super) struct Folder {
    root: PathBuf,
    index: PathBuf,
}

/// An index that was opened, as of its last commit.
pub(super) struct Opened {
    pub(super) index: Index,
    pub(super) fields: Fields,
    pub(super) snapshot: Arc<Snapshot>,
    reader: IndexReader,
}

impl Folder {
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), index: root.join(format!("v{VERSION}")) }
    }

    /// Whether there is an index; a look at the directory, about a microsecond.
    pub(super) fn is_there(&self) -> bool {
        self.index.join("meta.json").exists()
    }

    /// Whether the index started empty and was not rebuilt since.
    pub(super) fn is_incomplete(&self) -> bool {
        self.incomplete().exists()
    }

    /// From now on the index holds everything.
    pub(super) fn set_complete(&self) -> io::Result<()> {
        match fs::remove_file(self.incomplete()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// A file that is there until the first rebuild.
    fn incomplete(&self) -> PathBuf {
        self.index.join("incomplete")
    }

    /// Opens the index, or an empty one when there is none that can be used.
    pub(super) fn open(&self) -> tantivy::Result<Opened> {
        if self.is_there() {
            match self.open_existing() {
                Ok(opened) => return Ok(opened),
                Err(error) => {
                    tracing::warn!(%error, "the search index cannot be used; starting with an empty one");
                }
            }
        }
        self.remove_versions()?;
        fs::create_dir_all(&self.index)?;
        fs::write(self.incomplete(), b"")?;
        let (schema, _) = schema();
        Opened::new(Index::create_in_dir(&self.index, schema)?)
    }

    fn open_existing(&self) -> tantivy::Result<Opened> {
        let index = Index::open(MmapDirectory::open(&self.index)?)?;
        if index.schema() != schema().0 {
            return Err(TantivyError::SchemaError("other fields than this version has".to_owned()));
        }
        let damaged = index.validate_checksum()?;
        if let Some(file) = damaged.iter().next() {
            return Err(TantivyError::InternalError(format!("{} is damaged", file.display())));
        }
        Opened::new(index)
    }

    /// Removes this version's index and those of earlier ones.
    fn remove_versions(&self) -> io::Result<()> {
        for version in 0..=VERSION {
            match fs::remove_dir_all(self.root.join(format!("v{version}"))) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

impl Opened {
    fn new(mut index: Index) -> tantivy::Result<Self> {
        index.set_tokenizers(tokenizers());
        let (_, fields) = schema();
        let reader: IndexReader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(CACHED_BLOCKS)
            .try_into()?;
        let snapshot = Arc::new(Snapshot::open(reader.searcher(), &fields)?);
        Ok(Self { index, fields, snapshot, reader })
    }

    /// The same index as of its last commit.
    pub(super) fn reloaded(&self) -> tantivy::Result<Self> {
        self.reader.reload()?;
        let snapshot = Arc::new(Snapshot::open(self.reader.searcher(), &self.fields)?);
        Ok(Self {
            index: self.index.clone(),
            fields: self.fields.clone(),
            snapshot,
            reader: self.reader.clone(),
        })
    }
}
