//! Categories, topics and components.

use fyr_domain::{Lang, Localised};
use fyr_store::{TitledItem, categories, components, topics};
use fyr_testing::{Harness, on_both_engines};
use sqlx::types::Json;

use crate::fixtures;

on_both_engines! {
    lists_are_ordered_by_position_then_slug,
    upserting_a_known_slug_updates_the_row_and_keeps_its_id,
    insert_if_absent_leaves_a_known_category_unchanged,
    categories_count_their_published_articles_by_language_and_audience,
}

fn slugs(items: &[TitledItem]) -> Vec<&str> {
    items.iter().map(|item| item.slug.as_str()).collect()
}

async fn lists_are_ordered_by_position_then_slug(harness: &Harness) {
    let mut tx = harness.begin().await;
    for (slug, position) in [("b", 2), ("c", 1), ("a", 2)] {
        let item = fixtures::titled_item(harness, slug, position);
        assert_eq!(categories::upsert(&mut tx, &item).await.unwrap(), item.id);
        assert_eq!(components::upsert(&mut tx, &item).await.unwrap(), item.id);
        topics::upsert(&mut tx, &item).await.unwrap();
    }
    let expected = ["c", "a", "b"];
    assert_eq!(slugs(&categories::list(&mut tx).await.unwrap()), expected);
    assert_eq!(slugs(&topics::list(&mut tx).await.unwrap()), expected);
    topics::delete(&mut tx, expected[0]).await.unwrap();
    assert_eq!(slugs(&topics::list(&mut tx).await.unwrap()), expected[1..]);
    assert_eq!(slugs(&components::list(&mut tx).await.unwrap()), expected);
}

async fn upserting_a_known_slug_updates_the_row_and_keeps_its_id(harness: &Harness) {
    let first = fixtures::titled_item(harness, "a", 1);
    let renewed = TitledItem {
        id: harness.id(),
        position: 7,
        titles: Json(Localised::single(Lang::En, "New")),
        descriptions: Json(Localised::single(Lang::En, "And improved")),
        ..first.clone()
    };
    let mut tx = harness.begin().await;
    for item in [&first, &first, &renewed] {
        assert_eq!(categories::upsert(&mut tx, item).await.unwrap(), first.id);
        assert_eq!(components::upsert(&mut tx, item).await.unwrap(), first.id);
        topics::upsert(&mut tx, item).await.unwrap();
    }
    let expected = TitledItem { id: first.id, ..renewed };
    for list in [categories::list(&mut tx).await.unwrap(), components::list(&mut tx).await.unwrap()] {
        assert_eq!(format!("{list:?}"), format!("{:?}", [&expected]));
    }
    let topics = topics::list(&mut tx).await.unwrap();
    assert_eq!((topics.len(), topics[0].id, topics[0].position), (1, first.id, 7));
    assert_eq!(topics[0].titles, expected.titles);
}

async fn insert_if_absent_leaves_a_known_category_unchanged(harness: &Harness) {
    let first = fixtures::titled_item(harness, "a", 1);
    let mut tx = harness.begin().await;
    assert_eq!(categories::insert_if_absent(&mut tx, &first).await.unwrap(), first.id);
    assert_eq!(
        categories::insert_if_absent(&mut tx, &fixtures::titled_item(harness, "a", 9)).await.unwrap(),
        first.id
    );
    let list = categories::list(&mut tx).await.unwrap();
    assert_eq!(format!("{list:?}"), format!("{:?}", [&first]));
}

async fn categories_count_their_published_articles_by_language_and_audience(harness: &Harness) {
    let (one, two) = (fixtures::category(harness, "one").await, fixtures::category(harness, "two").await);
    fixtures::category(harness, "empty").await;
    fixtures::article(harness, one, "a", &[Lang::Sv, Lang::Nb]).await;
    fixtures::article(harness, one, "b", &[Lang::Sv]).await;
    fixtures::article(harness, one, "hidden", &[Lang::Sv]).await;
    fixtures::article(harness, one, "internal", &[Lang::Sv]).await;
    harness.sql("UPDATE articles SET audience = 'staff' WHERE slug = 'internal'").await;
    fixtures::article(harness, two, "c", &[Lang::En]).await;
    harness.sql("UPDATE articles SET published = FALSE WHERE slug = 'hidden'").await;
    let counts = categories::count_articles(&mut harness.read().await).await.unwrap();
    let mut counts: Vec<_> =
        counts.iter().map(|c| format!("{} {} {} {}", c.slug, c.lang, c.audience, c.articles)).collect();
    counts.sort_unstable();
    assert_eq!(counts, ["one nb everyone 1", "one sv everyone 2", "one sv staff 1", "two en everyone 1"]);
}
