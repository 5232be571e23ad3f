//! The contract of every search engine: one test for each promise and engine. `promises!` says what the engine contains at
//! the start.
//!
//! Meilisearch is tested on the instance that `FYR_TEST_MEILISEARCH_URL` (and `FYR_TEST_MEILISEARCH_KEY`) name. Its tests are
//! ignored, because it cannot be installed everywhere; `cargo xtask test` runs them where it is named.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod documents;
mod highlighting;
mod language;
mod ranking;
mod writing;

use std::{
    env,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use fyr_domain::Lang;
use fyr_search::{Document, Query, Results, SearchEngine, connect_meilisearch, open_embedded};
use tokio::runtime::Runtime;

type Engine = Arc<dyn SearchEngine>;

/// Makes two tests of each promise, with an engine that contains these documents.
macro_rules! promises {
    ($documents:ident: $($promise:ident),+ $(,)?) => {
        mod embedded {
            $(#[test] fn $promise() { crate::on_embedded(crate::$documents, super::$promise); })+
        }
        mod meilisearch {
            $(#[test] #[ignore = "needs FYR_TEST_MEILISEARCH_URL"] fn $promise() {
                crate::on_meilisearch(crate::$documents, super::$promise);
            })+
        }
    };
}
pub(crate) use promises;

fn all_documents() -> Vec<Document> {
    documents::all_documents()
}

/// The engine is new and was never rebuilt.
fn no_documents() -> Vec<Document> {
    Vec::new()
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

async fn fill(engine: &Engine, documents: Vec<Document>) {
    if !documents.is_empty() {
        engine.rebuild(documents).await.unwrap();
    }
}

fn on_embedded(documents: fn() -> Vec<Document>, promise: impl AsyncFnOnce(&Engine)) {
    let folder = tempfile::tempdir().unwrap();
    runtime().block_on(async {
        let engine = open_embedded(folder.path()).unwrap();
        fill(&engine, documents()).await;
        promise(&engine).await;
    });
}

fn on_meilisearch(documents: fn() -> Vec<Document>, promise: impl AsyncFnOnce(&Engine)) {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let url = env::var("FYR_TEST_MEILISEARCH_URL")
        .expect("FYR_TEST_MEILISEARCH_URL is not set: name a Meilisearch");
    let key = env::var("FYR_TEST_MEILISEARCH_KEY").ok();
    let prefix = format!("fyr-contract-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    runtime().block_on(async {
        let engine = connect_meilisearch(&url, key.as_deref(), &prefix).await.unwrap();
        fill(&engine, documents()).await;
        promise(&engine).await;
        let http = reqwest::Client::new();
        for lang in Lang::ALL {
            let delete = http.delete(format!("{}/indexes/{prefix}-v2-{lang}", url.trim_end_matches('/')));
            delete.bearer_auth(key.as_deref().unwrap_or_default()).send().await.unwrap();
        }
    });
}

/// The first ten hits for a text.
async fn search(engine: &Engine, lang: Lang, text: &str) -> Results {
    engine.search(&query(lang, text)).await.unwrap()
}

/// The first ten hits for a text whose last word may be incomplete.
async fn search_typing(engine: &Engine, lang: Lang, text: &str) -> Results {
    engine.search(&Query { prefix: true, ..query(lang, text) }).await.unwrap()
}

fn query(lang: Lang, text: &str) -> Query {
    Query::new(text, lang)
}

/// The titles of the hits, in order.
fn titles(results: &Results) -> Vec<String> {
    results.hits.iter().map(|hit| hit.title.iter().map(|segment| segment.text.as_str()).collect()).collect()
}
