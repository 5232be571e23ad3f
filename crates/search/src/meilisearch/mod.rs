//! Meilisearch, for those who run one: several portal processes can share it.
//!
//! There is one index per language. Meilisearch neither stems nor keeps our letters apart (it folds å to a and æ to ae), so it
//! is given the words of `text` (see `record`) beside the texts to show, and ranks, corrects and completes those.
//! It may be away at any time: nothing here panics, waits without limit or fails to start because of that.

mod http;
mod index;
mod record;
mod search;
mod tasks;

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use fyr_domain::Lang;
use meilisearch_sdk::client::{Client, SwapIndexes};
use tokio::sync::Mutex;
use uuid::Uuid;

use self::{
    http::Http,
    record::Record,
    tasks::{CHANGE, REBUILD, is_missing},
};
use crate::{Document, Error, Query, Results, SearchEngine};

const NAME: &str = "meilisearch";
/// Part of the index names: raise it when fields or words change, and indexes start anew.
const VERSION: u32 = 1;
/// How many documents go into one request of a rebuild.
const BATCH: usize = 200;

/// Connects to a Meilisearch (1.10 or later) at `url`, with a `key` that may use the indexes whose names begin with
/// `index_prefix`.
///
/// When it is away, that is logged and the engine comes up all the same: calls answer [`Error::Unavailable`] until it is
/// back. Indexes and their settings are made by whatever writes first. Indexes of earlier versions stay, to be removed by
/// hand.
///
/// # Errors
/// [`Error::Configuration`] where the address, the key or the prefix cannot be right.
pub async fn connect_meilisearch(
    url: &str,
    key: Option<&str>,
    index_prefix: &str,
) -> Result<Arc<dyn SearchEngine>, Error> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if index_prefix.is_empty() || index_prefix.len() > 100 || !index_prefix.chars().all(allowed) {
        let reason = "must be letters, digits, - and _".to_owned();
        return Err(Error::Configuration { setting: "index_prefix", reason });
    }
    let (url, http) = Http::new(url, key)?;
    let engine = Meilisearch {
        client: Client::new_with_client(url, key, http.clone()),
        http,
        prefix: index_prefix.to_owned(),
        writing: Mutex::new(()),
        prepared: AtomicBool::new(false),
        needs_rebuild: AtomicBool::new(false),
        resting: Arc::default(),
    };
    if let Err(error) = engine.health().await {
        tracing::warn!(error = &error as &dyn std::error::Error, "Meilisearch cannot be used for now");
    }
    Ok(Arc::new(engine))
}

struct Meilisearch {
    client: Client<Http>,
    http: Http,
    prefix: String,
    /// Held while writing.
    writing: Mutex<()>,
    /// Whether the indexes were seen to be there, with the settings of this version.
    prepared: AtomicBool,
    needs_rebuild: AtomicBool,
    /// Set for a moment after a search timed out, so that not everybody waits.
    resting: Arc<AtomicBool>,
}

impl Meilisearch {
    fn uid(&self, lang: Lang) -> String {
        format!("{}-v{VERSION}-{lang}", self.prefix)
    }

    fn next_uid(&self, lang: Lang) -> String {
        format!("{}-next", self.uid(lang))
    }

    /// The indexes are not what they were: the next write makes them again.
    fn lost(&self) {
        self.prepared.store(false, Ordering::Release);
        self.needs_rebuild.store(true, Ordering::Release);
    }

    /// Makes indexes that are missing, and gives all their settings. To be called while holding `writing`.
    async fn prepare(&self) -> Result<(), Error> {
        if self.prepared.load(Ordering::Acquire) {
            return Ok(());
        }
        let mut documents = 0;
        for lang in Lang::ALL {
            let uid = self.uid(lang);
            if !self.exists(&uid).await? {
                self.create(&uid).await?;
            }
            self.configure(&uid, lang).await?;
            documents += self.documents(&uid).await?;
        }
        if documents == 0 {
            self.needs_rebuild.store(true, Ordering::Release);
        }
        self.prepared.store(true, Ordering::Release);
        Ok(())
    }

