//! Detects an unreachable `PostgreSQL` server early. The pool keeps retrying a refused connection until its acquire
//! timeout, which suits a server that is starting; a request should fail sooner when the server is down.

use std::{
    future::Future,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use sqlx::{ConnectOptions, Connection};
use sqlx_postgres::PgConnectOptions;
use tokio::{sync::watch, time::timeout};

/// Wait for a pooled connection after which the server is probed.
const PROBE_AFTER: Duration = Duration::from_millis(250);
/// Timeout of the probe.
const PROBE_TIMEOUT: Duration = Duration::from_millis(500);
/// SQLSTATE `too_many_connections`: the server is reachable and will have a free connection again.
const TOO_MANY_CONNECTIONS: &str = "53300";

/// Probes the server with a connection of its own. Concurrent callers share one probe.
#[derive(Debug)]
pub(crate) struct Probe {
    options: PgConnectOptions,
    running: Mutex<Option<watch::Receiver<Option<bool>>>>,
}

impl Probe {
    pub(crate) fn new(options: PgConnectOptions) -> Self {
        Self { options, running: Mutex::default() }
    }

    /// Awaits `work`, which begins by waiting for a connection, but fails early when the server is unreachable. When it is
    /// reachable and all connections are in use, `work` is awaited to its end.
    pub(crate) async fn or_unavailable<T>(
        &self,
        work: impl Future<Output = sqlx::Result<T>>,
    ) -> sqlx::Result<T> {
        tokio::pin!(work);
        if let Ok(result) = timeout(PROBE_AFTER, &mut work).await {
            return result;
        }
        tokio::select! {
            result = &mut work => return result,
            reachable = self.is_reachable() => if !reachable {
                return Err(sqlx::Error::Io(std::io::ErrorKind::ConnectionRefused.into()));
            },
        }
        work.await
    }

    async fn is_reachable(&self) -> bool {
        let mut result = self.join_or_start();
        result.wait_for(Option::is_some).await.is_ok_and(|reachable| *reachable == Some(true))
    }

    /// Joins the running probe or starts one.
    fn join_or_start(&self) -> watch::Receiver<Option<bool>> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(receiver) = running.as_ref().filter(|receiver| receiver.borrow().is_none()) {
            return receiver.clone();
        }
        let (sender, receiver) = watch::channel(None);
        *running = Some(receiver.clone());
        let options = self.options.clone();
        tokio::spawn(async move {
            let reachable = match timeout(PROBE_TIMEOUT, options.connect()).await {
                Ok(Ok(connection)) => {
                    // a failed goodbye is harmless: the server notices a closed connection
                    drop(connection.close().await);
                    true
                }
                Ok(Err(sqlx::Error::Database(error))) => {
                    error.code().as_deref() == Some(TOO_MANY_CONNECTIONS)
                }
                Ok(Err(_)) | Err(_) => false,
            };
            // fails when no caller waits for the result any more
            let _ = sender.send(Some(reachable));
        });
        receiver
    }
}
