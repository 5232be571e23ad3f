//! Writing to the index: upserts, deletions and rebuilds are visible to the next search.

use std::sync::Arc;

use fyr_domain::{
    Lang::{En, Nb, Sv},
    articles::{Audience, AudienceLevel, Readable},
    search_words::LangWords,
};
use fyr_search::{Document, Query, Vocabulary};
use uuid::Uuid;

use super::{Engine, documents::document, promises, query, search, titles};

promises! { no_documents:
    an_empty_engine_can_be_searched,
    an_engine_starts_incomplete,
    nothing_can_be_upserted_and_deleted,
    upserted_documents_are_found_at_once,
    an_upserted_document_replaces_the_one_with_its_id,
    a_document_that_is_upserted_again_and_again_is_there_once,
    deleted_documents_are_gone_at_once,
    only_a_rebuild_makes_an_index_complete,
    a_rebuild_replaces_all_documents,
    a_rebuild_with_nothing_empties_the_index,
    documents_can_be_upserted_after_a_rebuild,
    a_rebuild_is_atomic,
    only_what_the_reader_may_read_is_found_and_counted,
    synonyms_and_stop_words_can_be_added,
}

async fn an_empty_engine_can_be_searched(engine: &Engine) {
    engine.health().await.unwrap();
    assert_eq!(engine.count().await.unwrap(), 0);
    assert_eq!(search(engine, Sv, "lösenord").await.total, 0);
}

async fn an_engine_starts_incomplete(engine: &Engine) {
    assert!(engine.needs_rebuild());
}

async fn nothing_can_be_upserted_and_deleted(engine: &Engine) {
    engine.delete(vec![Uuid::from_u128(1)]).await.unwrap();
    engine.upsert(Vec::new()).await.unwrap();
    engine.delete(Vec::new()).await.unwrap();
    assert_eq!(engine.count().await.unwrap(), 0);
}

async fn upserted_documents_are_found_at_once(engine: &Engine) {
    engine.upsert(vec![document(1, Sv, "Giraff", ""), document(2, Nb, "Sjiraff", "")]).await.unwrap();
    assert_eq!(titles(&search(engine, Sv, "giraff").await), ["Giraff"]);
    assert_eq!(titles(&search(engine, Nb, "sjiraff").await), ["Sjiraff"]);
    assert_eq!(engine.count().await.unwrap(), 2);
}

async fn an_upserted_document_replaces_the_one_with_its_id(engine: &Engine) {
    engine.upsert(vec![document(1, Sv, "Giraff", "")]).await.unwrap();
    engine.upsert(vec![document(1, Sv, "Flodhäst", ""), document(3, En, "Giraffe", "")]).await.unwrap();
    assert_eq!(search(engine, Sv, "giraff").await.total, 0);
    assert_eq!(titles(&search(engine, Sv, "flodhäst").await), ["Flodhäst"]);
    assert_eq!(engine.count().await.unwrap(), 2);
}

async fn a_document_that_is_upserted_again_and_again_is_there_once(engine: &Engine) {
    for _ in 0..6 {
        engine.upsert(vec![document(4, Sv, "Noshörning", "")]).await.unwrap();
    }
    assert_eq!(search(engine, Sv, "noshörning").await.total, 1);
    assert_eq!(engine.count().await.unwrap(), 1);
}

async fn deleted_documents_are_gone_at_once(engine: &Engine) {
    engine.upsert(vec![document(1, Sv, "Giraff", ""), document(4, Sv, "Noshörning", "")]).await.unwrap();
    assert_eq!(search(engine, Sv, "noshörning").await.total, 1);
    engine.delete(vec![Uuid::from_u128(4), Uuid::from_u128(99)]).await.unwrap();
    assert_eq!(search(engine, Sv, "noshörning").await.total, 0);
    assert_eq!(search(engine, Sv, "noshörning").await.categories, []);
    assert_eq!(titles(&search(engine, Sv, "giraff").await), ["Giraff"]);
    assert_eq!(engine.count().await.unwrap(), 1);
}

async fn only_a_rebuild_makes_an_index_complete(engine: &Engine) {
    engine.upsert(vec![document(1, Sv, "Giraff", "")]).await.unwrap();
    engine.delete(vec![Uuid::from_u128(1)]).await.unwrap();
    assert!(engine.needs_rebuild());
    engine.rebuild(Vec::new()).await.unwrap();
    assert!(!engine.needs_rebuild());
}

async fn a_rebuild_replaces_all_documents(engine: &Engine) {
    engine.upsert(vec![document(1, Sv, "Flodhäst", ""), document(3, En, "Giraffe", "")]).await.unwrap();
    engine.rebuild(vec![document(7, Sv, "Elefant", "")]).await.unwrap();
    assert_eq!(engine.count().await.unwrap(), 1);
    assert_eq!(search(engine, Sv, "flodhäst").await.total, 0);
    assert_eq!(search(engine, En, "giraffe").await.total, 0);
    assert_eq!(titles(&search(engine, Sv, "elefant").await), ["Elefant"]);
}

async fn a_rebuild_with_nothing_empties_the_index(engine: &Engine) {
    engine.upsert(vec![document(7, Sv, "Elefant", "")]).await.unwrap();
    engine.rebuild(Vec::new()).await.unwrap();
    assert_eq!(engine.count().await.unwrap(), 0);
}

