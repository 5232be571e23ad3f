//! Changing the index: what was put, removed or rebuilt is there for the next search.

use std::sync::Arc;

use fyr_domain::Lang::{En, Nb, Sv};
use fyr_search::{Document, SearchEngine};
use uuid::Uuid;

use super::{documents::document, query, search, titles};

pub(crate) async fn cases(engine: &dyn SearchEngine) {
    an_empty_engine_answers(engine).await;
    what_is_put_is_found_at_once(engine).await;
    what_is_removed_is_gone_at_once(engine).await;
    rebuilding_replaces_everything(engine).await;
}

async fn an_empty_engine_answers(engine: &dyn SearchEngine) {
    engine.health().await.unwrap();
    assert!(engine.needs_rebuild(), "it started empty");
    assert_eq!(engine.count().await.unwrap(), 0);
    assert_eq!(search(engine, Sv, "lösenord").await.total, 0);
    engine.remove(vec![Uuid::from_u128(1)]).await.unwrap();
    engine.put(Vec::new()).await.unwrap();
    engine.remove(Vec::new()).await.unwrap();
}

async fn what_is_put_is_found_at_once(engine: &dyn SearchEngine) {
    engine.put(vec![document(1, Sv, "Giraff", ""), document(2, Nb, "Sjiraff", "")]).await.unwrap();
    assert_eq!(titles(&search(engine, Sv, "giraff").await), ["Giraff"]);
    assert_eq!(titles(&search(engine, Nb, "sjiraff").await), ["Sjiraff"]);
    engine.put(vec![document(1, Sv, "Flodhäst", ""), document(3, En, "Giraffe", "")]).await.unwrap();
    assert_eq!(search(engine, Sv, "giraff").await.total, 0, "replaced");
    assert_eq!(titles(&search(engine, Sv, "flodhäst").await), ["Flodhäst"]);
    assert_eq!(engine.count().await.unwrap(), 3);
    for _ in 0..6 {
        engine.put(vec![document(4, Sv, "Noshörning", "")]).await.unwrap();
    }
    assert_eq!(search(engine, Sv, "noshörning").await.total, 1);
    assert_eq!(engine.count().await.unwrap(), 4);
}

async fn what_is_removed_is_gone_at_once(engine: &dyn SearchEngine) {
    engine.remove(vec![Uuid::from_u128(4), Uuid::from_u128(2), Uuid::from_u128(99)]).await.unwrap();
    assert_eq!(search(engine, Sv, "noshörning").await.total, 0);
    assert_eq!(search(engine, Sv, "noshörning").await.categories, []);
    assert_eq!(engine.count().await.unwrap(), 2);
    assert!(engine.needs_rebuild(), "changes alone do not make it complete");
}

async fn rebuilding_replaces_everything(engine: &dyn SearchEngine) {
    engine.rebuild(vec![document(7, Sv, "Elefant", "")]).await.unwrap();
    assert!(!engine.needs_rebuild());
    assert_eq!(engine.count().await.unwrap(), 1);
    assert_eq!(search(engine, Sv, "flodhäst").await.total, 0);
    assert_eq!(search(engine, En, "giraffe").await.total, 0);
    assert_eq!(titles(&search(engine, Sv, "elefant").await), ["Elefant"]);
    engine.rebuild(Vec::new()).await.unwrap();
    assert_eq!(engine.count().await.unwrap(), 0);
    engine.put(vec![document(8, Sv, "Zebra", "")]).await.unwrap();
    assert_eq!(titles(&search(engine, Sv, "zebra").await), ["Zebra"]);
}

pub(crate) async fn rebuilding_is_never_seen_half_done(engine: Arc<dyn SearchEngine>) {
    let herd = |size: u128| -> Vec<Document> {
        (0..size).map(|number| document(number, Sv, "Antilop", "Springer.")).collect()
    };
    engine.rebuild(herd(50)).await.unwrap();
    let rebuilding = tokio::spawn({
        let engine = Arc::clone(&engine);
        async move { engine.rebuild(herd(400)).await }
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
