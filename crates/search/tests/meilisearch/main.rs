//! Meilisearch away, slow, broken or refusing; and, without one at hand, what is asked of it and in which order. Whether it
//! finds the right things is for the contract suite, with a real one.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod fake;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use fyr_domain::Lang;
use fyr_search::{Document, Error, Query, SearchEngine, connect_meilisearch};
use serde_json::{Value, json};
use uuid::Uuid;

use self::fake::{Asked, Fake, Reply};

fn query(text: &str) -> Query {
    Query { text: text.to_owned(), lang: Lang::Nb, category: None, page: 2, per_page: 10, prefix: false }
}

fn document() -> Document {
    Document {
        id: Uuid::from_u128(1),
        article_id: Uuid::from_u128(2),
        lang: Lang::Nb,
        category: "konto".to_owned(),
        title: "Bytt passord".to_owned(),
        summary: String::new(),
        keywords: Vec::new(),
        body: String::new(),
        popularity: 0,
    }
}

async fn connected(fake: &Fake) -> Arc<dyn SearchEngine> {
    connect_meilisearch(&fake.url, Some("key"), "fyr").await.unwrap()
}

async fn everything_is_unavailable(engine: &dyn SearchEngine) {
    let unavailable = |result: Result<(), Error>| assert!(result.unwrap_err().is_unavailable());
    unavailable(engine.search(&query("passord")).await.map(drop));
    unavailable(engine.put(vec![document()]).await);
    unavailable(engine.remove(vec![Uuid::from_u128(1)]).await);
    unavailable(engine.rebuild(vec![document()]).await);
    unavailable(engine.count().await.map(drop));
    unavailable(engine.health().await);
}

/// A Meilisearch in which everything succeeds and nothing is found, but for what `special` says.
fn well_behaved(asked: &Asked, special: impl Fn(&Asked) -> Option<Reply>) -> Reply {
    if let Some(reply) = special(asked) {
        return reply;
    }
    let say = |status: u16, body: &Value| Reply::Say(status, body.to_string());
    let task = json!({"taskUid": 1, "indexUid": "x", "status": "enqueued", "type": "indexCreation", "enqueuedAt": "2026-01-01T00:00:00Z"});
    let (method, path) = asked.line.split_once(' ').unwrap();
    match (method, path) {
        ("GET", "/health") => say(200, &json!({"status": "available"})),
        ("GET", path) if path.starts_with("/tasks/") => {
            say(200, &json!({"uid": 1, "status": "succeeded", "error": null}))
        }
        ("GET", path) if path.ends_with("/stats") => {
            say(200, &json!({"numberOfDocuments": 7, "isIndexing": false}))
        }
        ("GET", _) => say(200, &json!({"uid": "x", "primaryKey": "id"})),
        ("POST", "/multi-search") if asked.body.contains("federation") => say(
            200,
            &json!({"hits": [], "offset": 0, "limit": 10, "estimatedTotalHits": 0, "processingTimeMs": 0}),
        ),
        ("POST", "/multi-search") => say(200, &found()),
        _ => say(202, &task),
    }
}

fn found() -> Value {
    let hit = json!({
        "id": Uuid::from_u128(1), "article_id": Uuid::from_u128(2),
        "title": "Bytt passord", "summary": "", "body": "Velg et nytt passord.",
    });
    let result = json!({
        "indexUid": "fyr-v1-nb", "hits": [hit], "query": "", "processingTimeMs": 0, "page": 2, "hitsPerPage": 10,
        "totalHits": 11, "totalPages": 2, "facetDistribution": {"category": {"konto": 4, "kurs": 7}},
    });
    json!({"results": [result]})
}

#[tokio::test]
async fn nobody_there() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let engine = connect_meilisearch(&url, None, "fyr").await.unwrap();
    everything_is_unavailable(engine.as_ref()).await;
    assert!(!engine.needs_rebuild(), "nothing is known about its indexes");
}

