//! The statistics of the planner of `SQLite` follow the sizes of tables.

use std::ops::Range;

use fyr_store::guest_browsers;
use fyr_testing::{Harness, on_both_engines};

use crate::fixtures::at;

on_both_engines! {
    statistics_follow_a_table_that_grows,
}

async fn insert_browsers(harness: &Harness, numbers: Range<i64>) {
    let mut tx = harness.begin().await;
    for number in numbers {
        let (browser, key) = (number.to_string(), harness.id());
        guest_browsers::find_or_insert(&mut tx, &browser, key, at(0), at(number)).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn statistics_follow_a_table_that_grows(harness: &Harness) {
    insert_browsers(harness, 0..3).await;
    harness.store.update_planner_statistics().await.unwrap();
    insert_browsers(harness, 3..1_000).await;
    harness.store.update_planner_statistics().await.unwrap();
    if harness.is_postgres() {
        return;
    }
    let sql = "SELECT stat FROM sqlite_stat1 WHERE idx = 'guest_browsers_at'";
    let statistics: Vec<String> = harness.database.column(sql).await;
    assert_eq!(statistics.len(), 1);
    assert!(statistics[0].starts_with("1000 "), "{statistics:?}");
}
