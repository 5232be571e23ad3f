//! The contract of every search engine. The cases search an engine that contains [`documents::all_documents`]; those in
//! `writing` fill their own.
//!
//! Meilisearch is tested where `FYR_TEST_MEILISEARCH_URL` (and `FYR_TEST_MEILISEARCH_KEY`) name an instance.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod documents;
mod highlighting;
mod language;
mod ranking;
mod writing;

use std::{future::Future, io::Write as _, sync::Arc};

use fyr_domain::Lang;
use fyr_search::{Query, Results, SearchEngine, connect_meilisearch, open_embedded};

/// Runs every case. The factory returns a new, empty engine at each call.
async fn contract<F: Future<Output = Arc<dyn SearchEngine>>>(factory: impl Fn() -> F) {
    let engine = factory().await;
    engine.rebuild(documents::all_documents()).await.unwrap();
    let engine = engine.as_ref();
    language::cases(engine).await;
    ranking::cases(engine).await;
    highlighting::cases(engine).await;
    writing::cases(factory().await.as_ref()).await;
    writing::a_rebuild_is_atomic(factory().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn embedded() {
    let dir = tempfile::tempdir().unwrap();
    let number = std::sync::atomic::AtomicU32::new(0);
    contract(|| async {
        let number = number.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        open_embedded(&dir.path().join(number.to_string())).unwrap()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn meilisearch() {
    let Ok(url) = std::env::var("FYR_TEST_MEILISEARCH_URL") else {
        // Bypasses the test harness, which captures output: a contract that did not run must be visible.
        writeln!(std::io::stdout(), "meilisearch contract: did not run, FYR_TEST_MEILISEARCH_URL is not set")
            .unwrap();
        return;
    };
    let key = std::env::var("FYR_TEST_MEILISEARCH_KEY").ok();
    let number = std::sync::atomic::AtomicU32::new(0);
    let prefix = |number| format!("fyr-contract-{}-{number}", std::process::id());
    contract(|| async {
        let number = number.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        connect_meilisearch(&url, key.as_deref(), &prefix(number)).await.unwrap()
    })
    .await;
    let http = reqwest::Client::new();
    for number in 0..number.into_inner() {
        for lang in Lang::ALL {
            let delete =
                http.delete(format!("{}/indexes/{}-v1-{lang}", url.trim_end_matches('/'), prefix(number)));
            delete.bearer_auth(key.as_deref().unwrap_or_default()).send().await.unwrap();
        }
    }
}

/// The first ten hits for a text.
async fn search(engine: &dyn SearchEngine, lang: Lang, text: &str) -> Results {
    engine.search(&query(lang, text)).await.unwrap()
}

/// The first ten hits for a text whose last word may be incomplete.
async fn search_typing(engine: &dyn SearchEngine, lang: Lang, text: &str) -> Results {
    engine.search(&Query { prefix: true, ..query(lang, text) }).await.unwrap()
}

fn query(lang: Lang, text: &str) -> Query {
    Query { text: text.to_owned(), lang, category: None, page: 1, per_page: 10, prefix: false }
}

/// The titles of the hits, in order.
fn titles(results: &Results) -> Vec<String> {
    results.hits.iter().map(|hit| hit.title.iter().map(|segment| segment.text.as_str()).collect()).collect()
}
