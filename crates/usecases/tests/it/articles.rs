//! Reading, browsing and rating articles.

use fyr_domain::{Actor, Lang, articles::Readable, text::Comment};
use fyr_usecases::{
    Error,
    articles::{self, PER_PAGE, Rating},
    classification,
    store::article_ratings::{RatingCounts, count_ratings},
};

use crate::support::Fixture;

async fn fixture_with_articles(count: usize) -> Fixture {
    let fyr = Fixture::new().await;
    for n in 0..count {
        fyr.write(&format!("sv/sign-in/a{n:03}.md"), &format!("---\ntitle: Nummer {n:03}\n---\n\nText.\n"));
    }
    fyr.import_and_index().await;
    fyr
}

fn rating(helpful: bool) -> Rating {
    Rating { helpful, comment: None }
}

#[tokio::test]
async fn a_readers_later_rating_replaces_the_earlier_one() {
    let fyr = fixture_with_articles(2).await;
    let rate = async |reader: &str, slug: &str, rating: Rating| {
        articles::rate(&fyr.backend, &Actor::ANONYMOUS, reader, slug, Lang::Sv, &rating).await
    };
    rate("browser:1", "a001", rating(true)).await.expect("rated");
    rate("browser:1", "a001", rating(true)).await.expect("rated");
    rate("browser:2", "a001", rating(true)).await.expect("rated");
    let why = Comment::parse_optional("Bilden saknas").expect("a comment");
    rate("browser:1", "a001", Rating { helpful: false, comment: why }).await.expect("rated");
    let id = articles::find_page(&fyr.backend, &Actor::ANONYMOUS, "a001", Lang::Sv)
        .await
        .expect("an article")
        .article
        .id;
    let mut db = fyr.backend.store.read().await.expect("a connection");
    let counts = RatingCounts { helpful: 1, not_helpful: 1 };
    assert_eq!(count_ratings(&mut db, id).await.expect("counted"), Some(counts));
    let classification = classification::get(&fyr.backend).await.expect("a classification");
    assert_eq!(
        classification.popular_articles(Lang::Sv, &Readable::by_everyone())[0].slug,
        "a001",
        "the helpful one comes first at once"
    );
    assert_eq!(fyr.pending_jobs().await, 4, "one index job for each");
    let missing = rate("browser:1", "no-such", rating(true)).await;
    assert!(matches!(missing, Err(Error::NotFound)), "{missing:?}");
}

#[tokio::test]
async fn a_page_beyond_the_last_page_of_a_category_is_not_found() {
    let fyr = fixture_with_articles(30).await;
    let first = articles::find_category_page(&fyr.backend, &Actor::ANONYMOUS, "sign-in", Lang::Nb, 1)
        .await
        .expect("a category page");
    assert_eq!((first.total, first.lang), (30, Lang::Sv), "another language stands in");
    assert_eq!(i64::try_from(first.articles.len()).expect("few"), PER_PAGE);
    assert_eq!(
        articles::find_category_page(&fyr.backend, &Actor::ANONYMOUS, "sign-in", Lang::Sv, 2)
            .await
            .expect("a category page")
            .articles
            .len(),
        5
    );
    for (slug, page) in [("sign-in", 3), ("sign-in", i64::MAX), ("no-such", 1)] {
        let answer =
            articles::find_category_page(&fyr.backend, &Actor::ANONYMOUS, slug, Lang::Sv, page).await;
        assert!(matches!(answer, Err(Error::NotFound)), "{slug} {page}: {answer:?}");
    }
    let pages = articles::list_category_pages(&fyr.backend, &Actor::ANONYMOUS, Lang::Sv)
        .await
        .expect("category pages");
    assert_eq!((pages.len(), pages[0].total, pages[0].articles.len()), (1, 30, 5));
}

#[tokio::test]
async fn related_articles_are_similar_whatever_their_category() {
    let fyr = fixture_with_articles(3).await;
    let article = |title: &str| format!("---\ntitle: {title}\n---\n\nKlart på en minut.\n");
    fyr.write("sv/account/byta.md", &article("Byta lösenord till kontot"));
    fyr.write("sv/sign-in/glomt.md", &article("Glömt lösenordet"));
    fyr.import_and_index().await;
    let related = articles::find_page(&fyr.backend, &Actor::ANONYMOUS, "byta", Lang::Sv)
        .await
        .expect("an article")
        .related;
    assert_eq!(related.iter().map(|other| other.slug.as_str()).collect::<Vec<_>>(), ["glomt"]);
    let related = articles::find_page(&fyr.backend, &Actor::ANONYMOUS, "glomt", Lang::Sv)
        .await
        .expect("an article")
        .related;
    let slugs: Vec<_> = related.iter().map(|other| other.slug.as_str()).collect();
    assert_eq!(slugs, ["byta", "a000", "a001", "a002"], "then those of its category");
    std::fs::remove_file(fyr.content().join("sv/account/byta.md")).expect("removed");
    fyr.import().await;
    let related = articles::find_page(&fyr.backend, &Actor::ANONYMOUS, "glomt", Lang::Sv)
        .await
        .expect("an article")
        .related;
    assert!(related.iter().all(|other| other.slug != "byta"), "what was withdrawn is not shown");
}

#[tokio::test]
async fn an_article_has_related_articles_of_its_category() {
    let fyr = fixture_with_articles(10).await;
    let reading =
        articles::find_page(&fyr.backend, &Actor::ANONYMOUS, "a003", Lang::En).await.expect("an article");
    assert_eq!(reading.related.len(), 4);
    assert!(reading.related.iter().all(|other| other.slug != "a003"));
    for slug in ["no-such", "", "a003\0", "../a003", "å"] {
        let missing = articles::find_page(&fyr.backend, &Actor::ANONYMOUS, slug, Lang::En).await;
        assert!(matches!(missing, Err(Error::NotFound)), "{slug:?}");
    }
}
