//! Two processes on one database: pages that are open in one learn what the other wrote.

use std::time::Duration;

use fyr_usecases::live::{self, Subject, Subscription};
use tokio::{task::JoinHandle, time::timeout};
use tokio_util::sync::CancellationToken;

use crate::support::{Site, on_both_engines};

on_both_engines! {
    what_another_process_writes_arrives,
    what_another_process_writes_arrives_while_nobody_listens,
}

/// Far less than the time between polls while notifications arrive.
const AT_ONCE: Duration = Duration::from_millis(500);
/// More than the time between polls.
const BY_POLLING: Duration = Duration::from_secs(8);

/// Another process on the database of a site, with what its live pages need.
struct OtherProcess {
    site: Site,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl OtherProcess {
    async fn start(site: &Site) -> Self {
        let other = site.restart_with(|_| {}).await;
        let (backend, stop) = (other.backend.clone(), CancellationToken::new());
        let task = tokio::spawn({
            let stop = stop.clone();
            async move { live::run(&backend, &stop).await }
        });
        Self { site: other, stop, task }
    }

    async fn stop(self) {
        self.stop.cancel();
        self.task.await.unwrap();
        self.site.backend.store.close().await;
    }

    /// A page of this process.
    async fn subscribe(&self, site: &Site, ticket: &str) -> Subscription {
        let id = site.thread(&site.people.petra, ticket).await.ticket.id;
        self.site.backend.live.subscribe(Subject::Ticket(id))
    }

    /// Whether news of each of three tickets that `site` changes arrives within `wait`.
    async fn hears(&self, site: &Site, wait: Duration) -> bool {
        for _ in 0..3 {
            let ticket = site.create_ticket(&site.people.petra).await;
            let mut subscription = self.subscribe(site, &ticket).await;
            site.reply_as_support(&ticket, "Svar", None).await;
            if timeout(wait, subscription.changed()).await.is_err() {
                return false;
            }
        }
        true
    }
}

fn is_postgres(site: &Site) -> bool {
    site.config.storage.database_url.starts_with("postgres")
}

/// Waits until the other process listens, on the engine that has notifications.
async fn until_it_listens(site: &Site) {
    if is_postgres(site) {
        let sql = "SELECT COUNT(*) FROM pg_stat_activity
                   WHERE datname = current_database() AND query LIKE 'LISTEN %'";
        let listening = async {
            while site.count(sql).await == 0 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(Duration::from_secs(10), listening).await.expect("it listens");
    }
}

async fn what_another_process_writes_arrives(site: &Site) {
    let other = OtherProcess::start(site).await;
    until_it_listens(site).await;
    let wait = if is_postgres(site) { AT_ONCE } else { BY_POLLING };
    assert!(other.hears(site, wait).await);
    other.stop().await;
}

async fn what_another_process_writes_arrives_while_nobody_listens(site: &Site) {
    let other = OtherProcess::start(site).await;
    until_it_listens(site).await;
    if is_postgres(site) {
        let ticket = site.create_ticket(&site.people.petra).await;
        let mut subscription = other.subscribe(site, &ticket).await;
        // it waits a second before it listens again: what is written now is not announced to it
        site.execute_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND query LIKE 'LISTEN %'",
        )
        .await;
        site.reply_as_support(&ticket, "Ingen lyssnar", None).await;
        timeout(BY_POLLING, subscription.changed()).await.expect("polling finds it");
        until_it_listens(site).await;
    }
    let wait = if is_postgres(site) { AT_ONCE } else { BY_POLLING };
    assert!(other.hears(site, wait).await);
    other.stop().await;
}
