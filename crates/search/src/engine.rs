//! The port: what Fyr asks of a search engine. What each engine does about it belongs in its own module.

use async_trait::async_trait;
use uuid::Uuid;

use crate::{Document, Error, Query, Results};

/// An index of article translations that can be searched.
///
/// `put`, `remove` and `rebuild` return when the change is durable *and* the next search sees it. One process writes to an
/// index at a time; writes of one engine value queue up behind each other, searches never wait for them.
#[async_trait]
pub trait SearchEngine: Send + Sync {
    /// What the engine is called in logs and on the operations page.
    fn name(&self) -> &'static str;

    /// Adds the documents; one with an id that is there already replaces it.
    async fn put(&self, docs: Vec<Document>) -> Result<(), Error>;

    /// Removes the documents with these ids. Ids that are not there are no error.
    async fn remove(&self, ids: Vec<Uuid>) -> Result<(), Error>;

    /// Finds the documents for what a person typed. Any text is allowed; none of it is an operator.
    async fn search(&self, query: &Query) -> Result<Results, Error>;

    /// Replaces everything in the index. Searches see all of the old or all of the new, never half.
    async fn rebuild(&self, docs: Vec<Document>) -> Result<(), Error>;

    /// How many documents the index holds, in all languages.
    async fn count(&self) -> Result<u64, Error>;

    /// `Ok` when the engine can answer.
    async fn health(&self) -> Result<(), Error>;

    /// Whether the index started empty (new, lost, corrupt or of an older version) and has not been rebuilt since.
    /// Until it has, searches answer from what was put so far, so a caller may prefer its fallback.
    fn needs_rebuild(&self) -> bool;
}