#[tokio::test]
async fn errors_and_answers_of_others_are_no_panic() {
    for (status, body) in [
        (500, "<html>Internal Server Error</html>"),
        (503, ""),
        (429, "{}"),
        (200, "<html>Welcome to nginx</html>"),
        (200, "{}"),
        (202, "[]"),
        (500, r#"{"message":"no space","code":"internal","type":"internal","link":""}"#),
    ] {
        let fake = Fake::start(move |_| Reply::Say(status, body.to_owned())).await;
        everything_is_unavailable(connected(&fake).await.as_ref()).await;
    }
    let fake = Fake::start(|_| Reply::Break).await;
    everything_is_unavailable(connected(&fake).await.as_ref()).await;
}

#[tokio::test]
async fn a_search_waits_two_seconds_and_the_next_does_not_wait() {
    let fake = Fake::start(|asked| {
        well_behaved(asked, |asked| asked.line.contains("multi-search").then_some(Reply::Silence))
    })
    .await;
    let engine = connected(&fake).await;
    let started = Instant::now();
    assert!(engine.search(&query("passord")).await.unwrap_err().is_unavailable());
    assert!((Duration::from_secs(2)..Duration::from_secs(4)).contains(&started.elapsed()));
    let started = Instant::now();
    assert!(engine.search(&query("passord")).await.unwrap_err().is_unavailable());
    assert!(started.elapsed() < Duration::from_millis(500));
}

#[tokio::test]
async fn a_refusal_is_told_from_an_absence() {
    let no =
        r#"{"message":"The provided API key is invalid.","code":"invalid_api_key","type":"auth","link":""}"#;
    let fake = Fake::start(move |_| Reply::Say(403, no.to_owned())).await;
    let error = connected(&fake).await.search(&query("passord")).await.unwrap_err();
    assert!(
        matches!(&error, Error::Refused { reason, .. } if reason.contains("API key is invalid")),
        "{error}"
    );
}

#[tokio::test]
async fn a_task_that_failed_is_no_success() {
    let failed = r#"{"uid":1,"status":"failed","error":{"message":"document too large","code":"x","type":"invalid_request","link":""}}"#;
    let fake = Fake::start(move |asked| {
        // Only once the indexes are there: their making succeeds.
        well_behaved(asked, |asked| {
            let wanted = asked.line.contains("/tasks/2");
            let put = asked.line.contains("/documents");
            let task = r#"{"taskUid":2,"indexUid":"x","status":"enqueued","type":"documentAdditionOrUpdate","enqueuedAt":"2026-01-01T00:00:00Z"}"#;
            if put { Some(Reply::Say(202, task.to_owned())) } else { wanted.then(|| Reply::Say(200, failed.to_owned())) }
        })
    })
    .await;
    let error = connected(&fake).await.put(vec![document()]).await.unwrap_err();
    assert!(matches!(&error, Error::Refused { reason, .. } if reason == "document too large"), "{error}");
}

#[tokio::test]
async fn an_index_that_is_gone_asks_for_a_rebuild() {
    let gone = r#"{"message":"Index `fyr-v1-nb` not found.","code":"index_not_found","type":"invalid_request","link":""}"#;
    let fake = Fake::start(move |asked| {
        well_behaved(asked, |asked| {
            asked.line.contains("multi-search").then(|| Reply::Say(404, gone.to_owned()))
        })
    })
    .await;
    let engine = connected(&fake).await;
    assert!(!engine.needs_rebuild(), "it has documents");
    assert!(engine.search(&query("passord")).await.unwrap_err().is_unavailable());
    assert!(engine.needs_rebuild());
}

#[tokio::test]
async fn a_search_asks_in_the_language_and_marks_what_comes_back() {
    let fake = Fake::start(|asked| well_behaved(asked, |_| None)).await;
    let engine = connected(&fake).await;
    let asking = Query { category: Some("konto".to_owned()), ..query("Hvordan bytter jeg passordet?") };
    let results = engine.search(&asking).await.unwrap();
    assert_eq!((results.total, results.hits[0].article_id), (11, Uuid::from_u128(2)));
    assert_eq!(results.categories, [("kurs".to_owned(), 7), ("konto".to_owned(), 4)]);
    assert!(results.hits[0].title.iter().any(|segment| segment.marked && segment.text == "passord"));
    let asked: Value = serde_json::from_str(&fake.asked().last().unwrap().body).unwrap();
    let [filtered, everywhere] = asked["queries"].as_array().unwrap().as_slice() else { panic!("{asked}") };
    assert_eq!(filtered["indexUid"], "fyr-v1-nb");
    assert_eq!(filtered["q"], "byt passord ");
    assert_eq!(filtered["locales"], json!(["nob"]));
    assert_eq!(filtered["matchingStrategy"], "all");
    assert_eq!(filtered["filter"], r#"category = "konto""#);
    assert_eq!((&filtered["page"], &filtered["hitsPerPage"]), (&json!(2), &json!(10)));
    assert_eq!(everywhere["filter"], Value::Null);
}

#[tokio::test]
async fn a_rebuild_fills_a_second_set_of_indexes_before_it_swaps() {
    let fake = Fake::start(|asked| well_behaved(asked, |_| None)).await;
    let engine = connected(&fake).await;
    let before = fake.asked().len();
    engine.rebuild(vec![document()]).await.unwrap();
    let asked = fake.asked();
    let lines: Vec<&str> = asked[before..].iter().map(|asked| asked.line.as_str()).collect();
    assert_eq!(
        lines,
        [
            "DELETE /indexes/fyr-v1-sv-next",
            "POST /indexes",
            "PATCH /indexes/fyr-v1-sv-next/settings",
            "DELETE /indexes/fyr-v1-nb-next",
            "POST /indexes",
            "PATCH /indexes/fyr-v1-nb-next/settings",
            "POST /indexes/fyr-v1-nb-next/documents?primaryKey=id",
            "DELETE /indexes/fyr-v1-en-next",
            "POST /indexes",
            "PATCH /indexes/fyr-v1-en-next/settings",
            "POST /swap-indexes",
            "DELETE /indexes/fyr-v1-sv-next",
            "DELETE /indexes/fyr-v1-nb-next",
            "DELETE /indexes/fyr-v1-en-next",
        ]
    );
    let settings: Value = serde_json::from_str(&asked[before + 5].body).unwrap();
    assert_eq!(settings["localizedAttributes"], json!([{"locales": ["nob"], "attributePatterns": ["*"]}]));
    assert_eq!(settings["typoTolerance"]["minWordSizeForTypos"], json!({"oneTypo": 5, "twoTypos": 9}));
    assert_eq!(settings["searchableAttributes"][0], "title_words");
}

#[tokio::test]
async fn settings_that_cannot_work_are_named() {
    for (url, key, prefix, setting) in [
        ("localhost:7700", None, "fyr", "url"),
        ("ftp://localhost", None, "fyr", "url"),
        ("http://localhost", Some("a\nb"), "fyr", "key"),
        ("http://localhost", None, "fyr/../x", "index_prefix"),
        ("http://localhost", None, "", "index_prefix"),
    ] {
        let error = connect_meilisearch(url, key, prefix).await.err().unwrap();
        assert!(error.to_string().starts_with(&format!("search.{setting} ")), "{error}");
    }
}
