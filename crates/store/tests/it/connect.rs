//! Connections, transactions, and bringing the schema up to date.

use std::{path::PathBuf, time::Duration};

use fyr_store::{Error, Store, settings, tickets};

use crate::{
    bed::{Bed, on_both_engines},
    make,
};

on_both_engines! {
    a_dropped_transaction_leaves_nothing,
    a_transaction_is_seen_by_others_once_it_is_committed,
    bringing_the_schema_up_to_date_twice_at_once_is_fine,
    the_schema_of_a_later_release_is_taken_as_it_is,
    a_database_that_answers_says_so_and_a_closed_one_is_away,
    while_all_connections_are_in_use_the_next_is_waited_for,
    moments_keep_their_microseconds,
    writers_queue_instead_of_failing,
}

async fn a_dropped_transaction_leaves_nothing(bed: &Bed) {
    let ticket = make::new_ticket(bed, None);
    let mut tx = bed.begin().await;
    assert!(tickets::put(&mut tx, &ticket).await.unwrap());
    drop(tx);
    assert!(tickets::find(&mut bed.read().await, ticket.id).await.unwrap().is_none());
    make::put(bed, &ticket).await;
}

async fn a_transaction_is_seen_by_others_once_it_is_committed(bed: &Bed) {
    let ticket = make::new_ticket(bed, None);
    let mut tx = bed.begin().await;
    tickets::put(&mut tx, &ticket).await.unwrap();
    assert!(tickets::find(&mut bed.read().await, ticket.id).await.unwrap().is_none());
    tx.commit().await.unwrap();
    assert!(tickets::find(&mut bed.read().await, ticket.id).await.unwrap().is_some());
    // also where nobody waits for the disk
    let ticket = make::new_ticket(bed, None);
    let mut tx = bed.begin().await;
    tickets::put(&mut tx, &ticket).await.unwrap();
    tx.commit_soon().await.unwrap();
    assert!(tickets::find(&mut bed.read().await, ticket.id).await.unwrap().is_some());
}

async fn bringing_the_schema_up_to_date_twice_at_once_is_fine(bed: &Bed) {
    for round in 0..if bed.is_postgres() { 2 } else { 5 } {
        let url = if bed.is_postgres() {
            bed.sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public").await;
            bed.url.clone()
        } else {
            format!("sqlite://{}/new-{round}.db", bed.folder().display())
        };
        // two processes share no pool
        let (one, two) = (Store::open(&url).unwrap(), Store::open(&url).unwrap());
        let (first, second, third) = tokio::join!(one.migrate(), two.migrate(), one.migrate());
        first.and(second).and(third).unwrap();
        let revision =
            settings::revision(&mut two.read().await.unwrap(), settings::Revision::Status).await.unwrap();
        assert_eq!(revision, 1);
        tokio::join!(one.close(), two.close());
    }
}

async fn the_schema_of_a_later_release_is_taken_as_it_is(bed: &Bed) {
    bed.sql(
        "INSERT INTO _sqlx_migrations (version, description, installed_on, success, checksum, execution_time)
         SELECT 9999, 'of a later release', installed_on, success, checksum, 0 FROM _sqlx_migrations WHERE version = 1",
    )
    .await;
    bed.store.migrate().await.unwrap();
}

async fn a_database_that_answers_says_so_and_a_closed_one_is_away(bed: &Bed) {
    bed.store.ping().await.unwrap();
    let store = Store::open(&bed.url).unwrap();
    store.ping().await.unwrap();
    store.close().await;
    assert!(matches!(store.ping().await, Err(Error::Unavailable(_))));
    assert!(matches!(store.begin().await, Err(Error::Unavailable(_))));
}

async fn moments_keep_their_microseconds(bed: &Bed) {
    for micros in [0, 1, 999_999, 123_000, 500_000] {
        let moment = chrono::DateTime::from_timestamp_micros(1_767_600_000_000_000 + micros).unwrap();
        let ticket = tickets::Ticket { created_at: moment, ..make::new_ticket(bed, None) };
        make::put(bed, &ticket).await;
        let found = tickets::find(&mut bed.read().await, ticket.id).await.unwrap().unwrap();
        assert_eq!(found.created_at, moment);
    }
}

