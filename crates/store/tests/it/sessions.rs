//! Browser sessions and their expiry.

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::Role;
use fyr_store::sessions::{self, Session};
use fyr_testing::{Harness, on_both_engines};
use uuid::Uuid;

use crate::fixtures::{self, at};

on_both_engines! {
    a_session_lives_until_it_expires,
    times_with_and_without_a_fraction_are_compared_correctly,
    an_id_is_given_once,
    saving_writes_a_session_that_is_there,
    a_session_is_deleted,
    sessions_are_found_by_what_is_in_their_data,
    expired_sessions_are_deleted,
    users_list_and_delete_their_own_sessions,
    everyone_is_signed_out_and_guests_stay,
    a_sign_in_that_waits_for_its_code_ends_with_the_sessions,
}

fn session(id: &str, data: &str, expires_at: DateTime<Utc>) -> Session {
    Session {
        id: id.into(),
        data: data.into(),
        user_id: None,
        pending_user_id: None,
        created_at: at(0),
        seen_at: at(0),
        device: "Firefox, Linux".into(),
        address: Some("192.0.2.1".into()),
        expires_at,
    }
}

async fn create(db: &mut fyr_store::Db, id: &str, data: &str, expires_at: DateTime<Utc>) -> bool {
    sessions::insert(db, &session(id, data, expires_at)).await.unwrap()
}

async fn save(db: &mut fyr_store::Db, id: &str, data: &str, expires_at: DateTime<Utc>) {
    sessions::update(db, &session(id, data, expires_at)).await.unwrap();
}

async fn a_session_lives_until_it_expires(harness: &Harness) {
    let mut tx = harness.begin().await;
    assert!(create(&mut tx, "a", "data åäö", at(10)).await);
    let load = async |tx: &mut fyr_store::Db, now| sessions::find_data(tx, "a", now).await.unwrap();
    assert_eq!(load(&mut tx, at(0)).await.as_deref(), Some("data åäö"));
    assert_eq!(load(&mut tx, at(10) - TimeDelta::microseconds(1)).await.as_deref(), Some("data åäö"));
    assert_eq!(load(&mut tx, at(10)).await, None);
    assert!(sessions::is_active(&mut tx, "a", at(9)).await.unwrap());
    assert!(!sessions::is_active(&mut tx, "a", at(10)).await.unwrap());
    assert!(!sessions::is_active(&mut tx, "b", at(9)).await.unwrap());
    assert_eq!(sessions::find_data(&mut tx, "b", at(0)).await.unwrap(), None);
}

async fn times_with_and_without_a_fraction_are_compared_correctly(harness: &Harness) {
    let micros =
        |n: i64| -> DateTime<Utc> { DateTime::from_timestamp_micros(1_767_600_000_000_000 + n).unwrap() };
    let moments =
        [-1_000_000, -1, 0, 1, 10, 999, 1_000, 1_001, 123_000, 123_456, 999_999, 1_000_000].map(micros);
    let mut tx = harness.begin().await;
    assert!(create(&mut tx, "a", "data", at(0)).await);
    for (n, expires) in moments.iter().enumerate() {
        save(&mut tx, "a", "data", *expires).await;
        for (m, now) in moments.iter().enumerate() {
            let alive = sessions::find_data(&mut tx, "a", *now).await.unwrap().is_some();
            assert_eq!(alive, m < n, "expires {expires}, now {now}");
        }
    }
}

async fn an_id_is_given_once(harness: &Harness) {
    let mut tx = harness.begin().await;
    assert!(create(&mut tx, "a", "first", at(10)).await);
    assert!(!create(&mut tx, "a", "second", at(20)).await);
    assert_eq!(sessions::find_data(&mut tx, "a", at(0)).await.unwrap().as_deref(), Some("first"));
    assert_eq!(sessions::find_data(&mut tx, "a", at(15)).await.unwrap(), None);
}

async fn saving_writes_a_session_that_is_there(harness: &Harness) {
    let mut tx = harness.begin().await;
    create(&mut tx, "a", "first", at(10)).await;
    save(&mut tx, "a", "second", at(20)).await;
    assert_eq!(sessions::find_data(&mut tx, "a", at(15)).await.unwrap().as_deref(), Some("second"));
    sessions::delete(&mut tx, "a").await.unwrap();
    save(&mut tx, "a", "third", at(20)).await;
    assert_eq!(sessions::find_data(&mut tx, "a", at(15)).await.unwrap(), None, "what has ended stays ended");
}

async fn a_session_is_deleted(harness: &Harness) {
    let mut tx = harness.begin().await;
    create(&mut tx, "a", "first", at(10)).await;
    create(&mut tx, "b", "other", at(10)).await;
    sessions::delete(&mut tx, "a").await.unwrap();
    sessions::delete(&mut tx, "a").await.unwrap();
    assert_eq!(sessions::find_data(&mut tx, "a", at(0)).await.unwrap(), None);
    assert_eq!(sessions::find_data(&mut tx, "b", at(0)).await.unwrap().as_deref(), Some("other"));
}

async fn expired_sessions_are_deleted(harness: &Harness) {
    let mut tx = harness.begin().await;
    for (id, minute) in [("a", 1), ("b", 2), ("c", 3)] {
        create(&mut tx, id, "data", at(minute)).await;
    }
    assert_eq!(sessions::delete_expired(&mut tx, at(2)).await.unwrap(), 2);
    assert_eq!(sessions::delete_expired(&mut tx, at(2)).await.unwrap(), 0);
    assert!(sessions::find_data(&mut tx, "a", at(0)).await.unwrap().is_none());
    assert!(sessions::find_data(&mut tx, "c", at(0)).await.unwrap().is_some());
}

