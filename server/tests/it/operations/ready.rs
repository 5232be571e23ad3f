//! `/readyz` says whether the portal can work, not only whether the database can be read.

use chrono::TimeDelta;

use crate::support::{Site, on_both_engines};

on_both_engines! {
    a_database_that_takes_no_changes_is_not_ready,
    background_work_that_stands_still_is_not_ready,
}

async fn a_database_that_takes_no_changes_is_not_ready(site: &Site) {
    let browser = site.browser();
    browser.get("/readyz").await.assert_status(200);
    site.execute_sql("ALTER TABLE heartbeats RENAME TO away").await;
    browser.get("/readyz").await.assert_status(200);
    site.clock.advance(TimeDelta::seconds(1));
    let page = browser.get("/readyz").await.assert_status(503);
    assert_eq!(page.html(), "the database does not answer, or takes no changes\n");
    site.execute_sql("ALTER TABLE away RENAME TO heartbeats").await;
    browser.get("/readyz").await.assert_status(200);
}

async fn background_work_that_stands_still_is_not_ready(site: &Site) {
    let browser = site.browser();
    site.clock.advance(TimeDelta::days(1));
    browser.get("/readyz").await.assert_status(200);
    site.create_ticket(&site.people.petra).await;
    site.run_due_jobs().await;
    site.clock.advance(TimeDelta::minutes(2));
    browser.get("/readyz").await.assert_status(200);
    site.clock.advance(TimeDelta::minutes(10));
    let page = browser.get("/readyz").await.assert_status(503);
    assert_eq!(page.html(), "background work stands still: mail\n");
    site.create_ticket(&site.people.petra).await;
    site.run_due_jobs().await;
    browser.get("/readyz").await.assert_status(200);
}
