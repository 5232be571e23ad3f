//! The embedded engine: a tantivy index in a folder, without a server.
//!
//! Searches run on the calling thread: they are CPU-bound and take well below a millisecond, so moving them to another
//! thread would cost more than it saves. Writes run on the blocking pool. A writer exists for one change: it uses 15 MB and a
//! few threads while it works, and merges at the end, so that the index stays at a few segments.

mod expand;
mod folder;
mod rank;
mod schema;
mod scores;
mod snapshot;

use std::{
    path::Path,
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

use async_trait::async_trait;
use tantivy::{
    DocAddress, IndexWriter, TantivyDocument, Term,
    collector::DocSetCollector,
    indexer::{IndexWriterOptions, LogMergePolicy},
    query::TermQuery,
    schema::{Field, IndexRecordOption, Value},
};
use uuid::Uuid;

use self::{
    expand::expand,
    folder::{IndexFolder, OpenIndex},
    rank::{CategoryFilter, RankRequest, rank},
    snapshot::Snapshot,
};
use crate::{
    Document, DocumentHit, Error, Query, Results, SearchEngine,
    error::BoxError,
    highlight::{Excerpt, Matcher},
    text::QueryWords,
};

/// The name of the engine whose index is in the data directory of one process.
pub const NAME: &str = "embedded";
/// Memory budget of a writer; the smallest that tantivy accepts.
const WRITER_BYTES: usize = 15_000_000;
/// Number of segments of similar size that are merged into one.
const MERGE_SEGMENTS: usize = 4;
/// Segments with fewer documents count as similar in size, so that a large one is not rewritten for a few small ones.
const SMALL_SEGMENT_DOCUMENTS: u32 = 100;

/// Opens the embedded index in a folder, which is created where it is missing.
///
/// An index that is missing, damaged or of an older version is replaced by an empty one, and
/// [`needs_rebuild`](SearchEngine::needs_rebuild) returns true until the next [`rebuild`](SearchEngine::rebuild), also
/// across restarts. Only sub-folders named `v<number>` are ever deleted.
///
/// # Errors
/// [`Error::Unavailable`] where the folder cannot be written to.
pub fn open_embedded(dir: &Path) -> Result<Arc<dyn SearchEngine>, Error> {
    let folder = IndexFolder::new(dir);
    let index = folder.open().map_err(|source| unavailable("opening the index", source))?;
    Ok(Arc::new(Embedded(Arc::new(State::new(folder, index)))))
}

fn unavailable(operation: &str, source: impl Into<BoxError>) -> Error {
    Error::Unavailable { engine: NAME, reason: operation.to_owned(), source: Some(source.into()) }
}

struct Embedded(Arc<State>);

struct State {
    folder: IndexFolder,
    current: RwLock<Arc<OpenIndex>>,
    needs_rebuild: AtomicBool,
    /// Held while writing, so that writes are serialised.
    write_lock: Mutex<()>,
}

impl State {
    fn new(folder: IndexFolder, index: OpenIndex) -> Self {
        let needs_rebuild = AtomicBool::new(folder.is_incomplete());
        Self { folder, current: RwLock::new(Arc::new(index)), needs_rebuild, write_lock: Mutex::new(()) }
    }

    fn current(&self) -> Arc<OpenIndex> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_current(&self, index: OpenIndex) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(index);
    }

    /// The current index. Where its folder was deleted, an error, and an empty index is created for the next call.
    fn existing_index(&self) -> Result<Arc<OpenIndex>, Error> {
        if self.folder.exists() {
            return Ok(self.current());
        }
        let _guard = self.write_lock.lock().unwrap_or_else(PoisonError::into_inner);
        self.recreate_if_missing()?;
        Err(Error::Unavailable {
            engine: NAME,
            reason: "the index was deleted; it started anew".to_owned(),
            source: None,
        })
    }

    /// Creates an empty index where the folder was deleted. The caller holds `write_lock`.
    fn recreate_if_missing(&self) -> Result<(), Error> {
        if !self.folder.exists() {
            tracing::warn!("the search index was deleted while running; starting with an empty one");
            self.needs_rebuild.store(true, Ordering::Release);
            self.set_current(self.folder.open().map_err(|source| unavailable("creating the index", source))?);
        }
        Ok(())
    }

    fn search(&self, query: &Query) -> Result<Results, Error> {
        let words = QueryWords::parse(&query.text, query.lang, query.prefix, &query.vocabulary);
        if words.words.is_empty() {
            return Ok(Results::default());
        }
        let index = self.existing_index()?;
        index.search(query, &words).map_err(|source| unavailable("searching", source))
    }

    fn upsert(&self, docs: &[Document]) -> Result<(), Error> {
        self.existing_index()?;
        self.write(|writer, index| {
            for doc in docs {
                writer.delete_term(id_term(index.fields.id, doc.id));
                writer.add_document(index.fields.document(doc))?;
            }
            Ok(())
        })
    }

    fn delete(&self, ids: &[Uuid]) -> Result<(), Error> {
        self.existing_index()?;
        self.write(|writer, index| {
            for id in ids {
                writer.delete_term(id_term(index.fields.id, *id));
            }
            Ok(())
        })
    }

    fn rebuild(&self, docs: &[Document]) -> Result<(), Error> {
        self.write(|writer, index| {
            writer.delete_all_documents()?;
            for doc in docs {
                writer.add_document(index.fields.document(doc))?;
            }
            Ok(())
        })?;
        self.write(|writer, index| {
            // An index with one segment is the fastest to search.
            let segments = index.index.searchable_segment_ids()?;
            if segments.len() > 1 { writer.merge(&segments).wait().map(drop) } else { Ok(()) }
        })?;
        self.folder.mark_complete().map_err(|source| unavailable("marking the index complete", source))?;
        self.needs_rebuild.store(false, Ordering::Release);
        Ok(())
    }

    fn write(
        &self,
        change: impl FnOnce(&mut IndexWriter, &OpenIndex) -> tantivy::Result<()>,
    ) -> Result<(), Error> {
        let _guard = self.write_lock.lock().unwrap_or_else(PoisonError::into_inner);
        self.recreate_if_missing()?;
        let index = self.current();
        let write = || -> tantivy::Result<OpenIndex> {
            let options = IndexWriterOptions::builder()
                .num_worker_threads(1)
                .num_merge_threads(1)
                .memory_budget_per_thread(WRITER_BYTES)
                .build();
            let mut writer: IndexWriter = index.index.writer_with_options(options)?;
            let mut merge_policy = LogMergePolicy::default();
            merge_policy.set_min_num_segments(MERGE_SEGMENTS);
            merge_policy.set_min_layer_size(SMALL_SEGMENT_DOCUMENTS);
            merge_policy.set_del_docs_ratio_before_merge(0.3);
            writer.set_merge_policy(Box::new(merge_policy));
            change(&mut writer, &index)?;
            writer.commit()?;
            writer.wait_merging_threads()?;
            index.reload()
        };
        self.set_current(write().map_err(|source| unavailable("writing to the index", source))?);
        Ok(())
    }
}