    /// Fills a second set of indexes, puts them in the place of the first, and removes those.
    async fn replace(&self, docs: &[Document]) -> Result<(), Error> {
        let mut swaps = Vec::new();
        for lang in Lang::ALL {
            let next = self.next_uid(lang);
            self.delete(&next).await?;
            self.create(&next).await?;
            self.configure(&next, lang).await?;
            let of_lang: Vec<&Document> = docs.iter().filter(|doc| doc.lang == lang).collect();
            for batch in of_lang.chunks(BATCH) {
                let records: Vec<Record> = batch.iter().map(|doc| Record::of(doc)).collect();
                let task = self
                    .request("indexing", self.client.index(&next).add_or_replace(&records, Some("id")))
                    .await?;
                self.succeeded(task, REBUILD).await?;
            }
            swaps.push(SwapIndexes { indexes: (self.uid(lang), next), rename: None });
        }
        let task = self.request("swapping indexes", self.client.swap_indexes(&swaps)).await?;
        self.succeeded(task, REBUILD).await?;
        for lang in Lang::ALL {
            self.delete(&self.next_uid(lang)).await?;
        }
        Ok(())
    }
}

#[async_trait]
impl SearchEngine for Meilisearch {
    fn name(&self) -> &'static str {
        NAME
    }

    async fn put(&self, docs: Vec<Document>) -> Result<(), Error> {
        let _one_at_a_time = self.writing.lock().await;
        self.prepare().await?;
        let mut tasks = Vec::new();
        for lang in Lang::ALL {
            let records: Vec<Record> = docs.iter().filter(|doc| doc.lang == lang).map(Record::of).collect();
            if !records.is_empty() {
                let index = self.client.index(self.uid(lang));
                tasks.push(self.request("indexing", index.add_or_replace(&records, Some("id"))).await?);
            }
        }
        for task in tasks {
            self.succeeded(task, CHANGE).await?;
        }
        Ok(())
    }

    async fn remove(&self, ids: Vec<Uuid>) -> Result<(), Error> {
        if ids.is_empty() {
            return Ok(());
        }
        let _one_at_a_time = self.writing.lock().await;
        self.prepare().await?;
        let mut tasks = Vec::new();
        for lang in Lang::ALL {
            let index = self.client.index(self.uid(lang));
            tasks.push(self.request("removing", index.delete_documents(&ids)).await?);
        }
        for task in tasks {
            self.succeeded(task, CHANGE).await?;
        }
        Ok(())
    }

    async fn search(&self, query: &Query) -> Result<Results, Error> {
        self.find(query).await.inspect_err(|error| {
            if is_missing(error) {
                self.lost();
            }
        })
    }

    async fn rebuild(&self, docs: Vec<Document>) -> Result<(), Error> {
        let _one_at_a_time = self.writing.lock().await;
        self.prepare().await?;
        self.replace(&docs).await?;
        self.needs_rebuild.store(false, Ordering::Release);
        Ok(())
    }

    async fn count(&self) -> Result<u64, Error> {
        let mut documents = 0;
        for lang in Lang::ALL {
            documents += self.documents(&self.uid(lang)).await?;
        }
        Ok(documents)
    }

    async fn health(&self) -> Result<(), Error> {
        let health = self.request("asking for its health", self.client.health()).await?;
        if health.status != "available" {
            return Err(Error::Unavailable {
                engine: NAME,
                reason: format!("it calls itself {}", health.status),
                source: None,
            });
        }
        for lang in Lang::ALL {
            if !self.exists(&self.uid(lang)).await? {
                self.lost();
            }
        }
        // A write that goes on holds the lock for long, and is proof enough.
        match self.writing.try_lock() {
            Ok(_one_at_a_time) => self.prepare().await,
            Err(_) => Ok(()),
        }
    }

    fn needs_rebuild(&self) -> bool {
        self.needs_rebuild.load(Ordering::Acquire)
    }
}
