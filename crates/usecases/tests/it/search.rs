//! Searching articles: languages, categories, suggestions, and an unavailable search engine.

use std::sync::Arc;

use async_trait::async_trait;
use fyr_domain::{Actor, Lang};
use fyr_search::{Document, Error, Query, Results, SearchEngine};
use fyr_usecases::search::{self, ArticleQuery, SearchResults};
use uuid::Uuid;

use crate::support::Fixture;

fn query(text: &str, lang: Lang) -> ArticleQuery<'_> {
    ArticleQuery { text, lang, category: None, page: 1, per_page: 10 }
}

async fn find(fyr: &Fixture, text: &str, lang: Lang) -> SearchResults {
    search::search(&fyr.backend, &Actor::ANONYMOUS, query(text, lang)).await.expect("an answer")
}

fn hrefs(found: &SearchResults) -> Vec<&str> {
    found.hits.iter().map(|hit| hit.href.as_str()).collect()
}

/// Passwords in every language; a lighthouse in Norwegian and English, a buoy in English alone.
fn write_articles(fyr: &Fixture) {
    for (path, title, text) in [
        ("sv/sign-in/password.md", "Nytt lösenord", "Så byter du lösenord."),
        ("nb/sign-in/password.md", "Nytt passord", "Slik bytter du passord."),
        ("en/sign-in/password.md", "New password", "How to change your password."),
        ("sv/sign-in/code.md", "Engångskod", "Koden och ditt lösenord."),
        ("sv/report/send.md", "Skicka rapporten", "Du behöver ditt lösenord."),
        ("nb/sea/lighthouse.md", "Fyrtårn", "Stearinlys lyser i fyrtårnet."),
        ("en/sea/lighthouse.md", "Lighthouse", "The lamp is called stearinlys in Norway."),
        ("en/sea/buoy.md", "Buoy", "A zeppelin over the buoy."),
    ] {
        fyr.write(path, &format!("---\ntitle: {title}\ndescription: {title}\n---\n\n{text}\n"));
    }
}

async fn fixture_with_index() -> Fixture {
    let fyr = Fixture::new().await;
    write_articles(&fyr);
    fyr.import_and_index().await;
    fyr
}

#[tokio::test]
async fn hits_are_in_the_readers_own_language_where_it_has_any() {
    let fyr = fixture_with_index().await;
    let found = find(&fyr, "lösenord", Lang::Sv).await;
    assert_eq!((found.total, found.lang, found.engine_unavailable), (3, Lang::Sv, false));
    assert_eq!(found.hits[0].href, "/articles/password", "the title weighs most");
    assert!(
        found.hits[0].title.iter().any(|piece| piece.marked && piece.text == "lösenord"),
        "{:?}",
        found.hits[0].title
    );
    assert!(found.other_langs.is_empty());
    let facets: Vec<_> = found.facets.iter().map(|facet| (facet.title.as_str(), facet.count)).collect();
    assert_eq!(facets, [("Sign in", 2), ("Report", 1)]);
}

#[tokio::test]
async fn the_nearest_other_language_stands_in_and_the_others_are_counted() {
    let fyr = fixture_with_index().await;
    let found = find(&fyr, "stearinlys", Lang::Sv).await;
    assert_eq!((hrefs(&found), found.lang), (vec!["/articles/lighthouse"], Lang::Nb));
    assert_eq!(found.other_langs, [(Lang::En, 1)]);
    let found = find(&fyr, "zeppelin", Lang::Nb).await;
    assert_eq!((hrefs(&found), found.lang, found.other_langs.len()), (vec!["/articles/buoy"], Lang::En, 0));
    let found = find(&fyr, "qwertzuiop", Lang::Nb).await;
    assert_eq!((found.total, found.lang), (0, Lang::Nb));
}

#[tokio::test]
async fn a_category_narrows_and_keeps_the_counts_of_the_others() {
    let fyr = fixture_with_index().await;
    let narrow = ArticleQuery { category: Some("report"), ..query("lösenord", Lang::Sv) };
    let found = search::search(&fyr.backend, &Actor::ANONYMOUS, narrow).await.expect("an answer");
    assert_eq!((hrefs(&found), found.total, found.facets.len()), (vec!["/articles/send"], 1, 2));
    let nowhere = ArticleQuery { category: Some("no-such"), ..query("lösenord", Lang::Sv) };
    let found = search::search(&fyr.backend, &Actor::ANONYMOUS, nowhere).await.expect("an answer");
    assert_eq!(
        (found.total, found.lang, found.facets.len()),
        (0, Lang::Sv, 2),
        "its own language has hits elsewhere"
    );
}

#[tokio::test]
async fn an_empty_query_finds_nothing_and_a_long_one_is_cut() {
    let fyr = fixture_with_index().await;
    for nothing in ["", "   ", "?!", "\"*()"] {
        assert_eq!(find(&fyr, nothing, Lang::Sv).await.total, 0, "{nothing:?}");
    }
    let long = format!("lösenord {}", "x".repeat(100_000));
    find(&fyr, &long, Lang::Sv).await;
}