fn id_term(field: Field, id: Uuid) -> Term {
    Term::from_field_text(field, &id.to_string())
}

impl OpenIndex {
    fn search(&self, query: &Query, words: &QueryWords) -> tantivy::Result<Results> {
        let snapshot = &*self.snapshot;
        let expanded = expand(snapshot, &self.fields, query.lang, words, &query.vocabulary)?;
        let category = match &query.category {
            None => CategoryFilter::Any,
            Some(slug) => (0..)
                .zip(&snapshot.categories)
                .find(|(_, name)| *name == slug)
                .map_or(CategoryFilter::Unknown, |(ordinal, _)| CategoryFilter::Ordinal(ordinal)),
        };
        let excluded = match query.exclude {
            Some(article) => self.translations(article)?,
            None => Vec::new(),
        };
        let request = RankRequest {
            exclude: &excluded,
            lang: query.lang,
            words: &expanded.words,
            grams: &words.grams(),
            category,
            readable: &snapshot
                .audiences
                .iter()
                .map(|name| name.parse().is_ok_and(|audience| query.readable.includes(audience)))
                .collect::<Vec<bool>>(),
            offset: query.offset(),
            limit: query.limit(),
        };
        let ranked = rank(snapshot, &request)?;
        let mut hits = Vec::with_capacity(ranked.page.len());
        for address in ranked.page {
            hits.push(self.hit(snapshot, address, query, &expanded.matcher)?);
        }
        let mut categories: Vec<(String, u64)> = snapshot
            .categories
            .iter()
            .cloned()
            .zip(ranked.categories)
            .filter(|(_, count)| *count > 0)
            .collect();
        categories.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(Results { hits, total: ranked.total, categories })
    }

