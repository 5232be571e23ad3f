//! Moving the jobs of earlier releases out of the table `outbox`.

use fyr_store::{
    jobs,
    outbox::{self, Destination},
};
use serde_json::json;

use crate::{
    fixtures::at,
    harness::{Harness, on_both_engines},
};

on_both_engines! {
    waiting_and_failed_rows_are_moved_with_their_ids,
    a_row_that_an_earlier_release_runs_is_left_alone,
}

/// Inserts a row as earlier releases did.
async fn insert(harness: &Harness, kind: &str, columns: &str, values: &str) -> uuid::Uuid {
    let id = harness.id();
    let id_text = if harness.is_postgres() { format!("'{id}'") } else { format!("x'{}'", id.simple()) };
    harness
        .sql(&format!(
            "INSERT INTO outbox (id, kind, payload, created_at, due_at, attempts{columns})
             VALUES ({id_text}, '{kind}', '{{\"mail\": \"filed\"}}', '2026-01-05T08:00:00+00:00',
               '2026-01-05T08:00:00+00:00', 3{values})"
        ))
        .await;
    id
}

async fn waiting_and_failed_rows_are_moved_with_their_ids(harness: &Harness) {
    assert!(!outbox::is_any_left(&mut harness.read().await, at(0)).await.unwrap());
    let waiting = insert(harness, "mail", "", "").await;
    let failed =
        insert(harness, "mail", ", parked_at, last_error", ", '2026-01-05T09:00:00+00:00', 'nej'").await;
    assert!(outbox::is_any_left(&mut harness.read().await, at(0)).await.unwrap());
    let mut tx = harness.begin().await;
    let rows = outbox::take(&mut tx, at(0)).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [waiting, failed]);
    assert_eq!((rows[0].kind.as_str(), &rows[0].payload.0), ("mail", &json!({ "mail": "filed" })));
    assert!(outbox::take(&mut tx, at(0)).await.unwrap().is_empty(), "once");
    let payload = json!({});
    for row in &rows {
        let to = Destination { name: "email.ticket_filed", queue: "mail", payload: &payload };
        outbox::insert(&mut tx, row, to).await.unwrap();
    }
    assert_eq!(jobs::count_pending(&mut tx, "mail").await.unwrap(), 1);
    let moved = jobs::list_failed(&mut tx).await.unwrap().remove(0);
    assert_eq!((moved.id, moved.attempts, moved.last_error.as_deref()), (failed, 3, Some("nej")));
    assert_eq!((moved.name.as_str(), moved.payload.0), ("email.ticket_filed", payload));
    assert_eq!((moved.created_at, moved.due_at), (rows[1].created_at, rows[1].due_at));
}

async fn a_row_that_an_earlier_release_runs_is_left_alone(harness: &Harness) {
    insert(harness, "mail", ", leased_until", ", '2026-01-05T09:00:00+00:00'").await;
    let until = "2026-01-05T09:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    let before = until - chrono::TimeDelta::microseconds(1);
    assert!(!outbox::is_any_left(&mut harness.read().await, before).await.unwrap());
    let mut tx = harness.begin().await;
    assert!(outbox::take(&mut tx, before).await.unwrap().is_empty());
    assert_eq!(outbox::take(&mut tx, until).await.unwrap().len(), 1, "its lease has ended");
}
