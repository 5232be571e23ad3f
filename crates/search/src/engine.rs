//! The trait that Fyr requires of a search engine. The implementations are in modules of their own.

use std::sync::Arc;

use async_trait::async_trait;
use uuid::Uuid;

use crate::{Document, Error, Query, Results, Vocabulary};

/// A searchable index of article translations.
///
/// `upsert`, `delete` and `rebuild` return when the change is durable *and* visible to the next search. One process writes
/// to an index at a time; writes through one engine value are serialised, searches never wait for them.
#[async_trait]
pub trait SearchEngine: Send + Sync {
    /// The engine's name in logs and on the operations page.
    fn name(&self) -> &'static str;

    /// Inserts the documents, replacing those with the same id.
    async fn upsert(&self, docs: Vec<Document>) -> Result<(), Error>;

    /// Deletes the documents with these ids. Unknown ids are ignored.
    async fn delete(&self, ids: Vec<Uuid>) -> Result<(), Error>;

    /// Searches for what a person typed. Any text is allowed; there are no operators.
    async fn search(&self, query: &Query) -> Result<Results, Error>;

    /// Replaces all documents atomically: searches see all of the old or all of the new ones.
    async fn rebuild(&self, docs: Vec<Document>) -> Result<(), Error>;

    /// Prepares the index for queries with these synonyms. What an engine reads from each query alone, it does not prepare.
    async fn set_vocabulary(&self, _vocabulary: Arc<Vocabulary>) -> Result<(), Error> {
        Ok(())
    }

    /// The number of documents in the index, in all languages.
    async fn count(&self) -> Result<u64, Error>;

    /// `Ok` where the engine can answer searches.
    async fn health(&self) -> Result<(), Error>;

    /// Whether the index started empty (new, lost, corrupt or of an older version) and has not been rebuilt since.
    /// Until then searches only find what was inserted since, so a caller may prefer its fallback.
    fn needs_rebuild(&self) -> bool;
}
