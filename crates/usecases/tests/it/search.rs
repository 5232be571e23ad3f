//! Finding articles: in the reader's language first, and whatever happens to the engine.

use std::sync::Arc;

use async_trait::async_trait;
use fyr_domain::Lang;
use fyr_search::{Document, Error, Query, Results, SearchEngine};
use fyr_services::search::{self, Found, Question};
use uuid::Uuid;

use crate::support::Fixture;

fn question(text: &str, lang: Lang) -> Question<'_> {
    Question { text, lang, category: None, page: 1, per_page: 10 }
}

async fn find(fyr: &Fixture, text: &str, lang: Lang) -> Found {
    search::search(&fyr.ctx, question(text, lang)).await.expect("an answer")
}

fn hrefs(found: &Found) -> Vec<&str> {
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

async fn filled() -> Fixture {
    let fyr = Fixture::new().await;
    write_articles(&fyr);
    fyr.import_and_index().await;
    fyr
}

#[tokio::test]
async fn hits_are_in_the_readers_own_language_where_it_has_any() {
    let fyr = filled().await;
    let found = find(&fyr, "lösenord", Lang::Sv).await;
    assert_eq!((found.total, found.lang, found.engine_away), (3, Lang::Sv, false));
    assert_eq!(found.hits[0].href, "/articles/password", "the title weighs most");
    assert!(
        found.hits[0].title.iter().any(|piece| piece.marked && piece.text == "lösenord"),
        "{:?}",
        found.hits[0].title
    );
    assert!(found.others.is_empty());
    let facets: Vec<_> = found.facets.iter().map(|facet| (facet.title.as_str(), facet.count)).collect();
    assert_eq!(facets, [("Sign in", 2), ("Report", 1)]);
}

#[tokio::test]
async fn the_nearest_other_language_stands_in_and_the_rest_is_told() {
    let fyr = filled().await;
    let found = find(&fyr, "stearinlys", Lang::Sv).await;
    assert_eq!((hrefs(&found), found.lang), (vec!["/articles/lighthouse"], Lang::Nb));
    assert_eq!(found.others, [(Lang::En, 1)]);
    let found = find(&fyr, "zeppelin", Lang::Nb).await;
    assert_eq!((hrefs(&found), found.lang, found.others.len()), (vec!["/articles/buoy"], Lang::En, 0));
    let found = find(&fyr, "qwertzuiop", Lang::Nb).await;
    assert_eq!((found.total, found.lang), (0, Lang::Nb));
}

#[tokio::test]
async fn a_category_narrows_and_keeps_the_counts_of_the_others() {
    let fyr = filled().await;
    let narrow = Question { category: Some("report"), ..question("lösenord", Lang::Sv) };
    let found = search::search(&fyr.ctx, narrow).await.expect("an answer");
    assert_eq!((hrefs(&found), found.total, found.facets.len()), (vec!["/articles/send"], 1, 2));
    let nowhere = Question { category: Some("no-such"), ..question("lösenord", Lang::Sv) };
    let found = search::search(&fyr.ctx, nowhere).await.expect("an answer");
    assert_eq!(
        (found.total, found.lang, found.facets.len()),
        (0, Lang::Sv, 2),
        "its own language has hits elsewhere"
    );
}

#[tokio::test]
async fn nothing_asked_finds_nothing_and_long_questions_are_cut() {
    let fyr = filled().await;
    for nothing in ["", "   ", "?!", "\"*()"] {
        assert_eq!(find(&fyr, nothing, Lang::Sv).await.total, 0, "{nothing:?}");
    }
    let long = format!("lösenord {}", "x".repeat(100_000));
    find(&fyr, &long, Lang::Sv).await;
}

#[tokio::test]
async fn the_beginning_of_a_word_is_enough_while_typing() {
    let fyr = filled().await;
    let hits = search::suggest(&fyr.ctx, Lang::Sv, "engång", 6).await.expect("an answer");
    assert_eq!(hits.iter().map(search::Hit::text).collect::<Vec<_>>(), ["Engångskod"]);
    assert_eq!(search::suggest(&fyr.ctx, Lang::Sv, "lösen", 2).await.expect("an answer").len(), 2);
}

#[tokio::test]
async fn help_while_writing_is_about_what_is_written() {
    let fyr = filled().await;
    let help = async |text: &str| {
        let hits = search::help(&fyr.ctx, Lang::Sv, text).await.expect("an answer");
        hits.into_iter().map(|hit| hit.href).collect::<Vec<_>>()
    };
    assert_eq!(help("Jag har glömt mitt lösenord").await, ["/articles/password"]);
    assert_eq!(help("engång").await, ["/articles/code"], "while typing");
    let weak = "Mina barn behöver en brygga vid stranden";
    assert_eq!(find(&fyr, weak, Lang::Sv).await.total, 1, "searching finds what has any of the words");
    assert!(help(weak).await.is_empty());
}

#[tokio::test]
async fn the_index_is_filled_where_it_does_not_hold_what_the_database_holds() {
    let fyr = Fixture::new().await;
    write_articles(&fyr);
    fyr.import().await;
    assert_eq!(search::catch_up(&fyr.ctx).await.expect("filled"), Some(8));
    assert_eq!(search::catch_up(&fyr.ctx).await.expect("filled"), None);
    assert_eq!(find(&fyr, "zeppelin", Lang::En).await.total, 1);
}

/// An engine that is away.
struct Away;

fn away<T>() -> Result<T, Error> {
    Err(Error::Unavailable { engine: "away", reason: "testing".into(), source: None })
}

#[async_trait]
impl SearchEngine for Away {
    fn name(&self) -> &'static str {
        "away"
    }

    async fn put(&self, _: Vec<Document>) -> Result<(), Error> {
        away()
    }

    async fn remove(&self, _: Vec<Uuid>) -> Result<(), Error> {
        away()
    }

    async fn search(&self, _: &Query) -> Result<Results, Error> {
        away()
    }

    async fn rebuild(&self, _: Vec<Document>) -> Result<(), Error> {
        away()
    }

    async fn count(&self) -> Result<u64, Error> {
        away()
    }

    async fn health(&self) -> Result<(), Error> {
        away()
    }

    fn needs_rebuild(&self) -> bool {
        false
    }
}

