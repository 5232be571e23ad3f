//! Pending changes of e-mail addresses.

use fyr_domain::Role;
use fyr_store::email_changes::{self, EmailChange, MailboxKind};
use fyr_testing::{Harness, on_both_engines};

use crate::fixtures::{self, at};

on_both_engines! {
    both_mailboxes_confirm_the_same_request,
    a_later_request_replaces_an_earlier_one,
    a_request_expires,
}

async fn wish(harness: &Harness, name: &str) -> EmailChange {
    EmailChange {
        user_id: fixtures::person(harness, Role::Participant, name).await.id,
        id: harness.id(),
        email: "ny@exempel.se".into(),
        old_confirmed_at: None,
        new_confirmed_at: None,
        expires_at: at(60),
    }
}

async fn both_mailboxes_confirm_the_same_request(harness: &Harness) {
    let (wish, other) = (wish(harness, "Asa").await, wish(harness, "Bo").await);
    let mut tx = harness.begin().await;
    for one in [&wish, &other] {
        email_changes::upsert(&mut tx, one).await.unwrap();
    }
    let half = email_changes::confirm_mailbox(&mut tx, wish.user_id, wish.id, MailboxKind::New, at(1))
        .await
        .unwrap()
        .unwrap();
    assert_eq!((half.old_confirmed_at, half.new_confirmed_at), (None, Some(at(1))));
    let both = email_changes::confirm_mailbox(&mut tx, wish.user_id, wish.id, MailboxKind::Old, at(2))
        .await
        .unwrap()
        .unwrap();
    assert_eq!((both.old_confirmed_at, both.new_confirmed_at), (Some(at(2)), Some(at(1))));
    assert_eq!(
        email_changes::find_for_user(&mut tx, other.user_id, at(2)).await.unwrap(),
        Some(other.clone())
    );
    let mixed = email_changes::confirm_mailbox(&mut tx, wish.user_id, other.id, MailboxKind::Old, at(2))
        .await
        .unwrap();
    assert_eq!(mixed, None, "another person's wish");
    email_changes::delete(&mut tx, wish.user_id).await.unwrap();
    assert_eq!(email_changes::find_for_user(&mut tx, wish.user_id, at(2)).await.unwrap(), None);
}

async fn a_later_request_replaces_an_earlier_one(harness: &Harness) {
    let first = wish(harness, "Asa").await;
    let second = EmailChange { id: harness.id(), email: "annan@exempel.se".into(), ..first.clone() };
    let mut tx = harness.begin().await;
    email_changes::upsert(&mut tx, &first).await.unwrap();
    email_changes::confirm_mailbox(&mut tx, first.user_id, first.id, MailboxKind::Old, at(1)).await.unwrap();
    email_changes::upsert(&mut tx, &second).await.unwrap();
    assert_eq!(email_changes::find_for_user(&mut tx, first.user_id, at(2)).await.unwrap(), Some(second));
    let late = email_changes::confirm_mailbox(&mut tx, first.user_id, first.id, MailboxKind::New, at(2))
        .await
        .unwrap();
    assert_eq!(late, None, "a yes to the first is none to the second");
}

async fn a_request_expires(harness: &Harness) {
    let wish = wish(harness, "Asa").await;
    let mut tx = harness.begin().await;
    email_changes::upsert(&mut tx, &wish).await.unwrap();
    assert_eq!(email_changes::find_for_user(&mut tx, wish.user_id, at(60)).await.unwrap(), None);
    let late = email_changes::confirm_mailbox(&mut tx, wish.user_id, wish.id, MailboxKind::New, at(60))
        .await
        .unwrap();
    assert_eq!(late, None);
    assert_eq!(email_changes::delete_expired(&mut tx, at(59)).await.unwrap(), 0);
    assert_eq!(email_changes::delete_expired(&mut tx, at(60)).await.unwrap(), 1);
}
