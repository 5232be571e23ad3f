//! Signs of life.

use fyr_store::heartbeats;
use fyr_testing::{Harness, on_both_engines};

use crate::fixtures::at;

on_both_engines! {
    names_of_a_kind_are_counted_and_forgotten,
}

async fn names_of_a_kind_are_counted_and_forgotten(harness: &Harness) {
    let mut tx = harness.begin().await;
    for (name, minute) in [("index:a", 0), ("index:b", 5), ("index:c", 6), ("probe", 6)] {
        heartbeats::put(&mut tx, name, at(minute)).await.unwrap();
    }
    assert_eq!(heartbeats::count_others(&mut tx, "index:", "index:c", at(5)).await.unwrap(), 1);
    assert_eq!(heartbeats::count_others(&mut tx, "index:", "index:d", at(0)).await.unwrap(), 3);
    heartbeats::delete_older(&mut tx, "index:", at(5)).await.unwrap();
    heartbeats::delete(&mut tx, "index:b").await.unwrap();
    heartbeats::delete(&mut tx, "index:b").await.unwrap();
    tx.commit().await.unwrap();
    let names: Vec<String> = harness.database.column("SELECT name FROM heartbeats ORDER BY name").await;
    assert_eq!(names, ["index:c", "probe"]);
}
