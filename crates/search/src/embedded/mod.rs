//! The embedded engine: tantivy in a folder, no server needed.
//!
//! Searches run where they are called: they are CPU-bound and take well below a millisecond, so a thread hop would cost more
//! than it saves. Writes go to the blocking pool. A writer lives for one change: it takes 15 MB and a few threads while it
//! works and nothing in between, and it ends with merging, so that the index stays at a few segments.

mod expand;
mod folder;
mod rank;
mod schema;
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
    indexer::{IndexWriterOptions, LogMergePolicy},
    schema::{Field, Value},
};
use uuid::Uuid;

use self::{
    expand::expand,
    folder::{Folder, Opened},
    rank::{Request, Wanted, rank},
    snapshot::Snapshot,
};
use crate::{
    Document, Error, Hit, Query, Results, SearchEngine,
    error::Cause,
    highlight::{Matcher, Shown},
    text::Words,
};

const NAME: &str = "embedded";
/// What a writer may hold in memory before it writes a segment; tantivy accepts no less.
const WRITER_BYTES: usize = 15_000_000;
/// As many segments of like size become one.
const MOST_SEGMENTS: usize = 4;
/// Segments with fewer documents are of like size; a large one is not written again for a few small ones.
const SMALL_SEGMENT: u32 = 100;

/// Opens the index in a folder, which is created where it is missing.
///
/// An index that is missing, damaged or of an older version becomes an empty one, and
/// [`needs_rebuild`](SearchEngine::needs_rebuild) says so until the next [`rebuild`](SearchEngine::rebuild), also across
/// restarts. Only sub-folders of our own naming are ever removed.
///
/// # Errors
/// [`Error::Unavailable`] where the folder cannot be written to.
pub fn open_embedded(dir: &Path) -> Result<Arc<dyn SearchEngine>, Error> {
    let folder = Folder::new(dir);
    let opened = folder.open().map_err(|source| unavailable("opening the index", source))?;
    Ok(Arc::new(Embedded(Arc::new(State::new(folder, opened)))))
}

fn unavailable(doing: &str, source: impl Into<Cause>) -> Error {
    Error::Unavailable { engine: NAME, reason: doing.to_owned(), source: Some(source.into()) }
}

struct Embedded(Arc<State>);

struct State {
    folder: Folder,
    current: RwLock<Arc<Opened>>,
    needs_rebuild: AtomicBool,
    /// Held while writing.
    writing: Mutex<()>,
}

impl State {
    fn new(folder: Folder, opened: Opened) -> Self {
        let needs_rebuild = AtomicBool::new(folder.is_incomplete());
        Self { folder, current: RwLock::new(Arc::new(opened)), needs_rebuild, writing: Mutex::new(()) }
    }

    fn current(&self) -> Arc<Opened> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn show(&self, opened: Opened) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(opened);
    }

    /// The index as it is, or the news that its folder was taken away. Then there is an empty one for the next call.
    fn present(&self) -> Result<Arc<Opened>, Error> {
        if self.folder.is_there() {
            return Ok(self.current());
        }
        let _one_at_a_time = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        self.start_anew()?;
        Err(Error::Unavailable {
            engine: NAME,
            reason: "the index was deleted; it started anew".to_owned(),
            source: None,
        })
    }

    /// To be called while holding `writing`.
    fn start_anew(&self) -> Result<(), Error> {
        if !self.folder.is_there() {
            tracing::warn!("the search index was deleted while running; starting with an empty one");
            self.needs_rebuild.store(true, Ordering::Release);
            self.show(self.folder.open().map_err(|source| unavailable("creating the index", source))?);
        }
        Ok(())
    }

    fn search(&self, query: &Query) -> Result<Results, Error> {
        let words = Words::of_query(&query.text, query.lang, query.prefix);
        if words.words.is_empty() {
            return Ok(Results::default());
        }
        let opened = self.present()?;
        opened.search(query, &words).map_err(|source| unavailable("searching", source))
    }

    fn put(&self, docs: &[Document]) -> Result<(), Error> {
        self.present()?;
        self.write(|writer, opened| {
            for doc in docs {
                writer.delete_term(id_term(opened.fields.id, doc.id));
                writer.add_document(opened.fields.document(doc))?;
            }
            Ok(())
        })
    }

    fn remove(&self, ids: &[Uuid]) -> Result<(), Error> {
        self.present()?;
        self.write(|writer, opened| {
            for id in ids {
                writer.delete_term(id_term(opened.fields.id, *id));
            }
            Ok(())
        })
    }

    fn rebuild(&self, docs: &[Document]) -> Result<(), Error> {
        self.write(|writer, opened| {
            writer.delete_all_documents()?;
            for doc in docs {
                writer.add_document(opened.fields.document(doc))?;
            }
            Ok(())
        })?;
        self.write(|writer, opened| {
            // One segment is the fastest to search.
            let segments = opened.index.searchable_segment_ids()?;
            if segments.len() > 1 { writer.merge(&segments).wait().map(drop) } else { Ok(()) }
        })?;
        self.folder.set_complete().map_err(|source| unavailable("marking the index complete", source))?;
        self.needs_rebuild.store(false, Ordering::Release);
        Ok(())
    }

    fn write(
        &self,
        change: impl FnOnce(&mut IndexWriter, &Opened) -> tantivy::Result<()>,
    ) -> Result<(), Error> {
        let _one_at_a_time = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        self.start_anew()?;
        let opened = self.current();
        let write = || -> tantivy::Result<Opened> {
            let options = IndexWriterOptions::builder()
                .num_worker_threads(1)
                .num_merge_threads(1)
                .memory_budget_per_thread(WRITER_BYTES)
                .build();
            let mut writer: IndexWriter = opened.index.writer_with_options(options)?;
            let mut merging = LogMergePolicy::default();
            merging.set_min_num_segments(MOST_SEGMENTS);
            merging.set_min_layer_size(SMALL_SEGMENT);
            merging.set_del_docs_ratio_before_merge(0.3);
            writer.set_merge_policy(Box::new(merging));
            change(&mut writer, &opened)?;
            writer.commit()?;
            writer.wait_merging_threads()?;
            opened.reloaded()
        };
        self.show(write().map_err(|source| unavailable("writing to the index", source))?);
        Ok(())
    }
}

