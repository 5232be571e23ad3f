//! The Meilisearch engine against a fake server: unavailable, slow, failing or rejecting; and which requests it sends in
//! which order. What a real Meilisearch finds is tested by the contract suite.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod fake_server;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use fyr_domain::{Lang, articles::Audience, search_words::LangWords};
use fyr_search::{Document, Error, Query, SearchEngine, Vocabulary, connect_meilisearch};
use serde_json::{Value, json};
use uuid::Uuid;

use self::fake_server::{FakeMeilisearch, RecordedRequest, Reply};

fn query(text: &str) -> Query {
    Query { page: 2, ..Query::new(text, Lang::Nb) }
}

fn document() -> Document {
    Document {
        id: Uuid::from_u128(1),
        article_id: Uuid::from_u128(2),
        lang: Lang::Nb,
        category: "konto".to_owned(),
        audience: Audience::EVERYONE,
        title: "Bytt passord".to_owned(),
        summary: String::new(),
        keywords: Vec::new(),
        body: String::new(),
        popularity: 0,
    }
}

async fn connect(fake: &FakeMeilisearch) -> Arc<dyn SearchEngine> {
    connect_meilisearch(&fake.url, Some("key"), "fyr").await.unwrap()
}

async fn everything_is_unavailable(engine: &dyn SearchEngine) {
    let unavailable = |result: Result<(), Error>| assert!(result.unwrap_err().is_unavailable());
    unavailable(engine.search(&query("passord")).await.map(drop));
    unavailable(engine.upsert(vec![document()]).await);
    unavailable(engine.delete(vec![Uuid::from_u128(1)]).await);
    unavailable(engine.rebuild(vec![document()]).await);
    unavailable(engine.count().await.map(drop));
    unavailable(engine.health().await);
}

/// The responses of a Meilisearch in which everything succeeds, except where `special` returns a reply.
fn respond_normally(request: &RecordedRequest, special: impl Fn(&RecordedRequest) -> Option<Reply>) -> Reply {
    if let Some(reply) = special(request) {
        return reply;
    }
    let response = |status: u16, body: &Value| Reply::Response(status, body.to_string());
    let task = json!({"taskUid": 1, "indexUid": "x", "status": "enqueued", "type": "indexCreation", "enqueuedAt": "2026-01-01T00:00:00Z"});
    let (method, path) = request.line.split_once(' ').unwrap();
    match (method, path) {
        ("GET", "/health") => response(200, &json!({"status": "available"})),
        ("GET", path) if path.starts_with("/tasks/") => {
            response(200, &json!({"uid": 1, "status": "succeeded", "error": null}))
        }
        ("GET", path) if path.ends_with("/stats") => {
            response(200, &json!({"numberOfDocuments": 7, "isIndexing": false}))
        }
        ("GET", _) => response(200, &json!({"uid": "x", "primaryKey": "id"})),
        ("POST", "/multi-search") if request.body.contains("federation") => response(
            200,
            &json!({"hits": [], "offset": 0, "limit": 10, "estimatedTotalHits": 0, "processingTimeMs": 0}),
        ),
        ("POST", "/multi-search") => response(200, &search_response()),
        _ => response(202, &task),
    }
}

fn search_response() -> Value {
    let hit = json!({
        "id": Uuid::from_u128(1), "article_id": Uuid::from_u128(2),
        "title": "Bytt passord", "summary": "", "body": "Velg et nytt passord.",
    });
    let result = json!({
        "indexUid": "fyr-v3-nb", "hits": [hit], "query": "", "processingTimeMs": 0, "page": 2, "hitsPerPage": 10,
        "totalHits": 11, "totalPages": 2, "facetDistribution": {"category": {"konto": 4, "kurs": 7}},
    });
    json!({"results": [result]})
}

#[tokio::test]
async fn an_unreachable_server_is_unavailable() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let engine = connect_meilisearch(&url, None, "fyr").await.unwrap();
    everything_is_unavailable(engine.as_ref()).await;
    assert!(!engine.needs_rebuild(), "the state of its indexes is unknown");
}