async fn documents_can_be_upserted_after_a_rebuild(engine: &Engine) {
    engine.rebuild(vec![document(7, Sv, "Elefant", "")]).await.unwrap();
    engine.upsert(vec![document(8, Sv, "Zebra", "")]).await.unwrap();
    assert_eq!(titles(&search(engine, Sv, "zebra").await), ["Zebra"]);
    assert_eq!(titles(&search(engine, Sv, "elefant").await), ["Elefant"]);
}

async fn a_rebuild_is_atomic(engine: &Engine) {
    let documents = |size: u128| -> Vec<Document> {
        (0..size).map(|number| document(number, Sv, "Antilop", "Springer.")).collect()
    };
    engine.rebuild(documents(50)).await.unwrap();
    let rebuilding = tokio::spawn({
        let engine = Arc::clone(engine);
        async move { engine.rebuild(documents(400)).await }
    });
    let (mut seen, mut searches) = (50, 0);
    while !rebuilding.is_finished() {
        let total = engine.search(&query(Sv, "antilop")).await.unwrap().total;
        assert!(total == seen || (seen, total) == (50, 400), "{total} after {seen}");
        (seen, searches) = (total, searches + 1);
        tokio::task::yield_now().await;
    }
    rebuilding.await.unwrap().unwrap();
    assert!(searches > 0, "the index was searched meanwhile");
    assert_eq!(engine.search(&query(Sv, "antilop")).await.unwrap().total, 400);
}

async fn only_what_the_reader_may_read_is_found_and_counted(engine: &Engine) {
    let organisation = Uuid::from_u128(7);
    let for_readers = |number, audience, category: &str| Document {
        audience,
        category: category.to_owned(),
        ..document(number, Sv, "Giraff", "Giraffen äter blad.")
    };
    let documents = vec![
        for_readers(1, Audience::EVERYONE, "djur"),
        for_readers(2, Audience::new(AudienceLevel::Staff, None), "djur"),
        for_readers(3, Audience::new(AudienceLevel::Participants, Some(organisation)), "hemligt"),
    ];
    engine.rebuild(documents).await.unwrap();
    let of_organisation = Audience::new(AudienceLevel::Participants, Some(organisation)).to_string();
    for (readable, category, total, categories) in [
        (Readable::by_everyone(), None, 1, &[("djur", 1)][..]),
        (Readable::by_everyone(), Some("hemligt"), 0, &[("djur", 1)]),
        (Readable::Only(vec!["everyone".into(), "staff".into()]), None, 2, &[("djur", 2)]),
        (Readable::Only(vec![of_organisation]), None, 1, &[("hemligt", 1)]),
        (Readable::Only(Vec::new()), None, 0, &[]),
        (Readable::All, None, 3, &[("djur", 2), ("hemligt", 1)]),
        (Readable::All, Some("hemligt"), 1, &[("djur", 2), ("hemligt", 1)]),
    ] {
        // a keyword, and a question, which Meilisearch searches in another way
        for text in ["giraff", "vilka sorters blad äter giraffen egentligen helst"] {
            let asked = Query {
                readable: readable.clone(),
                category: category.map(str::to_owned),
                ..query(Sv, text)
            };
            let found = engine.search(&asked).await.unwrap();
            let counted: Vec<_> =
                found.categories.iter().map(|(name, count)| (name.as_str(), *count)).collect();
            assert_eq!(
                (found.total, found.hits.len() as u64, &*counted),
                (total, total, categories),
                "{asked:?}"
            );
        }
    }
    // an article that is for others from now on
    engine.upsert(vec![for_readers(1, Audience::new(AudienceLevel::Staff, None), "djur")]).await.unwrap();
    assert_eq!(search(engine, Sv, "giraff").await.total, 0);
}

async fn synonyms_and_stop_words_can_be_added(engine: &Engine) {
    let added = LangWords {
        synonyms: vec![vec!["långhals".into(), "Giraffen".into()]],
        ignored: vec!["zoo".into()],
        kept: Vec::new(),
    };
    let vocabulary =
        Arc::new(Vocabulary::new(|lang| if lang == Sv { added.clone() } else { LangWords::default() }));
    engine
        .rebuild(vec![document(1, Sv, "Giraff", "Giraffen äter blad."), document(2, Sv, "Zoo", "")])
        .await
        .unwrap();
    assert_eq!(search(engine, Sv, "långhalsar").await.total, 0);
    engine.set_vocabulary(vocabulary.clone()).await.unwrap();
    let asked = |text| Query { vocabulary: vocabulary.clone(), ..query(Sv, text) };
    assert_eq!(titles(&engine.search(&asked("långhalsar")).await.unwrap()), ["Giraff"]);
    assert_eq!(
        titles(&engine.search(&asked("zoo giraff")).await.unwrap()),
        ["Giraff"],
        "a word that is ignored"
    );
    assert_eq!(titles(&engine.search(&asked("zoo")).await.unwrap()), ["Zoo"], "there is no other word");
    // a rebuild keeps them, and they can be taken back
    engine.rebuild(vec![document(1, Sv, "Giraff", "Giraffen äter blad.")]).await.unwrap();
    assert_eq!(engine.search(&asked("långhals")).await.unwrap().total, 1);
    engine.set_vocabulary(Vocabulary::built_in()).await.unwrap();
    assert_eq!(search(engine, Sv, "långhals").await.total, 0);
}
