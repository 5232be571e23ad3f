//! Writing the search index from the database: all of it, or the articles that index jobs name.

use std::collections::BTreeSet;

use fyr_search::Document;
use fyr_store::{Db, articles, articles::IndexableTranslation};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::vocabulary::set_vocabulary;
use crate::{
    Backend, Error,
    jobs::{BatchJob, Job, JobError, JobRun, Queue},
};

/// How many translations are read at once.
const BATCH: i64 = 500;

impl From<fyr_search::Error> for Error {
    fn from(error: fyr_search::Error) -> Self {
        Self::Internal(Box::new(error))
    }
}

fn document(translation: IndexableTranslation) -> Document {
    Document {
        id: translation.id,
        article_id: translation.article_id,
        lang: translation.lang.0,
        category: translation.category,
        audience: translation.audience,
        title: translation.title,
        summary: translation.summary,
        keywords: translation.keywords.0,
        body: translation.plain,
        popularity: u32::try_from(translation.helpful_yes.max(0)).unwrap_or(u32::MAX),
    }
}

/// Reads the published translations of one article, or of all, as documents.
async fn published_documents(db: &mut Db, article: Option<Uuid>) -> Result<Vec<Document>, Error> {
    let (mut docs, mut after) = (Vec::new(), Uuid::nil());
    loop {
        let page = articles::list_for_index(db, article, after, BATCH).await?;
        let Some(last) = page.last() else { return Ok(docs) };
        after = last.id;
        docs.extend(page.into_iter().map(document));
    }
}

/// Rebuilds the index from the database; returns the number of documents.
///
/// # Errors
/// [`Error::Unavailable`] where the database is away, [`Error::Internal`] where the search engine is.
pub async fn rebuild(backend: &Backend) -> Result<u64, Error> {
    let docs = {
        let mut db = backend.store.read().await?;
        published_documents(&mut db, None).await?
    };
    let count = u64::try_from(docs.len()).unwrap_or(0);
    set_vocabulary(backend).await?;
    backend.search.rebuild(docs).await?;
    Ok(count)
}

/// Rebuilds the index if its number of documents differs from the database, or it is known to be incomplete; returns the
/// number of documents if it did. Must not run at the same time as [`crate::jobs::run_due`], whose writes a rebuild may undo.
///
/// # Errors
/// As [`rebuild`].
pub async fn rebuild_if_incomplete(backend: &Backend) -> Result<Option<u64>, Error> {
    let expected = {
        let mut db = backend.store.read().await?;
        articles::count_published_translations(&mut db).await?
    };
    let complete = !backend.search.needs_rebuild()
        && i64::try_from(backend.search.count().await?).is_ok_and(|count| count == expected);
    if complete { Ok(None) } else { rebuild(backend).await.map(Some) }
}

/// The job that writes the index entries of an article anew.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct IndexArticle {
    /// The article to re-index.
    pub article: Uuid,
}

impl Job for IndexArticle {
    const NAME: &'static str = "search.index_article";
    const QUEUE: Queue = Queue::Index;

    async fn run(&self, run: &JobRun<'_>) -> Result<(), JobError> {
        Self::run_all(vec![*self], run).await
    }
}

impl BatchJob for IndexArticle {
    async fn run_all(jobs: Vec<Self>, run: &JobRun<'_>) -> Result<(), JobError> {
        Ok(index_articles(run.backend, jobs.into_iter().map(|job| job.article).collect()).await?)
    }
}

/// Writes the index entries of these articles anew.
async fn index_articles(backend: &Backend, article_ids: BTreeSet<Uuid>) -> Result<(), Error> {
    let (mut changed, mut deleted) = (Vec::new(), Vec::new());
    {
        let mut db = backend.store.read().await?;
        for article in article_ids {
            let docs = published_documents(&mut db, Some(article)).await?;
            let known = articles::list_translation_ids(&mut db, article).await?;
            deleted.extend(known.into_iter().filter(|id| docs.iter().all(|doc| doc.id != *id)));
            changed.extend(docs);
        }
    }
    if !changed.is_empty() {
        backend.search.upsert(changed).await?;
    }
    if !deleted.is_empty() {
        backend.search.delete(deleted).await?;
    }
    Ok(())
}
