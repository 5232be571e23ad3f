//! Forms on their way, and that they stay their owner's.

use fyr_domain::tickets::RawTicket;
use fyr_store::drafts;

use crate::{
    bed::{Bed, on_both_engines},
    make::at,
};

on_both_engines! {
    a_draft_stays_its_owners,
    the_latest_draft_is_found_again,
    a_draft_is_forgotten,
    drafts_nobody_touched_are_stale,
    a_nul_character_in_a_draft_breaks_nothing,
}

fn typed(subject: &str) -> RawTicket {
    RawTicket {
        subject: subject.into(), description: "Åäö\r\n👍 \"så\"".into(), ..RawTicket::default()
    }
}

async fn a_draft_stays_its_owners(bed: &Bed) {
    let key = bed.id();
    let mut tx = bed.begin().await;
    assert!(drafts::put(&mut tx, key, "åsa", &typed("mitt"), at(0)).await.unwrap());
    assert!(!drafts::put(&mut tx, key, "bo", &typed("taget"), at(1)).await.unwrap(), "another's");
    assert_eq!(drafts::find(&mut tx, key, "bo").await.unwrap(), None);
    assert_eq!(drafts::latest(&mut tx, "bo").await.unwrap(), None);
    assert_eq!(drafts::find(&mut tx, key, "åsa").await.unwrap(), Some(typed("mitt")));
    assert!(drafts::put(&mut tx, key, "åsa", &typed("mer"), at(2)).await.unwrap());
    assert_eq!(drafts::find(&mut tx, key, "åsa").await.unwrap(), Some(typed("mer")));
}

async fn the_latest_draft_is_found_again(bed: &Bed) {
    let (first, second) = (bed.id(), bed.id());
    let mut tx = bed.begin().await;
    drafts::put(&mut tx, first, "åsa", &typed("ett"), at(0)).await.unwrap();
    drafts::put(&mut tx, second, "åsa", &typed("två"), at(1)).await.unwrap();
    assert_eq!(drafts::latest(&mut tx, "åsa").await.unwrap(), Some((second, typed("två"))));
    drafts::put(&mut tx, first, "åsa", &typed("ett igen"), at(2)).await.unwrap();
    assert_eq!(drafts::latest(&mut tx, "åsa").await.unwrap(), Some((first, typed("ett igen"))));
}

async fn a_draft_is_forgotten(bed: &Bed) {
    let (key, other) = (bed.id(), bed.id());
    let mut tx = bed.begin().await;
    drafts::put(&mut tx, key, "åsa", &typed("ett"), at(1)).await.unwrap();
    drafts::put(&mut tx, other, "åsa", &typed("två"), at(0)).await.unwrap();
    drafts::delete(&mut tx, key).await.unwrap();
    assert_eq!(drafts::find(&mut tx, key, "åsa").await.unwrap(), None);
    assert_eq!(drafts::latest(&mut tx, "åsa").await.unwrap(), Some((other, typed("två"))));
}

async fn drafts_nobody_touched_are_stale(bed: &Bed) {
    let (old, touched) = (bed.id(), bed.id());
    let mut tx = bed.begin().await;
    drafts::put(&mut tx, old, "åsa", &typed("ett"), at(0)).await.unwrap();
    drafts::put(&mut tx, touched, "åsa", &typed("två"), at(0)).await.unwrap();
    drafts::put(&mut tx, touched, "åsa", &typed("två"), at(5)).await.unwrap();
    assert!(drafts::stale(&mut tx, at(0)).await.unwrap().is_empty(), "not to the moment");
    assert_eq!(drafts::stale(&mut tx, at(5)).await.unwrap(), [old]);
}

async fn a_nul_character_in_a_draft_breaks_nothing(bed: &Bed) {
    let key = bed.id();
    let mut tx = bed.begin().await;
    assert!(drafts::put(&mut tx, key, "åsa", &typed("a\0b"), at(0)).await.unwrap());
    assert_eq!(drafts::find(&mut tx, key, "åsa").await.unwrap(), Some(typed("ab")));
    assert_eq!(drafts::adopt(&mut tx, "åsa", "cia").await.unwrap(), 1);
    assert_eq!(
        drafts::find(&mut tx, key, "cia").await.unwrap(),
        Some(typed("ab")),
        "whoever signs in takes it over"
    );
    assert!(drafts::find(&mut tx, key, "åsa").await.unwrap().is_none());
}