async fn writers_queue_instead_of_failing(bed: &Bed) {
    let other = Store::open(&bed.url).unwrap();
    let write = |store: Store| async move {
        for _ in 0..5 {
            let mut tx = store.begin().await.unwrap();
            settings::touch(&mut tx, settings::Revision::Status).await.unwrap();
            tokio::task::yield_now().await;
            tx.commit().await.unwrap();
        }
    };
    tokio::join!(
        write(bed.store.clone()),
        write(bed.store.clone()),
        write(other.clone()),
        write(other.clone())
    );
    other.close().await;
    let revision = settings::revision(&mut bed.read().await, settings::Revision::Status).await.unwrap();
    assert_eq!(revision, 21);
}

#[tokio::test]
async fn an_embedded_database_may_lie_anywhere() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["plain.db", "with blank.db", "åäö.db", "100%25 sure?.db", "a#b&c=d.db"] {
        let path: PathBuf = folder.path().join(name);
        let store = Store::open_file(&path).unwrap();
        store.migrate().await.unwrap();
        store.ping().await.unwrap();
        store.close().await;
        assert!(path.is_file(), "{name}");
    }
}

#[tokio::test]
async fn a_database_in_memory_is_one_database() {
    let store = Store::open("sqlite::memory:").unwrap();
    store.migrate().await.unwrap();
    let mut tx = store.begin().await.unwrap();
    settings::put_if_absent(&mut tx, "name", "value").await.unwrap();
    tx.commit().await.unwrap();
    let value = settings::get(&mut store.read().await.unwrap(), "name").await.unwrap();
    assert_eq!(value.as_deref(), Some("value"));
}

#[tokio::test]
async fn a_file_that_cannot_be_opened_is_a_database_that_is_away() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open_file(&folder.path().join("missing/fyr.db")).unwrap();
    assert!(matches!(store.ping().await, Err(Error::Unavailable(_))));
    assert!(matches!(store.begin().await, Err(Error::Unavailable(_))));
}

#[tokio::test]
async fn a_server_that_is_away_stops_no_start_and_is_told_apart() {
    // port 9 is "discard": nobody listens
    let store = Store::open("postgres://nobody@127.0.0.1:9/none").unwrap();
    assert!(matches!(store.ping().await, Err(Error::Unavailable(_))));
}

#[test]
fn an_address_of_neither_engine_is_refused_with_a_sentence() {
    for url in ["", "fyr.db", "mysql://localhost/fyr", "http://example.org"] {
        let refused = Store::open(url).unwrap_err();
        assert_eq!(refused.to_string(), "must start with sqlite:// or postgres://", "{url}");
    }
    assert!(matches!(Store::open("postgres://[broken"), Err(Error::Address(_))));
    assert!(Store::check_url("postgres://[broken").is_err() && Store::check_url("fyr.db").is_err());
    assert!(
        Store::check_url("sqlite://fyr.db").is_ok() && Store::check_url("postgres://localhost/fyr").is_ok()
    );
}

async fn while_all_connections_are_in_use_the_next_is_waited_for(bed: &Bed) {
    let store = Store::open(&bed.url).unwrap();
    let mut held = Vec::new();
    for _ in 0..if bed.is_postgres() { 16 } else { 8 } {
        held.push(store.read().await.unwrap());
    }
    let released = async {
        // longer than it takes to ask whether the server is there at all
        tokio::time::sleep(Duration::from_secs(1)).await;
        held.pop();
    };
    let (next, ()) = tokio::join!(store.read(), released);
    next.unwrap();
    drop(held);
    store.close().await;
}

#[tokio::test]
async fn a_server_that_refuses_is_away_within_a_second() {
    // port 1 of this machine: nobody listens
    let store = Store::open("postgres://fyr@127.0.0.1:1/fyr").unwrap();
    let away = async || {
        let asked = tokio::time::timeout(Duration::from_secs(1), store.read()).await;
        assert!(matches!(asked.unwrap(), Err(Error::Unavailable(_))));
        let asked = tokio::time::timeout(Duration::from_secs(1), store.begin()).await;
        assert!(matches!(asked.unwrap(), Err(Error::Unavailable(_))));
    };
    tokio::join!(away(), away(), away(), away());
    away().await;
}
