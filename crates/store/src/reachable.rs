//! Whether a PostgreSQL server takes connections. The pool tries again and again where a server refuses, so that one that is
//! starting is waited for; people are not to wait as long for a server that is away.

use std::{
    future::Future,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use sqlx::{ConnectOptions, Connection, postgres::PgConnectOptions};
use tokio::{sync::watch, time::timeout};

/// How long somebody waits for a connection before the server itself is asked.
const SUSPICIOUS: Duration = Duration::from_millis(250);
/// How long the server may take to answer.
const PATIENCE: Duration = Duration::from_millis(500);
/// What a server says that has no connection left: it is there, and soon has one again.
const TOO_MANY: &str = "53300";

/// Asks the server once for all who wait.
#[derive(Debug)]
pub(crate) struct Probe {
    options: PgConnectOptions,
    asked: Mutex<Option<watch::Receiver<Option<bool>>>>,
}

impl Probe {
    pub(crate) fn new(options: PgConnectOptions) -> Self {
        Self { options, asked: Mutex::default() }
    }

    /// What `work` gives, which begins with waiting for a connection; or soon that the server is away. Where it is there and
    /// all connections are in use, `work` goes on waiting.
    pub(crate) async fn or_away<T>(&self, work: impl Future<Output = sqlx::Result<T>>) -> sqlx::Result<T> {
        tokio::pin!(work);
        if let Ok(done) = timeout(SUSPICIOUS, &mut work).await {
            return done;
        }
        tokio::select! {
            done = &mut work => return done,
            there = self.is_there() => if !there {
                return Err(sqlx::Error::Io(std::io::ErrorKind::ConnectionRefused.into()));
            },
        }
        work.await
    }

    async fn is_there(&self) -> bool {
        let mut told = self.ask();
        told.wait_for(Option::is_some).await.is_ok_and(|there| *there == Some(true))
    }

    /// The question that is under way, or a new one.
    fn ask(&self) -> watch::Receiver<Option<bool>> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(told) = asked.as_ref().filter(|told| told.borrow().is_none()) {
            return told.clone();
        }
        let (tell, told) = watch::channel(None);
        *asked = Some(told.clone());
        let options = self.options.clone();
        tokio::spawn(async move {
            let there = match timeout(PATIENCE, options.connect()).await {
                Ok(Ok(connection)) => {
                    // the server notices by itself where saying goodbye fails
                    drop(connection.close().await);
                    true
                }
                Ok(Err(sqlx::Error::Database(error))) => error.code().as_deref() == Some(TOO_MANY),
                Ok(Err(_)) | Err(_) => false,
            };
            // nobody may be waiting any more
            let _ = tell.send(Some(there));
        });
        told
    }
}
