//! Values all processes share, and the counters that say what changed.

use fyr_store::settings::{self, Revision};

use crate::bed::{Bed, on_both_engines};

on_both_engines! {
    revisions_count_up_each_on_its_own,
    a_change_taken_back_does_not_count,
    the_first_value_wins,
}

async fn revisions_count_up_each_on_its_own(bed: &Bed) {
    let mut tx = bed.begin().await;
    let (catalogue, status) = (
        settings::revision(&mut tx, Revision::Catalogue).await.unwrap(),
        settings::revision(&mut tx, Revision::Status).await.unwrap(),
    );
    settings::touch(&mut tx, Revision::Status).await.unwrap();
    settings::touch(&mut tx, Revision::Status).await.unwrap();
    tx.commit().await.unwrap();
    let mut db = bed.read().await;
    assert_eq!(settings::revision(&mut db, Revision::Catalogue).await.unwrap(), catalogue);
    assert_eq!(settings::revision(&mut db, Revision::Status).await.unwrap(), status + 2);
}

async fn a_change_taken_back_does_not_count(bed: &Bed) {
    let before = settings::revision(&mut bed.read().await, Revision::Catalogue).await.unwrap();
    let mut tx = bed.begin().await;
    settings::touch(&mut tx, Revision::Catalogue).await.unwrap();
    drop(tx);
    assert_eq!(settings::revision(&mut bed.read().await, Revision::Catalogue).await.unwrap(), before);
}

async fn the_first_value_wins(bed: &Bed) {
    assert_eq!(settings::get(&mut bed.read().await, "signing-key").await.unwrap(), None);
    let offer = |value: &'static str| async move {
        let mut tx = bed.begin().await;
        settings::put_if_absent(&mut tx, "signing-key", value).await.unwrap();
        let agreed = settings::get(&mut tx, "signing-key").await.unwrap();
        tx.commit().await.unwrap();
        agreed
    };
    let (one, two) = tokio::join!(offer("one"), offer("two"));
    assert!(one.is_some());
    assert_eq!(one, two, "both processes use the same");
    assert_eq!(offer("three").await, one);
}
