//! New addresses on their way.

use fyr_domain::Role;
use fyr_store::email_changes::{self, EmailChange, Mailbox};

use crate::{
    bed::{Bed, on_both_engines},
    make::{self, at},
};

on_both_engines! {
    both_mailboxes_say_yes_to_the_same_wish,
    a_later_wish_takes_the_place_of_an_earlier,
    a_wish_lapses,
}

async fn wish(bed: &Bed, name: &str) -> EmailChange {
    EmailChange {
        user_id: make::person(bed, Role::Participant, name).await.id,
        id: bed.id(),
        email: "ny@exempel.se".into(),
        old_confirmed_at: None,
        new_confirmed_at: None,
        expires_at: at(60),
    }
}

async fn both_mailboxes_say_yes_to_the_same_wish(bed: &Bed) {
    let (wish, other) = (wish(bed, "Asa").await, wish(bed, "Bo").await);
    let mut tx = bed.begin().await;
    for one in [&wish, &other] {
        email_changes::put(&mut tx, one).await.unwrap();
    }
    let half =
        email_changes::confirm(&mut tx, wish.user_id, wish.id, Mailbox::New, at(1)).await.unwrap().unwrap();
    assert_eq!((half.old_confirmed_at, half.new_confirmed_at), (None, Some(at(1))));
    let both =
        email_changes::confirm(&mut tx, wish.user_id, wish.id, Mailbox::Old, at(2)).await.unwrap().unwrap();
    assert_eq!((both.old_confirmed_at, both.new_confirmed_at), (Some(at(2)), Some(at(1))));
    assert_eq!(email_changes::of_user(&mut tx, other.user_id, at(2)).await.unwrap(), Some(other.clone()));
    let mixed = email_changes::confirm(&mut tx, wish.user_id, other.id, Mailbox::Old, at(2)).await.unwrap();
    assert_eq!(mixed, None, "another person's wish");
    email_changes::delete(&mut tx, wish.user_id).await.unwrap();
    assert_eq!(email_changes::of_user(&mut tx, wish.user_id, at(2)).await.unwrap(), None);
}

async fn a_later_wish_takes_the_place_of_an_earlier(bed: &Bed) {
    let first = wish(bed, "Asa").await;
    let second = EmailChange { id: bed.id(), email: "annan@exempel.se".into(), ..first.clone() };
    let mut tx = bed.begin().await;
    email_changes::put(&mut tx, &first).await.unwrap();
    email_changes::confirm(&mut tx, first.user_id, first.id, Mailbox::Old, at(1)).await.unwrap();
    email_changes::put(&mut tx, &second).await.unwrap();
    assert_eq!(email_changes::of_user(&mut tx, first.user_id, at(2)).await.unwrap(), Some(second));
    let late = email_changes::confirm(&mut tx, first.user_id, first.id, Mailbox::New, at(2)).await.unwrap();
    assert_eq!(late, None, "a yes to the first is none to the second");
}

async fn a_wish_lapses(bed: &Bed) {
    let wish = wish(bed, "Asa").await;
    let mut tx = bed.begin().await;
    email_changes::put(&mut tx, &wish).await.unwrap();
    assert_eq!(email_changes::of_user(&mut tx, wish.user_id, at(60)).await.unwrap(), None);
    let late = email_changes::confirm(&mut tx, wish.user_id, wish.id, Mailbox::New, at(60)).await.unwrap();
    assert_eq!(late, None);
    assert_eq!(email_changes::delete_expired(&mut tx, at(59)).await.unwrap(), 0);
    assert_eq!(email_changes::delete_expired(&mut tx, at(60)).await.unwrap(), 1);
}