#[tokio::test]
async fn suggestions_match_the_beginning_of_a_word() {
    let fyr = fixture_with_index().await;
    let hits =
        search::suggest(&fyr.backend, &Actor::ANONYMOUS, Lang::Sv, "engång", 6).await.expect("an answer");
    assert_eq!(hits.iter().map(search::SearchHit::title_text).collect::<Vec<_>>(), ["Engångskod"]);
    assert_eq!(
        search::suggest(&fyr.backend, &Actor::ANONYMOUS, Lang::Sv, "lösen", 2)
            .await
            .expect("an answer")
            .len(),
        2
    );
}

#[tokio::test]
async fn suggestions_for_a_subject_are_close_matches() {
    let fyr = fixture_with_index().await;
    let suggest = async |text: &str| {
        let hits = search::suggest_for_ticket(&fyr.backend, &Actor::ANONYMOUS, Lang::Sv, text, "")
            .await
            .expect("an answer");
        hits.into_iter().map(|hit| hit.href).collect::<Vec<_>>()
    };
    assert_eq!(suggest("Jag har glömt mitt lösenord").await, ["/articles/password"]);
    assert_eq!(suggest("engång").await, ["/articles/code"], "while typing");
    let weak = "Mina barn behöver en brygga vid stranden";
    assert_eq!(find(&fyr, weak, Lang::Sv).await.total, 1, "searching finds what has any of the words");
    assert!(suggest(weak).await.is_empty());
}

#[tokio::test]
async fn an_incomplete_index_is_rebuilt() {
    let fyr = Fixture::new().await;
    write_articles(&fyr);
    fyr.import().await;
    assert_eq!(search::rebuild_if_incomplete(&fyr.backend).await.expect("filled"), Some(8));
    assert_eq!(search::rebuild_if_incomplete(&fyr.backend).await.expect("filled"), None);
    assert_eq!(find(&fyr, "zeppelin", Lang::En).await.total, 1);
}

/// A search engine that is unavailable.
struct UnavailableEngine;

fn unavailable<T>() -> Result<T, Error> {
    Err(Error::Unavailable { engine: "away", reason: "testing".into(), source: None })
}

#[async_trait]
impl SearchEngine for UnavailableEngine {
    fn name(&self) -> &'static str {
        "away"
    }

    async fn upsert(&self, _: Vec<Document>) -> Result<(), Error> {
        unavailable()
    }

    async fn delete(&self, _: Vec<Uuid>) -> Result<(), Error> {
        unavailable()
    }

    async fn search(&self, _: &Query) -> Result<Results, Error> {
        unavailable()
    }

    async fn rebuild(&self, _: Vec<Document>) -> Result<(), Error> {
        unavailable()
    }

    async fn count(&self) -> Result<u64, Error> {
        unavailable()
    }

    async fn health(&self) -> Result<(), Error> {
        unavailable()
    }

    fn needs_rebuild(&self) -> bool {
        false
    }
}

#[tokio::test]
async fn the_database_is_searched_while_the_engine_is_unavailable() {
    let fyr = Fixture::with_engine(Arc::new(UnavailableEngine)).await;
    write_articles(&fyr);
    fyr.import().await;
    let found = find(&fyr, "Lösenord", Lang::Sv).await;
    assert!(found.engine_unavailable);
    assert_eq!((found.total, found.hits[0].href.as_str(), found.facets.len()), (3, "/articles/password", 2));
    let found = find(&fyr, "mitt glömda lösenord", Lang::Sv).await;
    assert_eq!(found.total, 3, "the longest word is looked for where the whole is nowhere");
    let found = find(&fyr, "zeppelin", Lang::Sv).await;
    assert_eq!((found.total, found.lang), (1, Lang::En));
    let narrow =
        ArticleQuery { category: Some("report"), per_page: 1, page: 2, ..query("lösenord", Lang::Sv) };
    let found = search::search(&fyr.backend, &Actor::ANONYMOUS, narrow).await.expect("an answer");
    assert_eq!((found.total, found.hits.len()), (1, 0), "beyond the last page");
    assert_eq!(
        search::suggest(&fyr.backend, &Actor::ANONYMOUS, Lang::Sv, "engång", 6)
            .await
            .expect("an answer")
            .len(),
        1
    );
}

#[tokio::test]
async fn index_jobs_are_kept_until_the_engine_is_back() {
    let fyr = Fixture::with_engine(Arc::new(UnavailableEngine)).await;
    write_articles(&fyr);
    fyr.import().await;
    let pending = fyr.pending_jobs().await;
    fyr.index().await;
    assert!(pending > 0);
    assert_eq!(fyr.pending_jobs().await, pending, "nothing is lost");
    search::rebuild_if_incomplete(&fyr.backend).await.expect_err("the engine is away");
}
