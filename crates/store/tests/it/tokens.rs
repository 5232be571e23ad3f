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
    a_used_token_is_found_by_the_browser_that_used_it,
    expired_tokens_are_deleted,
}

fn token(hash: &str) -> Token {
    Token {
        hash: hash.into(),
        purpose: "reset".into(),
        user_id: None,
        email: "åsa@exempel.se".into(),
        payload: json!({ "next": "/tickets" }).into(),
        network: None,
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

async fn a_used_token_is_found_by_the_browser_that_used_it(harness: &Harness) {
    let user = fixtures::person(harness, Role::Agent, "Asa").await.id;
    let mut tx = harness.begin().await;
    for hash in ["a", "b"] {
        tokens::insert(&mut tx, &token(hash)).await.unwrap();
    }
    let used = async |tx: &mut fyr_store::Db, hash, browser, since| {
        tokens::find_used(tx, hash, "reset", browser, at(since)).await.unwrap().map(|found| found.user_id)
    };
    tokens::remember_use(&mut tx, "a", "own", user).await.unwrap();
    assert_eq!(used(&mut tx, "a", "own", 0).await, None, "it was not used yet");
    for hash in ["a", "b"] {
        assert!(tokens::mark_used(&mut tx, hash, at(5)).await.unwrap());
        tokens::remember_use(&mut tx, hash, "own", user).await.unwrap();
    }
    assert_eq!(used(&mut tx, "a", "own", 4).await, Some(Some(user)));
    assert_eq!(used(&mut tx, "a", "own", 5).await, None, "too long ago");
    assert_eq!(used(&mut tx, "a", "other", 4).await, None);
    assert!(tokens::find_used(&mut tx, "a", "sign-in", "own", at(4)).await.unwrap().is_none());
    tokens::revoke_for_user(&mut tx, user, at(6)).await.unwrap();
    assert_eq!(used(&mut tx, "a", "own", 4).await, None, "who changes the password ends this too");
    tokens::remember_use(&mut tx, "b", "own", user).await.unwrap();
    tokens::forget_uses(&mut tx, None).await.unwrap();
    assert_eq!(used(&mut tx, "b", "own", 4).await, None);
    let from = Token { network: Some("net".into()), ..token("c") };
    tokens::insert(&mut tx, &from).await.unwrap();
    for (network, count) in [("net", 1), ("other", 0)] {
        let counted = tokens::count_from_network(&mut tx, "åsa@exempel.se", "reset", network, at(-1));
        assert_eq!(counted.await.unwrap(), count, "{network}");
    }
}
