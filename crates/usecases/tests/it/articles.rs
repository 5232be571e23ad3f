//! Reading, browsing and rating articles.

use fyr_domain::{Lang, text::Comment};
use fyr_services::{
    Error,
    articles::{self, PER_PAGE, Rating},
    catalogue,
    store::articles::rating_counts,
};

use crate::support::Fixture;

async fn with_articles(count: usize) -> Fixture {
    let fyr = Fixture::new().await;
    for n in 0..count {
        fyr.write(&format!("sv/sign-in/a{n:03}.md"), &format!("---\ntitle: Nummer {n:03}\n---\n\nText.\n"));
    }
    fyr.import_and_index().await;
    fyr
}

fn helpful(helpful: bool) -> Rating {
    Rating { helpful, comment: None }
}

#[tokio::test]
async fn a_reader_has_one_rating_of_an_article_the_last_one() {
    let fyr = with_articles(2).await;
    let rate = async |reader: &str, slug: &str, rating: Rating| {
        articles::rate(&fyr.ctx, reader, slug, Lang::Sv, &rating).await
    };
    rate("browser:1", "a001", helpful(true)).await.expect("rated");
    rate("browser:1", "a001", helpful(true)).await.expect("rated");
    rate("browser:2", "a001", helpful(true)).await.expect("rated");
    let why = Comment::parse_optional("Bilden saknas").expect("a comment");
    rate("browser:1", "a001", Rating { helpful: false, comment: why }).await.expect("rated");
    let id = articles::read(&fyr.ctx, "a001", Lang::Sv).await.expect("an article").article.id;
    let mut db = fyr.ctx.store.read().await.expect("a connection");
    assert_eq!(rating_counts(&mut db, id).await.expect("counted"), Some((1, 1)));
    let popular = catalogue::get(&fyr.ctx).await.expect("a catalogue");
    assert_eq!(popular.popular(Lang::Sv)[0].slug, "a001", "the helpful one comes first at once");
    assert_eq!(fyr.promised().await, 4, "the index learns of each");
    let missing = rate("browser:1", "no-such", helpful(true)).await;
    assert!(matches!(missing, Err(Error::NotFound)), "{missing:?}");
}

#[tokio::test]
async fn a_category_has_pages_and_no_more_than_it_has() {
    let fyr = with_articles(30).await;
    let first = articles::shelf(&fyr.ctx, "sign-in", Lang::Nb, 1).await.expect("a shelf");
    assert_eq!((first.total, first.lang), (30, Lang::Sv), "another language stands in");
    assert_eq!(i64::try_from(first.articles.len()).expect("few"), PER_PAGE);
    assert_eq!(articles::shelf(&fyr.ctx, "sign-in", Lang::Sv, 2).await.expect("a shelf").articles.len(), 5);
    for (slug, page) in [("sign-in", 3), ("sign-in", i64::MAX), ("no-such", 1)] {
        let answer = articles::shelf(&fyr.ctx, slug, Lang::Sv, page).await;
        assert!(matches!(answer, Err(Error::NotFound)), "{slug} {page}: {answer:?}");
    }
    let shelves = articles::shelves(&fyr.ctx, Lang::Sv).await.expect("shelves");
    assert_eq!((shelves.len(), shelves[0].total, shelves[0].articles.len()), (1, 30, 5));
}

#[tokio::test]
async fn other_articles_of_the_category_are_offered_after_one() {
    let fyr = with_articles(10).await;
    let reading = articles::read(&fyr.ctx, "a003", Lang::En).await.expect("an article");
    assert_eq!(reading.related.len(), 4);
    assert!(reading.related.iter().all(|other| other.slug != "a003"));
    for slug in ["no-such", "", "a003\0", "../a003", "å"] {
        let missing = articles::read(&fyr.ctx, slug, Lang::En).await;
        assert!(matches!(missing, Err(Error::NotFound)), "{slug:?}");
    }
}
