//! Alarms that are due in large numbers, while processes die: each is raised once.

use std::{
    collections::BTreeMap,
    env,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use fyr_testing::ReceivedEmail;

use super::serving::serve;
use crate::support::{Site, on_both_engines};

on_both_engines! {
    each_alarm_is_raised_once_while_processes_die,
}

/// How many tickets are late; `FYR_TEST_ALARMS` says another number. With ten thousand it takes some minutes.
const TICKETS: usize = 600;
/// How long all of it may take: the lease of a process that died is over at once here.
const LIMIT: Duration = Duration::from_mins(20);

const RAISED: &str = "SELECT COUNT(*) FROM entries WHERE event = 'sla_threshold'";

async fn each_alarm_is_raised_once_while_processes_die(site: &Site) {
    let count = env::var("FYR_TEST_ALARMS").ok().and_then(|count| count.parse().ok()).unwrap_or(TICKETS);
    let total = i64::try_from(count).unwrap();
    // so long ago that they are late by the clock of any machine
    site.clock.advance(TimeDelta::days(-3_650));
    let mut filed = Vec::new();
    for _ in 0..count {
        filed.push(site.create_ticket(&site.people.petra).await);
    }
    site.execute_sql("UPDATE jobs SET due_at = '2016-12-01T00:00:00+00:00'").await;

    // two processes share PostgreSQL; SQLite belongs to one
    let several = site.config.storage.effective_database_url().starts_with("postgres");
    let folder = &site.config.storage.data_dir;
    let other_folder = folder.join("second");
    let second = several.then(|| serve(site, &[("FYR_DATA_DIR", other_folder.to_str().unwrap())]));
    let start = Instant::now();
    for round in 1..=3 {
        let program = serve(site, &[]);
        wait_until(start, async || site.count(RAISED).await >= total * round / 4).await;
        program.kill();
        end_leases(site).await;
    }
    let last = serve(site, &[]);
    let waiting = "SELECT COUNT(*) FROM tickets WHERE alarm_at IS NOT NULL";
    wait_until(start, async || site.count(waiting).await == 0).await;
    end_leases(site).await;
    let unsent = "SELECT COUNT(*) FROM jobs WHERE name = 'email.escalation'";
    wait_until(start, async || site.count(unsent).await == 0).await;
    assert!(last.terminate().0.success());
    drop(second);

    let raised_twice = "SELECT COUNT(*) FROM (SELECT ticket_id FROM entries WHERE event = 'sla_threshold'
         GROUP BY ticket_id HAVING COUNT(*) <> 1) more";
    assert_eq!((site.count(RAISED).await, site.count(raised_twice).await), (total, 0));
    // a mail that was sent when its process died is sent again with the same Message-ID, which mail programs show once
    let mut sent: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for folder in [folder, &other_folder] {
        for mail in ReceivedEmail::read_all(&folder.join("mail")) {
            let id = mail.raw.lines().find(|line| line.to_lowercase().starts_with("message-id:")).unwrap();
            if mail.to.starts_with("agnes") {
                sent.entry(mail.subject).or_default().push(id.to_owned());
            }
        }
    }
    for ids in sent.values_mut() {
        ids.dedup();
        assert_eq!(ids.len(), 1, "{ids:?}");
    }
    assert_eq!(sent.len(), count);
    for ticket in filed {
        assert!(sent.keys().any(|subject| subject.contains(&ticket)), "{ticket}");
    }
}

/// What died holds its jobs until its lease is over: at once, for a test.
async fn end_leases(site: &Site) {
    let sql = "UPDATE jobs SET leased_until = '2016-12-01T00:00:00+00:00' WHERE leased_until IS NOT NULL";
    site.execute_sql(sql).await;
}

async fn wait_until(start: Instant, mut done: impl AsyncFnMut() -> bool) {
    while !done().await {
        assert!(start.elapsed() < LIMIT, "not within {LIMIT:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
