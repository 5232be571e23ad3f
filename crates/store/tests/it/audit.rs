//! The audit log.

use fyr_store::audit::{self, Event};
use sqlx::{Connection, PgConnection, SqliteConnection};

use crate::{
    bed::{Bed, on_both_engines},
    make::at,
};

on_both_engines! {
    a_line_is_kept_as_it_was_written,
}

async fn a_line_is_kept_as_it_was_written(bed: &Bed) {
    let event = Event {
        id: bed.id(),
        at: at(0),
        actor_id: Some(bed.id()),
        actor_name: "Åsa".into(),
        action: "session.started".into(),
        target_kind: Some("user".into()),
        target_id: None,
        organisation_id: None,
        address: Some("192.0.2.1".into()),
        details: serde_json::json!({ "by": "password" }),
    };
    let mut tx = bed.begin().await;
    audit::put(&mut tx, &event).await.unwrap();
    tx.commit().await.unwrap();
    let sql = "SELECT actor_name, action, CAST(details AS TEXT) FROM audit_log";
    let (name, action, details): (String, String, String) = if bed.url.starts_with("postgres") {
        let mut db = PgConnection::connect(&bed.url).await.unwrap();
        sqlx::query_as(sql).fetch_one(&mut db).await.unwrap()
    } else {
        let mut db = SqliteConnection::connect(&bed.url).await.unwrap();
        sqlx::query_as(sql).fetch_one(&mut db).await.unwrap()
    };
    assert_eq!((name.as_str(), action.as_str()), ("Åsa", "session.started"));
    assert_eq!(serde_json::from_str::<serde_json::Value>(&details).unwrap(), event.details);
}