#[tokio::test]
async fn the_database_answers_while_the_engine_is_away_and_says_so() {
    let fyr = Fixture::with_engine(Arc::new(Away)).await;
    write_articles(&fyr);
    fyr.import().await;
    let found = find(&fyr, "Lösenord", Lang::Sv).await;
    assert!(found.engine_away);
    assert_eq!((found.total, found.hits[0].href.as_str(), found.facets.len()), (3, "/articles/password", 2));
    let found = find(&fyr, "mitt glömda lösenord", Lang::Sv).await;
    assert_eq!(found.total, 3, "the longest word is looked for where the whole is nowhere");
    let found = find(&fyr, "zeppelin", Lang::Sv).await;
    assert_eq!((found.total, found.lang), (1, Lang::En));
    let narrow =
        Question { category: Some("report"), per_page: 1, page: 2, ..question("lösenord", Lang::Sv) };
    let found = search::search(&fyr.ctx, narrow).await.expect("an answer");
    assert_eq!((found.total, found.hits.len()), (1, 0), "beyond the last page");
    assert_eq!(search::suggest(&fyr.ctx, Lang::Sv, "engång", 6).await.expect("an answer").len(), 1);
}

#[tokio::test]
async fn work_on_the_index_waits_until_the_engine_is_back() {
    let fyr = Fixture::with_engine(Arc::new(Away)).await;
    write_articles(&fyr);
    fyr.import().await;
    let promised = fyr.promised().await;
    fyr.index().await;
    assert!(promised > 0);
    assert_eq!(fyr.promised().await, promised, "nothing is lost");
    search::catch_up(&fyr.ctx).await.expect_err("the engine is away");
}