    /// The documents of an article, in all languages.
    fn translations(&self, article: Uuid) -> tantivy::Result<Vec<DocAddress>> {
        let term = id_term(self.fields.article_id, article);
        let found = self
            .snapshot
            .searcher
            .search(&TermQuery::new(term, IndexRecordOption::Basic), &DocSetCollector)?;
        Ok(found.into_iter().collect())
    }

    fn hit(
        &self,
        snapshot: &Snapshot,
        address: DocAddress,
        query: &Query,
        matcher: &Matcher,
    ) -> tantivy::Result<DocumentHit> {
        let doc: TantivyDocument = snapshot.searcher.doc(address)?;
        let text = |field| doc.get_first(field).and_then(|value| value.as_str()).unwrap_or_default();
        let id = |field| {
            Uuid::parse_str(text(field))
                .map_err(|_| tantivy::TantivyError::InternalError("a document without an id".to_owned()))
        };
        let (id, article_id) = (id(self.fields.id)?, id(self.fields.article_id)?);
        let Excerpt { title, snippet, match_quality } =
            matcher.excerpt(text(self.fields.title), text(self.fields.summary), text(self.fields.body));
        Ok(DocumentHit { id, article_id, lang: query.lang, title, snippet, match_quality })
    }
}

impl Embedded {
    /// Runs a write on the blocking pool.
    async fn spawn_blocking(
        &self,
        write: impl FnOnce(&State) -> Result<(), Error> + Send + 'static,
    ) -> Result<(), Error> {
        let state = Arc::clone(&self.0);
        let result = tokio::task::spawn_blocking(move || write(&state)).await;
        result.unwrap_or_else(|error| Err(unavailable("writing to the index", error)))
    }
}

#[async_trait]
impl SearchEngine for Embedded {
    fn name(&self) -> &'static str {
        NAME
    }

    async fn upsert(&self, docs: Vec<Document>) -> Result<(), Error> {
        self.spawn_blocking(move |state| state.upsert(&docs)).await
    }

    async fn delete(&self, ids: Vec<Uuid>) -> Result<(), Error> {
        self.spawn_blocking(move |state| state.delete(&ids)).await
    }

    async fn search(&self, query: &Query) -> Result<Results, Error> {
        self.0.search(query)
    }

    async fn rebuild(&self, docs: Vec<Document>) -> Result<(), Error> {
        self.spawn_blocking(move |state| state.rebuild(&docs)).await
    }

    async fn count(&self) -> Result<u64, Error> {
        Ok(self.0.existing_index()?.snapshot.searcher.num_docs())
    }

    async fn health(&self) -> Result<(), Error> {
        self.0.existing_index().map(drop)
    }

    fn needs_rebuild(&self) -> bool {
        self.0.needs_rebuild.load(Ordering::Acquire)
    }
}
