//! Ratings of articles, and how many there are.

use fyr_domain::Lang;
use fyr_store::{
    article_ratings::{self, ArticleRating, RatingCounts},
    articles,
};
use fyr_testing::{Harness, on_both_engines};
use uuid::Uuid;

use crate::fixtures::{self, at};

on_both_engines! {
    one_rating_counts_per_reader,
    concurrent_ratings_are_all_counted,
    the_latest_comments_come_first,
}

/// Rates an article as a reader.
pub async fn rate(harness: &Harness, article: Uuid, reader: &str, helpful: bool) {
    let mut tx = harness.begin().await;
    let rating = ArticleRating { article, reader, helpful, comment: None, lang: Lang::Sv };
    article_ratings::upsert_rating(&mut tx, &rating, at(0)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn one_rating_counts_per_reader(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    let id = fixtures::article(harness, category, "a", &[Lang::Sv]).await;
    let other = fixtures::article(harness, category, "b", &[Lang::Sv]).await;
    let counts =
        async || article_ratings::count_ratings(&mut harness.read().await, id).await.unwrap().unwrap();
    assert_eq!(counts().await, RatingCounts { helpful: 0, not_helpful: 0 });
    rate(harness, id, "r1", true).await;
    rate(harness, id, "r1", true).await;
    assert_eq!(counts().await, RatingCounts { helpful: 1, not_helpful: 0 });
    rate(harness, id, "r1", false).await;
    rate(harness, id, "r2", true).await;
    rate(harness, id, "r3", true).await;
    rate(harness, other, "r1", true).await;
    assert_eq!(counts().await, RatingCounts { helpful: 2, not_helpful: 1 });
    let indexed =
        articles::list_for_index(&mut harness.read().await, Some(id), Uuid::nil(), 9).await.unwrap();
    assert_eq!(indexed[0].helpful_yes, 2, "popularity is part of the ranking");
    assert_eq!(article_ratings::count_ratings(&mut harness.read().await, harness.id()).await.unwrap(), None);
}

async fn concurrent_ratings_are_all_counted(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    let id = fixtures::article(harness, category, "a", &[Lang::Sv]).await;
    let mut tx = harness.begin().await;
    let rating =
        ArticleRating { article: id, reader: "r0", helpful: true, comment: Some("tack"), lang: Lang::Sv };
    article_ratings::upsert_rating(&mut tx, &rating, at(0)).await.unwrap();
    let first = async {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        tx.commit().await.unwrap();
    };
    tokio::join!(
        first,
        rate(harness, id, "r1", true),
        rate(harness, id, "r2", true),
        rate(harness, id, "r3", false)
    );
    let counts = article_ratings::count_ratings(&mut harness.read().await, id).await.unwrap();
    assert_eq!(counts, Some(RatingCounts { helpful: 3, not_helpful: 1 }));
}

async fn the_latest_comments_come_first(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    let id = fixtures::article(harness, category, "a", &[Lang::Sv]).await;
    let mut tx = harness.begin().await;
    for (reader, comment, minute) in [("r1", Some("Bra"), 1), ("r2", None, 2), ("r3", Some("Otydligt"), 3)] {
        let rating = ArticleRating { article: id, reader, helpful: minute < 3, comment, lang: Lang::Sv };
        article_ratings::upsert_rating(&mut tx, &rating, at(minute)).await.unwrap();
    }
    let comments = article_ratings::list_comments(&mut tx, id, 9).await.unwrap();
    let read: Vec<_> = comments.iter().map(|read| (read.comment.as_str(), read.helpful, read.at)).collect();
    assert_eq!(read, [("Otydligt", false, at(3)), ("Bra", true, at(1))]);
    assert_eq!(article_ratings::list_comments(&mut tx, id, 1).await.unwrap().len(), 1);
}
