//! Drafts of the ticket form, and that they belong to one owner.

use fyr_domain::tickets::RawTicket;
use fyr_store::drafts::{self, Draft};
use fyr_testing::{Harness, on_both_engines};

use crate::fixtures::at;

on_both_engines! {
    a_draft_stays_its_owners,
    the_owners_latest_draft_is_found,
    a_draft_is_deleted,
    drafts_without_recent_changes_are_stale,
    an_owners_oldest_drafts_give_way,
    nul_characters_are_removed_from_drafts,
}

fn typed(subject: &str) -> RawTicket {
    RawTicket {
        subject: subject.into(), description: "Åäö\r\n👍 \"så\"".into(), ..RawTicket::default()
    }
}

async fn a_draft_stays_its_owners(harness: &Harness) {
    let key = harness.id();
    let mut tx = harness.begin().await;
    assert!(drafts::upsert(&mut tx, key, "åsa", &typed("mitt"), at(0)).await.unwrap());
    assert!(!drafts::upsert(&mut tx, key, "bo", &typed("taget"), at(1)).await.unwrap(), "another's");
    assert_eq!(drafts::find_by_form_key(&mut tx, key, "bo").await.unwrap(), None);
    assert_eq!(drafts::find_latest(&mut tx, "bo").await.unwrap(), None);
    assert_eq!(drafts::find_by_form_key(&mut tx, key, "åsa").await.unwrap(), Some(typed("mitt")));
    assert!(drafts::upsert(&mut tx, key, "åsa", &typed("mer"), at(2)).await.unwrap());
    assert_eq!(drafts::find_by_form_key(&mut tx, key, "åsa").await.unwrap(), Some(typed("mer")));
}

async fn the_owners_latest_draft_is_found(harness: &Harness) {
    let (first, second) = (harness.id(), harness.id());
    let mut tx = harness.begin().await;
    drafts::upsert(&mut tx, first, "åsa", &typed("ett"), at(0)).await.unwrap();
    drafts::upsert(&mut tx, second, "åsa", &typed("två"), at(1)).await.unwrap();
    assert_eq!(
        drafts::find_latest(&mut tx, "åsa").await.unwrap(),
        Some(Draft { form_key: second, fields: typed("två") })
    );
    drafts::upsert(&mut tx, first, "åsa", &typed("ett igen"), at(2)).await.unwrap();
    assert_eq!(
        drafts::find_latest(&mut tx, "åsa").await.unwrap(),
        Some(Draft { form_key: first, fields: typed("ett igen") })
    );
}

async fn a_draft_is_deleted(harness: &Harness) {
    let (key, other) = (harness.id(), harness.id());
    let mut tx = harness.begin().await;
    drafts::upsert(&mut tx, key, "åsa", &typed("ett"), at(1)).await.unwrap();
    drafts::upsert(&mut tx, other, "åsa", &typed("två"), at(0)).await.unwrap();
    drafts::delete(&mut tx, key).await.unwrap();
    assert_eq!(drafts::find_by_form_key(&mut tx, key, "åsa").await.unwrap(), None);
    assert_eq!(
        drafts::find_latest(&mut tx, "åsa").await.unwrap(),
        Some(Draft { form_key: other, fields: typed("två") })
    );
}

async fn an_owners_oldest_drafts_give_way(harness: &Harness) {
    let mut tx = harness.begin().await;
    let mut own = Vec::new();
    for second in 0..5 {
        let key = harness.id();
        drafts::upsert(&mut tx, key, "åsa", &typed("x"), at(second)).await.unwrap();
        own.push(key);
    }
    let others = harness.id();
    drafts::upsert(&mut tx, others, "bo", &typed("x"), at(0)).await.unwrap();
    assert_eq!(drafts::delete_oldest(&mut tx, "åsa", 3).await.unwrap(), 2);
    assert_eq!(drafts::delete_oldest(&mut tx, "åsa", 3).await.unwrap(), 0);
    for (index, key) in own.into_iter().enumerate() {
        let found = drafts::find_by_form_key(&mut tx, key, "åsa").await.unwrap();
        assert_eq!(found.is_some(), index >= 2, "{index}");
    }
    assert!(drafts::find_by_form_key(&mut tx, others, "bo").await.unwrap().is_some(), "another's");
}

async fn drafts_without_recent_changes_are_stale(harness: &Harness) {
    let (old, touched) = (harness.id(), harness.id());
    let mut tx = harness.begin().await;
    drafts::upsert(&mut tx, old, "åsa", &typed("ett"), at(0)).await.unwrap();
    drafts::upsert(&mut tx, touched, "åsa", &typed("två"), at(0)).await.unwrap();
    drafts::upsert(&mut tx, touched, "åsa", &typed("två"), at(5)).await.unwrap();
    assert!(drafts::list_stale_form_keys(&mut tx, at(0)).await.unwrap().is_empty(), "not to the moment");
    assert_eq!(drafts::list_stale_form_keys(&mut tx, at(5)).await.unwrap(), [old]);
}

async fn nul_characters_are_removed_from_drafts(harness: &Harness) {
    let key = harness.id();
    let mut tx = harness.begin().await;
    assert!(drafts::upsert(&mut tx, key, "åsa", &typed("a\0b"), at(0)).await.unwrap());
    assert_eq!(drafts::find_by_form_key(&mut tx, key, "åsa").await.unwrap(), Some(typed("ab")));
    assert_eq!(drafts::change_owner(&mut tx, "åsa", "cia").await.unwrap(), 1);
    assert_eq!(
        drafts::find_by_form_key(&mut tx, key, "cia").await.unwrap(),
        Some(typed("ab")),
        "whoever signs in takes it over"
    );
    assert!(drafts::find_by_form_key(&mut tx, key, "åsa").await.unwrap().is_none());
}
