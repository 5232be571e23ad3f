//! Categories, topics and services.

use fyr_domain::{Lang, Localised};
use fyr_store::catalogue::{self, Entry};
use sqlx::types::Json;

use crate::{
    bed::{Bed, on_both_engines},
    make,
};

on_both_engines! {
    lists_are_in_order_of_position_and_then_of_slug,
    a_known_slug_is_renewed_and_keeps_its_id,
    a_known_category_is_left_alone_where_it_should_only_be_there,
    categories_count_their_published_articles_by_language,
}

fn slugs(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.slug.as_str()).collect()
}

async fn lists_are_in_order_of_position_and_then_of_slug(bed: &Bed) {
    let mut tx = bed.begin().await;
    for (slug, position) in [("b", 2), ("c", 1), ("a", 2)] {
        let entry = make::listed(bed, slug, position);
        assert_eq!(catalogue::put_category(&mut tx, &entry).await.unwrap(), entry.id);
        assert_eq!(catalogue::put_service(&mut tx, &entry).await.unwrap(), entry.id);
        catalogue::put_topic(&mut tx, &entry).await.unwrap();
    }
    let expected = ["c", "a", "b"];
    assert_eq!(slugs(&catalogue::categories(&mut tx).await.unwrap()), expected);
    assert_eq!(slugs(&catalogue::topics(&mut tx).await.unwrap()), expected);
    assert_eq!(slugs(&catalogue::services(&mut tx).await.unwrap()), expected);
}

async fn a_known_slug_is_renewed_and_keeps_its_id(bed: &Bed) {
    let first = make::listed(bed, "a", 1);
    let renewed = Entry {
        id: bed.id(),
        position: 7,
        titles: Json(Localised::only(Lang::En, "New")),
        descriptions: Json(Localised::only(Lang::En, "And improved")),
        ..first.clone()
    };
    let mut tx = bed.begin().await;
    for entry in [&first, &first, &renewed] {
        assert_eq!(catalogue::put_category(&mut tx, entry).await.unwrap(), first.id);
        assert_eq!(catalogue::put_service(&mut tx, entry).await.unwrap(), first.id);
        catalogue::put_topic(&mut tx, entry).await.unwrap();
    }
    let expected = Entry { id: first.id, ..renewed };
    for list in [catalogue::categories(&mut tx).await.unwrap(), catalogue::services(&mut tx).await.unwrap()] {
        assert_eq!(format!("{list:?}"), format!("{:?}", [&expected]));
    }
    let topics = catalogue::topics(&mut tx).await.unwrap();
    assert_eq!((topics.len(), topics[0].id, topics[0].position), (1, first.id, 7));
    assert_eq!(topics[0].titles, expected.titles);
}

async fn a_known_category_is_left_alone_where_it_should_only_be_there(bed: &Bed) {
    let first = make::listed(bed, "a", 1);
    let mut tx = bed.begin().await;
    assert_eq!(catalogue::put_category_if_absent(&mut tx, &first).await.unwrap(), first.id);
    assert_eq!(
        catalogue::put_category_if_absent(&mut tx, &make::listed(bed, "a", 9)).await.unwrap(),
        first.id
    );
    let list = catalogue::categories(&mut tx).await.unwrap();
    assert_eq!(format!("{list:?}"), format!("{:?}", [&first]));
}

async fn categories_count_their_published_articles_by_language(bed: &Bed) {
    let (one, two) = (make::category(bed, "one").await, make::category(bed, "two").await);
    make::category(bed, "empty").await;
    make::article(bed, one, "a", &[Lang::Sv, Lang::Nb]).await;
    make::article(bed, one, "b", &[Lang::Sv]).await;
    make::article(bed, one, "hidden", &[Lang::Sv]).await;
    make::article(bed, two, "c", &[Lang::En]).await;
    bed.sql("UPDATE articles SET published = FALSE WHERE slug = 'hidden'").await;
    let counts = catalogue::category_counts(&mut bed.read().await).await.unwrap();
    let mut counts: Vec<_> = counts.iter().map(|c| (c.slug.as_str(), c.lang.as_str(), c.articles)).collect();
    counts.sort_unstable();
    assert_eq!(counts, [("one", "nb", 1), ("one", "sv", 2), ("two", "en", 1)]);
}
