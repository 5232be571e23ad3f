//! One-time tokens of links in mail.

use fyr_domain::Role;
use fyr_store::tokens::{self, Token};
use fyr_testing::{Harness, on_both_engines};
use serde_json::json;

use crate::fixtures::{self, at};

on_both_engines! {
    a_token_is_valid_for_one_purpose_until_it_expires,
    a_token_is_used_once,
    tokens_of_an_address_or_a_person_are_revoked,
    tokens_sent_since_a_time_are_counted,
    expired_tokens_are_deleted,
}

fn token(hash: &str) -> Token {
    Token {
        hash: hash.into(),
        purpose: "reset".into(),
        user_id: None,
        email: "åsa@exempel.se".into(),
        payload: json!({ "next": "/tickets" }).into(),
        created_at: at(0),
        expires_at: at(60),
    }
}

async fn good(db: &mut fyr_store::Db, hash: &str, minute: i64) -> bool {
    tokens::find_valid(db, hash, "reset", at(minute)).await.unwrap().is_some()
}

async fn a_token_is_valid_for_one_purpose_until_it_expires(harness: &Harness) {
    let user = fixtures::person(harness, Role::Agent, "Asa").await.id;
    let user_id = Some(user);
    let own = Token { user_id, ..token("a") };
    let mut tx = harness.begin().await;
    tokens::insert(&mut tx, &own).await.unwrap();
    assert_eq!(tokens::find_valid(&mut tx, "a", "reset", at(59)).await.unwrap(), Some(own));
    assert!(!good(&mut tx, "a", 60).await);
    assert!(!good(&mut tx, "b", 0).await);
    assert!(tokens::find_valid(&mut tx, "a", "sign-in", at(0)).await.unwrap().is_none());
}

async fn a_token_is_used_once(harness: &Harness) {
    let mut tx = harness.begin().await;
    for hash in ["a", "b"] {
        tokens::insert(&mut tx, &token(hash)).await.unwrap();
    }
    assert!(!tokens::mark_used(&mut tx, "b", at(60)).await.unwrap(), "too late");
    assert!(tokens::mark_used(&mut tx, "a", at(1)).await.unwrap());
    assert!(!tokens::mark_used(&mut tx, "a", at(1)).await.unwrap());
    assert!(!good(&mut tx, "a", 1).await);
    assert!(good(&mut tx, "b", 1).await);
}

async fn tokens_of_an_address_or_a_person_are_revoked(harness: &Harness) {
    let user = fixtures::person(harness, Role::Agent, "Asa").await.id;
    let user_id = Some(user);
    let mut tx = harness.begin().await;
    for one in [
        token("a"),
        Token { purpose: "sign-in".into(), ..token("b") },
        Token { email: "bo@exempel.se".into(), ..token("c") },
        Token { user_id, email: "ny@exempel.se".into(), ..token("d") },
    ] {
        tokens::insert(&mut tx, &one).await.unwrap();
    }
    tokens::revoke_for_email(&mut tx, "åsa@exempel.se", "reset", at(1)).await.unwrap();
    assert!(!good(&mut tx, "a", 1).await);
    assert!(tokens::find_valid(&mut tx, "b", "sign-in", at(1)).await.unwrap().is_some());
    assert!(good(&mut tx, "c", 1).await && good(&mut tx, "d", 1).await);
    tokens::revoke_for_user(&mut tx, user, at(1)).await.unwrap();
    assert!(good(&mut tx, "c", 1).await && !good(&mut tx, "d", 1).await);
}

async fn tokens_sent_since_a_time_are_counted(harness: &Harness) {
    let mut tx = harness.begin().await;
    for (hash, minute) in [("a", 0), ("b", 10), ("c", 20)] {
        tokens::insert(&mut tx, &Token { created_at: at(minute), ..token(hash) }).await.unwrap();
    }
    tokens::mark_used(&mut tx, "c", at(21)).await.unwrap();
    assert_eq!(tokens::count_since(&mut tx, "åsa@exempel.se", "reset", at(0)).await.unwrap(), 2);
    assert_eq!(tokens::count_since(&mut tx, "åsa@exempel.se", "sign-in", at(0)).await.unwrap(), 0);
    assert_eq!(tokens::count_since(&mut tx, "bo@exempel.se", "reset", at(0)).await.unwrap(), 0);
}

async fn expired_tokens_are_deleted(harness: &Harness) {
    let mut tx = harness.begin().await;
    for (hash, minute) in [("a", 1), ("b", 2), ("c", 3)] {
        tokens::insert(&mut tx, &Token { expires_at: at(minute), ..token(hash) }).await.unwrap();
    }
    assert_eq!(tokens::delete_expired(&mut tx, at(2)).await.unwrap(), 2);
    assert!(good(&mut tx, "c", 0).await);
}