#[tokio::test]
async fn error_responses_and_foreign_responses_are_unavailable() {
    for (status, body) in [
        (500, "<html>Internal Server Error</html>"),
        (503, ""),
        (429, "{}"),
        (200, "<html>Welcome to nginx</html>"),
        (200, "{}"),
        (202, "[]"),
        (500, r#"{"message":"no space","code":"internal","type":"internal","link":""}"#),
    ] {
        let fake = FakeMeilisearch::start(move |_| Reply::Response(status, body.to_owned())).await;
        everything_is_unavailable(connect(&fake).await.as_ref()).await;
    }
    let fake = FakeMeilisearch::start(|_| Reply::Disconnect).await;
    everything_is_unavailable(connect(&fake).await.as_ref()).await;
}

#[tokio::test]
async fn a_search_times_out_after_two_seconds_and_the_next_fails_at_once() {
    let fake = FakeMeilisearch::start(|request| {
        respond_normally(request, |request| {
            request.line.contains("multi-search").then_some(Reply::NoResponse)
        })
    })
    .await;
    let engine = connect(&fake).await;
    let started = Instant::now();
    assert!(engine.search(&query("passord")).await.unwrap_err().is_unavailable());
    assert!((Duration::from_secs(2)..Duration::from_secs(4)).contains(&started.elapsed()));
    let started = Instant::now();
    assert!(engine.search(&query("passord")).await.unwrap_err().is_unavailable());
    assert!(started.elapsed() < Duration::from_millis(500));
}

#[tokio::test]
async fn a_rejected_request_is_not_unavailable() {
    let body =
        r#"{"message":"The provided API key is invalid.","code":"invalid_api_key","type":"auth","link":""}"#;
    let fake = FakeMeilisearch::start(move |_| Reply::Response(403, body.to_owned())).await;
    let error = connect(&fake).await.search(&query("passord")).await.unwrap_err();
    assert!(
        matches!(&error, Error::Refused { reason, .. } if reason.contains("API key is invalid")),
        "{error}"
    );
}

#[tokio::test]
async fn a_failed_task_is_an_error() {
    let failed = r#"{"uid":1,"status":"failed","error":{"message":"document too large","code":"x","type":"invalid_request","link":""}}"#;
    let fake = FakeMeilisearch::start(move |request| {
        // Creating the indexes succeeds; adding documents fails.
        respond_normally(request, |request| {
            let polls_failed_task = request.line.contains("/tasks/2");
            let adds_documents = request.line.contains("/documents");
            let task = r#"{"taskUid":2,"indexUid":"x","status":"enqueued","type":"documentAdditionOrUpdate","enqueuedAt":"2026-01-01T00:00:00Z"}"#;
            if adds_documents { Some(Reply::Response(202, task.to_owned())) } else { polls_failed_task.then(|| Reply::Response(200, failed.to_owned())) }
        })
    })
    .await;
    let error = connect(&fake).await.upsert(vec![document()]).await.unwrap_err();
    assert!(matches!(&error, Error::Refused { reason, .. } if reason == "document too large"), "{error}");
}

#[tokio::test]
async fn a_missing_index_needs_a_rebuild() {
    let gone = r#"{"message":"Index `fyr-v3-nb` not found.","code":"index_not_found","type":"invalid_request","link":""}"#;
    let fake = FakeMeilisearch::start(move |request| {
        respond_normally(request, |request| {
            request.line.contains("multi-search").then(|| Reply::Response(404, gone.to_owned()))
        })
    })
    .await;
    let engine = connect(&fake).await;
    assert!(!engine.needs_rebuild(), "it has documents");
    assert!(engine.search(&query("passord")).await.unwrap_err().is_unavailable());
    assert!(engine.needs_rebuild());
}

#[tokio::test]
async fn a_search_sends_the_language_and_marks_matches() {
    let fake = FakeMeilisearch::start(|request| respond_normally(request, |_| None)).await;
    let engine = connect(&fake).await;
    let query = Query { category: Some("konto".to_owned()), ..query("Hvordan bytter jeg passordet?") };
    let results = engine.search(&query).await.unwrap();
    assert_eq!((results.total, results.hits[0].article_id), (11, Uuid::from_u128(2)));
    assert_eq!(results.categories, [("kurs".to_owned(), 7), ("konto".to_owned(), 4)]);
    assert!(results.hits[0].title.iter().any(|segment| segment.marked && segment.text == "passord"));
    let sent: Value = serde_json::from_str(&fake.requests().last().unwrap().body).unwrap();
    let [filtered, unfiltered] = sent["queries"].as_array().unwrap().as_slice() else { panic!("{sent}") };
    assert_eq!(filtered["indexUid"], "fyr-v3-nb");
    assert_eq!(filtered["q"], "byt passord ");
    assert_eq!(filtered["locales"], json!(["nob"]));
    assert_eq!(filtered["matchingStrategy"], "all");
    assert_eq!(filtered["filter"], r#"audience IN ["everyone"] AND category = "konto""#);
    assert_eq!((&filtered["page"], &filtered["hitsPerPage"]), (&json!(2), &json!(10)));
    assert_eq!(unfiltered["filter"], r#"audience IN ["everyone"]"#);
}

#[tokio::test]
async fn a_rebuild_fills_a_second_set_of_indexes_before_it_swaps() {
    let fake = FakeMeilisearch::start(|request| respond_normally(request, |_| None)).await;
    let engine = connect(&fake).await;
    let before = fake.requests().len();
    engine.rebuild(vec![document()]).await.unwrap();
    let requests = fake.requests();
    let lines: Vec<&str> = requests[before..].iter().map(|request| request.line.as_str()).collect();
    assert_eq!(
        lines,
        [
            "DELETE /indexes/fyr-v3-sv-next",
            "POST /indexes",
            "PATCH /indexes/fyr-v3-sv-next/settings",
            "DELETE /indexes/fyr-v3-nb-next",
            "POST /indexes",
            "PATCH /indexes/fyr-v3-nb-next/settings",
            "POST /indexes/fyr-v3-nb-next/documents?primaryKey=id",
            "DELETE /indexes/fyr-v3-nn-next",
            "POST /indexes",
            "PATCH /indexes/fyr-v3-nn-next/settings",
            "DELETE /indexes/fyr-v3-en-next",
            "POST /indexes",
            "PATCH /indexes/fyr-v3-en-next/settings",
            "POST /swap-indexes",
            "DELETE /indexes/fyr-v3-sv-next",
            "DELETE /indexes/fyr-v3-nb-next",
            "DELETE /indexes/fyr-v3-nn-next",
            "DELETE /indexes/fyr-v3-en-next",
        ]
    );
    let settings: Value = serde_json::from_str(&requests[before + 5].body).unwrap();
    assert_eq!(settings["localizedAttributes"], json!([{"locales": ["nob"], "attributePatterns": ["*"]}]));
    assert_eq!(settings["typoTolerance"]["minWordSizeForTypos"], json!({"oneTypo": 5, "twoTypos": 9}));
    assert_eq!(settings["searchableAttributes"][0], "title_words");
}

/// The synonyms that the settings of the Swedish index were sent with.
fn sent_synonyms(fake: &FakeMeilisearch) -> Vec<Option<Value>> {
    let to_swedish = |line: &str| line == "PATCH /indexes/fyr-v3-sv/settings";
    let requests = fake.requests();
    let settings = requests.iter().filter(|request| to_swedish(&request.line));
    settings
        .map(|request| serde_json::from_str::<Value>(&request.body).unwrap().get("synonyms").cloned())
        .collect()
}

#[tokio::test]
async fn a_start_keeps_the_synonyms_that_an_index_has() {
    let fake = FakeMeilisearch::start(|request| respond_normally(request, |_| None)).await;
    let engine = connect(&fake).await;
    engine.health().await.unwrap();
    engine.upsert(vec![document()]).await.unwrap();
    let at_start = sent_synonyms(&fake);
    assert!(!at_start.is_empty() && at_start.iter().all(Option::is_none), "{at_start:?}");
    let added =
        LangWords { synonyms: vec![vec!["bricka".into(), "passerkort".into()]], ..LangWords::default() };
    engine.set_vocabulary(Arc::new(Vocabulary::new(|_| added.clone()))).await.unwrap();
    let last = sent_synonyms(&fake).pop().flatten().unwrap();
    assert_eq!(last["passerkort"], json!(["brick"]));
    engine.rebuild(Vec::new()).await.unwrap();
    let requests = fake.requests();
    let next =
        requests.iter().rfind(|request| request.line == "PATCH /indexes/fyr-v3-sv-next/settings").unwrap();
    let settings: Value = serde_json::from_str(&next.body).unwrap();
    assert_eq!(
        settings["synonyms"]["passerkort"],
        json!(["brick"]),
        "the index that takes its place has them"
    );
}

#[tokio::test]
async fn invalid_settings_are_reported_by_name() {
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
