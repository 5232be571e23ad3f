//! Writing to the index: upserts, deletions and rebuilds are visible to the next search.

use std::sync::Arc;

use fyr_domain::Lang::{En, Nb, Sv};
use fyr_search::{Document, SearchEngine};
use uuid::Uuid;

use super::{documents::document, query, search, titles};

pub(crate) async fn cases(engine: &dyn SearchEngine) {
    an_empty_engine_can_be_searched(engine).await;
    upserted_documents_are_found_at_once(engine).await;
    deleted_documents_are_gone_at_once(engine).await;
    a_rebuild_replaces_all_documents(engine).await;
}

async fn an_empty_engine_can_be_searched(engine: &dyn SearchEngine) {
    engine.health().await.unwrap();
    assert!(engine.needs_rebuild(), "it started empty");
    assert_eq!(engine.count().await.unwrap(), 0);
    assert_eq!(search(engine, Sv, "lösenord").await.total, 0);
    engine.delete(vec![Uuid::from_u128(1)]).await.unwrap();
    engine.upsert(Vec::new()).await.unwrap();
    engine.delete(Vec::new()).await.unwrap();
}

async fn upserted_documents_are_found_at_once(engine: &dyn SearchEngine) {
    engine.upsert(vec![document(1, Sv, "Giraff", ""), document(2, Nb, "Sjiraff", "")]).await.unwrap();
    assert_eq!(titles(&search(engine, Sv, "giraff").await), ["Giraff"]);
    assert_eq!(titles(&search(engine, Nb, "sjiraff").await), ["Sjiraff"]);
    engine.upsert(vec![document(1, Sv, "Flodhäst", ""), document(3, En, "Giraffe", "")]).await.unwrap();
    assert_eq!(search(engine, Sv, "giraff").await.total, 0, "replaced");
    assert_eq!(titles(&search(engine, Sv, "flodhäst").await), ["Flodhäst"]);
    assert_eq!(engine.count().await.unwrap(), 3);
    for _ in 0..6 {
        engine.upsert(vec![document(4, Sv, "Noshörning", "")]).await.unwrap();
    }
    assert_eq!(search(engine, Sv, "noshörning").await.total, 1);
    assert_eq!(engine.count().await.unwrap(), 4);
}

async fn deleted_documents_are_gone_at_once(engine: &dyn SearchEngine) {
    engine.delete(vec![Uuid::from_u128(4), Uuid::from_u128(2), Uuid::from_u128(99)]).await.unwrap();
    assert_eq!(search(engine, Sv, "noshörning").await.total, 0);
    assert_eq!(search(engine, Sv, "noshörning").await.categories, []);
    assert_eq!(engine.count().await.unwrap(), 2);
    assert!(engine.needs_rebuild(), "only a rebuild makes it complete");
}

async fn a_rebuild_replaces_all_documents(engine: &dyn SearchEngine) {
    engine.rebuild(vec![document(7, Sv, "Elefant", "")]).await.unwrap();
    assert!(!engine.needs_rebuild());
    assert_eq!(engine.count().await.unwrap(), 1);
    assert_eq!(search(engine, Sv, "flodhäst").await.total, 0);
    assert_eq!(search(engine, En, "giraffe").await.total, 0);
    assert_eq!(titles(&search(engine, Sv, "elefant").await), ["Elefant"]);
    engine.rebuild(Vec::new()).await.unwrap();
    assert_eq!(engine.count().await.unwrap(), 0);
    engine.upsert(vec![document(8, Sv, "Zebra", "")]).await.unwrap();
    assert_eq!(titles(&search(engine, Sv, "zebra").await), ["Zebra"]);
}

pub(crate) async fn a_rebuild_is_atomic(engine: Arc<dyn SearchEngine>) {
    let documents = |size: u128| -> Vec<Document> {
        (0..size).map(|number| document(number, Sv, "Antilop", "Springer.")).collect()
    };
    engine.rebuild(documents(50)).await.unwrap();
    let rebuilding = tokio::spawn({
        let engine = Arc::clone(&engine);
        async move { engine.rebuild(documents(400)).await }
    });
    let mut seen = 50;
    while !rebuilding.is_finished() {
        let total = engine.search(&query(Sv, "antilop")).await.unwrap().total;
        assert!(total == seen || (seen, total) == (50, 400), "{total} after {seen}");
        seen = total;
        tokio::task::yield_now().await;
    }
    rebuilding.await.unwrap().unwrap();
    assert_eq!(engine.search(&query(Sv, "antilop")).await.unwrap().total, 400);
}