fn id_term(field: Field, id: Uuid) -> Term {
    Term::from_field_text(field, &id.to_string())
}

impl Opened {
    fn search(&self, query: &Query, words: &Words) -> tantivy::Result<Results> {
        let snapshot = &*self.snapshot;
        let expanded = expand(snapshot, &self.fields, query.lang, words)?;
        let category = match &query.category {
            None => Wanted::Every,
            Some(wanted) => (0..)
                .zip(&snapshot.categories)
                .find(|(_, name)| *name == wanted)
                .map_or(Wanted::None, |(place, _)| Wanted::One(place)),
        };
        let request = Request {
            lang: query.lang,
            words: &expanded.words,
            category,
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

    fn hit(
        &self,
        snapshot: &Snapshot,
        address: DocAddress,
        query: &Query,
        matcher: &Matcher,
    ) -> tantivy::Result<Hit> {
        let doc: TantivyDocument = snapshot.searcher.doc(address)?;
        let text = |field| doc.get_first(field).and_then(|value| value.as_str()).unwrap_or_default();
        let id = |field| {
            Uuid::parse_str(text(field))
                .map_err(|_| tantivy::TantivyError::InternalError("a document without an id".to_owned()))
        };
        let (id, article_id) = (id(self.fields.id)?, id(self.fields.article_id)?);
        let Shown { title, snippet, fit } =
            matcher.show(text(self.fields.title), text(self.fields.summary), text(self.fields.body));
        Ok(Hit { id, article_id, lang: query.lang, title, snippet, fit })
    }
}

impl Embedded {
    /// Runs a write on the blocking pool.
    async fn blocking(
        &self,
        write: impl FnOnce(&State) -> Result<(), Error> + Send + 'static,
    ) -> Result<(), Error> {
        let state = Arc::clone(&self.0);
        let done = tokio::task::spawn_blocking(move || write(&state)).await;
        done.unwrap_or_else(|stopped| Err(unavailable("writing to the index", stopped)))
    }
}

#[async_trait]
impl SearchEngine for Embedded {
    fn name(&self) -> &'static str {
        NAME
    }

    async fn put(&self, docs: Vec<Document>) -> Result<(), Error> {
        self.blocking(move |state| state.put(&docs)).await
    }

    async fn remove(&self, ids: Vec<Uuid>) -> Result<(), Error> {
        self.blocking(move |state| state.remove(&ids)).await
    }

    async fn search(&self, query: &Query) -> Result<Results, Error> {
        self.0.search(query)
    }

    async fn rebuild(&self, docs: Vec<Document>) -> Result<(), Error> {
        self.blocking(move |state| state.rebuild(&docs)).await
    }

    async fn count(&self) -> Result<u64, Error> {
        Ok(self.0.present()?.snapshot.searcher.num_docs())
    }

    async fn health(&self) -> Result<(), Error> {
        self.0.present().map(drop)
    }

    fn needs_rebuild(&self) -> bool {
        self.0.needs_rebuild.load(Ordering::Acquire)
    }
}