async fn users_list_and_delete_their_own_sessions(harness: &Harness) {
    let asa = fixtures::person(harness, Role::Agent, "Asa").await.id;
    let bo = fixtures::person(harness, Role::Agent, "Bo").await.id;
    let of = |id: &str, user: Uuid, seen| Session {
        user_id: Some(user),
        seen_at: at(seen),
        ..session(id, "x", at(60))
    };
    let mut tx = harness.begin().await;
    for one in [of("a", asa, 1), of("b", asa, 3), of("c", asa, 2), of("d", bo, 1)] {
        sessions::insert(&mut tx, &one).await.unwrap();
    }
    sessions::insert(&mut tx, &Session { expires_at: at(4), ..of("e", asa, 1) }).await.unwrap();
    let ids = async |tx: &mut fyr_store::Db, user| -> Vec<String> {
        sessions::list_for_user(tx, user, at(5))
            .await
            .unwrap()
            .into_iter()
            .map(|session| session.id)
            .collect()
    };
    assert_eq!(ids(&mut tx, asa).await, ["b", "c", "a"]);
    let listed = sessions::list_for_user(&mut tx, bo, at(5)).await.unwrap().remove(0);
    assert_eq!((listed.created_at, listed.seen_at), (at(0), at(1)));
    assert_eq!((listed.device.as_str(), listed.address.as_deref()), ("Firefox, Linux", Some("192.0.2.1")));

    sessions::update(&mut tx, &Session { seen_at: at(5), device: "Edge, Windows".into(), ..of("a", asa, 5) })
        .await
        .unwrap();
    assert_eq!(ids(&mut tx, asa).await, ["a", "b", "c"], "the one used last first");
    assert!(!sessions::delete_for_user(&mut tx, bo, "a").await.unwrap(), "another person's");
    assert!(sessions::delete_for_user(&mut tx, asa, "a").await.unwrap());
    assert!(!sessions::delete_for_user(&mut tx, asa, "a").await.unwrap());
    assert_eq!(sessions::delete_others(&mut tx, asa, "b").await.unwrap(), 2, "also the one that has expired");
    assert_eq!(ids(&mut tx, asa).await, ["b"]);
    assert_eq!(ids(&mut tx, bo).await, ["d"]);
}

async fn a_sign_in_that_waits_for_its_code_ends_with_the_sessions(harness: &Harness) {
    let asa = fixtures::person(harness, Role::Agent, "Asa").await.id;
    let bo = fixtures::person(harness, Role::Agent, "Bo").await.id;
    let waiting = |id: &str, user: Uuid| Session { pending_user_id: Some(user), ..session(id, "x", at(60)) };
    let mut tx = harness.begin().await;
    for one in [waiting("a", asa), waiting("b", bo), session("guest", "x", at(60))] {
        assert!(sessions::insert(&mut tx, &one).await.unwrap());
    }
    let alive = async |tx: &mut fyr_store::Db| {
        let mut alive = Vec::new();
        for id in ["a", "b", "guest"] {
            alive.push(sessions::is_active(tx, id, at(5)).await.unwrap());
        }
        alive
    };
    assert!(sessions::list_for_user(&mut tx, asa, at(5)).await.unwrap().is_empty(), "nobody is signed in");
    assert_eq!(sessions::delete_others(&mut tx, asa, "").await.unwrap(), 0);
    assert_eq!(alive(&mut tx).await, [false, true, true]);
    // done with the code, or waiting again
    sessions::update(&mut tx, &session("b", "x", at(60))).await.unwrap();
    sessions::delete_others(&mut tx, bo, "").await.unwrap();
    assert_eq!(alive(&mut tx).await, [false, true, true]);
    sessions::update(&mut tx, &waiting("b", bo)).await.unwrap();
    assert_eq!(sessions::delete_all_signed_in(&mut tx).await.unwrap(), 0);
    assert_eq!(alive(&mut tx).await, [false, false, true]);
}

async fn everyone_is_signed_out_and_guests_stay(harness: &Harness) {
    let asa = fixtures::person(harness, Role::Agent, "Asa").await.id;
    let bo = fixtures::person(harness, Role::Admin, "Bo").await.id;
    let mut tx = harness.begin().await;
    for (id, user) in [("a", Some(asa)), ("b", Some(bo)), ("c", Some(bo)), ("guest", None)] {
        sessions::insert(&mut tx, &Session { user_id: user, ..session(id, "x", at(60)) }).await.unwrap();
    }
    assert_eq!(sessions::delete_all_signed_in(&mut tx).await.unwrap(), 3);
    for (id, alive) in [("a", false), ("b", false), ("c", false), ("guest", true)] {
        assert_eq!(sessions::is_active(&mut tx, id, at(5)).await.unwrap(), alive, "{id}");
    }
}

async fn sessions_are_found_by_what_is_in_their_data(harness: &Harness) {
    let id = harness.id();
    let mut tx = harness.begin().await;
    for (name, data) in [("a", format!("{{\"who\":\"{id}\"}}")), ("b", "{}".to_owned())] {
        assert!(create(&mut tx, name, &data, at(10)).await);
    }
    let found = sessions::list_containing(&mut tx, &id.to_string()).await.unwrap();
    assert_eq!(found.iter().map(|session| session.id.as_str()).collect::<Vec<_>>(), ["a"]);
    assert!(found[0].data.contains("who"));
    sessions::update_data(&mut tx, "a", "{\"who\":null}").await.unwrap();
    assert!(sessions::list_containing(&mut tx, &id.to_string()).await.unwrap().is_empty());
    assert_eq!(sessions::find_data(&mut tx, "a", at(1)).await.unwrap().as_deref(), Some("{\"who\":null}"));
    assert_eq!(sessions::find_data(&mut tx, "b", at(1)).await.unwrap().as_deref(), Some("{}"));
}
