//! The Meilisearch engine, which several portal processes can share.
//!
//! There is one index per language. Meilisearch neither stems nor distinguishes the Nordic letters (it folds å to a and æ to
//! ae), so it gets the words of `text` (see `record`) beside the texts to display, and ranks, corrects and completes those.
//! It may be unavailable at any time: nothing here panics, waits without limit or fails to start because of that.

mod http;
mod index;
mod record;
mod search;
mod tasks;

use std::sync::{
    Arc, PoisonError, RwLock,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use fyr_domain::Lang;
use meilisearch_sdk::client::{Client, SwapIndexes};
use tokio::sync::Mutex;
use uuid::Uuid;

use self::{
    http::MeilisearchClient,
    record::Record,
    tasks::{CHANGE_TIMEOUT, REBUILD_TIMEOUT, is_missing},
};
use crate::{Document, Error, Query, Results, SearchEngine, Vocabulary};

const NAME: &str = "meilisearch";
/// Part of the index names: increment it when fields or tokenisation change, so that indexes are rebuilt.
const VERSION: u32 = 3;
/// Number of documents per request of a rebuild.
const BATCH_SIZE: usize = 200;

/// Connects to Meilisearch (1.10 or later) at `url`, with a `key` that may use the indexes whose names begin with
/// `index_prefix`.
///
/// Where it is unavailable, that is logged and the engine is returned anyway: calls return [`Error::Unavailable`] until it
/// is reachable. The first write creates and configures the indexes. Indexes of earlier versions remain, to be deleted by
/// hand.
///
/// # Errors
/// [`Error::Configuration`] where the URL, the key or the prefix is not valid.
pub async fn connect_meilisearch(
    url: &str,
    key: Option<&str>,
    index_prefix: &str,
) -> Result<Arc<dyn SearchEngine>, Error> {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if index_prefix.is_empty() || index_prefix.len() > 100 || !index_prefix.chars().all(is_allowed) {
        let reason = "must be letters, digits, - and _".to_owned();
        return Err(Error::Configuration { setting: "index_prefix", reason });
    }
    let (url, http) = MeilisearchClient::new(url, key)?;
    let engine = Meilisearch {
        client: Client::new_with_client(url, key, http.clone()),
        http,
        prefix: index_prefix.to_owned(),
        write_lock: Mutex::new(()),
        prepared: AtomicBool::new(false),
        needs_rebuild: AtomicBool::new(false),
        vocabulary: RwLock::new(Vocabulary::built_in()),
        cooling_down: Arc::default(),
    };
    if let Err(error) = engine.health().await {
        tracing::warn!(error = &error as &dyn std::error::Error, "Meilisearch cannot be used for now");
    }
    Ok(Arc::new(engine))
}

struct Meilisearch {
    client: Client<MeilisearchClient>,
    http: MeilisearchClient,
    prefix: String,
    /// Held while writing, so that writes are serialised.
    write_lock: Mutex<()>,
    /// Whether the indexes are known to exist with the settings of this version.
    prepared: AtomicBool,
    needs_rebuild: AtomicBool,
    /// The synonyms with which new indexes are configured.
    vocabulary: RwLock<Arc<Vocabulary>>,
    /// True for a few seconds after a search timed out, so that further searches fail at once.
    cooling_down: Arc<AtomicBool>,
}

impl Meilisearch {
    fn uid(&self, lang: Lang) -> String {
        format!("{}-v{VERSION}-{lang}", self.prefix)
    }

    fn next_uid(&self, lang: Lang) -> String {
        format!("{}-next", self.uid(lang))
    }

    fn vocabulary(&self) -> Arc<Vocabulary> {
        Arc::clone(&self.vocabulary.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Records that an index is missing: the next write creates and configures the indexes again.
    fn mark_missing(&self) {
        self.prepared.store(false, Ordering::Release);
        self.needs_rebuild.store(true, Ordering::Release);
    }

    /// Creates missing indexes, and configures all of them. The caller holds `write_lock`.
    async fn prepare_indexes(&self) -> Result<(), Error> {
        if self.prepared.load(Ordering::Acquire) {
            return Ok(());
        }
        let mut documents = 0;
        for lang in Lang::ALL {
            let uid = self.uid(lang);
            let vocabulary = if self.index_exists(&uid).await? {
                None
            } else {
                self.create_index(&uid).await?;
                Some(self.vocabulary())
            };
            self.configure_index(&uid, lang, vocabulary.as_deref()).await?;
            documents += self.count_documents(&uid).await?;
        }
        if documents == 0 {
            self.needs_rebuild.store(true, Ordering::Release);
        }
        self.prepared.store(true, Ordering::Release);
        Ok(())
    }

    /// Fills a second set of indexes, swaps it with the first, and deletes the old one.
    async fn rebuild_and_swap(&self, docs: &[Document]) -> Result<(), Error> {
        let mut swaps = Vec::new();
        for lang in Lang::ALL {
            let next = self.next_uid(lang);
            self.delete_index(&next).await?;
            self.create_index(&next).await?;
            self.configure_index(&next, lang, Some(&self.vocabulary())).await?;
            let docs_in_lang: Vec<&Document> = docs.iter().filter(|doc| doc.lang == lang).collect();
            for batch in docs_in_lang.chunks(BATCH_SIZE) {
                let records: Vec<Record> = batch.iter().map(|doc| Record::from_document(doc)).collect();
                let task = self
                    .request("indexing", self.client.index(&next).add_or_replace(&records, Some("id")))
                    .await?;
                self.wait_for_success(task, REBUILD_TIMEOUT).await?;
            }
            swaps.push(SwapIndexes { indexes: (self.uid(lang), next), rename: None });
        }
        let task = self.request("swapping indexes", self.client.swap_indexes(&swaps)).await?;
        self.wait_for_success(task, REBUILD_TIMEOUT).await?;
        for lang in Lang::ALL {
            self.delete_index(&self.next_uid(lang)).await?;
        }
        Ok(())
    }
}

#[async_trait]
impl SearchEngine for Meilisearch {
    fn name(&self) -> &'static str {
        NAME
    }

    async fn upsert(&self, docs: Vec<Document>) -> Result<(), Error> {
        let _guard = self.write_lock.lock().await;
        self.prepare_indexes().await?;
        let mut tasks = Vec::new();
        for lang in Lang::ALL {
            let records: Vec<Record> =
                docs.iter().filter(|doc| doc.lang == lang).map(Record::from_document).collect();
            if !records.is_empty() {
                let index = self.client.index(self.uid(lang));
                tasks.push(self.request("indexing", index.add_or_replace(&records, Some("id"))).await?);
            }
        }
        for task in tasks {
            self.wait_for_success(task, CHANGE_TIMEOUT).await?;
        }
        Ok(())
    }

    async fn delete(&self, ids: Vec<Uuid>) -> Result<(), Error> {
        if ids.is_empty() {
            return Ok(());
        }
        let _guard = self.write_lock.lock().await;
        self.prepare_indexes().await?;
        let mut tasks = Vec::new();
        for lang in Lang::ALL {
            let index = self.client.index(self.uid(lang));
            tasks.push(self.request("deleting", index.delete_documents(&ids)).await?);
        }
        for task in tasks {
            self.wait_for_success(task, CHANGE_TIMEOUT).await?;
        }
        Ok(())
    }

    async fn search(&self, query: &Query) -> Result<Results, Error> {
        self.search_articles(query).await.inspect_err(|error| {
            if is_missing(error) {
                self.mark_missing();
            }
        })
    }

    async fn rebuild(&self, docs: Vec<Document>) -> Result<(), Error> {
        let _guard = self.write_lock.lock().await;
        self.prepare_indexes().await?;
        self.rebuild_and_swap(&docs).await?;
        self.needs_rebuild.store(false, Ordering::Release);
        Ok(())
    }

    async fn set_vocabulary(&self, vocabulary: Arc<Vocabulary>) -> Result<(), Error> {
        let _guard = self.write_lock.lock().await;
        *self.vocabulary.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&vocabulary);
        self.prepare_indexes().await?;
        for lang in Lang::ALL {
            self.configure_index(&self.uid(lang), lang, Some(&vocabulary)).await?;
        }
        Ok(())
    }

    async fn count(&self) -> Result<u64, Error> {
        let mut documents = 0;
        for lang in Lang::ALL {
            documents += self.count_documents(&self.uid(lang)).await?;
        }
        Ok(documents)
    }

    async fn health(&self) -> Result<(), Error> {
        let health = self.request("checking its health", self.client.health()).await?;
        if health.status != "available" {
            return Err(Error::Unavailable {
                engine: NAME,
                reason: format!("it calls itself {}", health.status),
                source: None,
            });
        }
        for lang in Lang::ALL {
            if !self.index_exists(&self.uid(lang)).await? {
                self.mark_missing();
            }
        }
        // A running write holds the lock for long, and shows that the indexes exist.
        match self.write_lock.try_lock() {
            Ok(_guard) => self.prepare_indexes().await,
            Err(_) => Ok(()),
        }
    }

    fn needs_rebuild(&self) -> bool {
        self.needs_rebuild.load(Ordering::Acquire)
    }
}
