//! The folder of the embedded index: its layout, opening it, and replacing an unusable index by an empty one.

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

/// Number of decompressed blocks of stored text (16 KB each) to cache per segment.
const CACHED_BLOCKS: usize = 128;

/// The location of the index: `v<version>` below the configured folder, so that other files there are never touched.
pub(super) struct IndexFolder {
    root: PathBuf,
    index: PathBuf,
}

/// An open index, as of its last commit.
pub(super) struct OpenIndex {
    pub(super) index: Index,
    pub(super) fields: Fields,
    pub(super) snapshot: Arc<Snapshot>,
    reader: IndexReader,
}

impl IndexFolder {
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), index: root.join(format!("v{VERSION}")) }
    }

    /// Whether the index exists; a file system check of about a microsecond.
    pub(super) fn exists(&self) -> bool {
        self.index.join("meta.json").exists()
    }

    /// Whether the index was created empty and has not been rebuilt since.
    pub(super) fn is_incomplete(&self) -> bool {
        self.incomplete_marker().exists()
    }

    /// Records that the index has been rebuilt and is complete.
    pub(super) fn mark_complete(&self) -> io::Result<()> {
        match fs::remove_file(self.incomplete_marker()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// The file that exists until the first rebuild.
    fn incomplete_marker(&self) -> PathBuf {
        self.index.join("incomplete")
    }

    /// Opens the index; creates an empty one where it is missing or unusable.
    pub(super) fn open(&self) -> tantivy::Result<OpenIndex> {
        if self.exists() {
            match self.open_existing() {
                Ok(index) => return Ok(index),
                Err(error) => {
                    tracing::warn!(%error, "the search index cannot be used; starting with an empty one");
                }
            }
        }
        self.remove_versions()?;
        fs::create_dir_all(&self.index)?;
        fs::write(self.incomplete_marker(), b"")?;
        let (schema, _) = schema();
        OpenIndex::new(Index::create_in_dir(&self.index, schema)?)
    }

    fn open_existing(&self) -> tantivy::Result<OpenIndex> {
        let index = Index::open(MmapDirectory::open(&self.index)?)?;
        if index.schema() != schema().0 {
            return Err(TantivyError::SchemaError("other fields than this version has".to_owned()));
        }
        let damaged = index.validate_checksum()?;
        if let Some(file) = damaged.iter().next() {
            return Err(TantivyError::InternalError(format!("{} is damaged", file.display())));
        }
        OpenIndex::new(index)
    }

    /// Deletes the index of this version and of earlier ones.
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

impl OpenIndex {
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

    /// The same index, reloaded to its last commit.
    pub(super) fn reload(&self) -> tantivy::Result<Self> {
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
