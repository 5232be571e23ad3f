//! Waiting for Meilisearch, and what its errors mean to the port's callers. A task counts only when it has *succeeded*.

use std::{future::Future, time::Duration};

use meilisearch_sdk::{
    errors::{Error as SdkError, ErrorCode, ErrorType},
    request::{HttpClient as _, Method},
    task_info::TaskInfo,
};
use serde::Deserialize;

use super::{Meilisearch, NAME};
use crate::{Error, error::Cause};

/// How long a change of a few documents may take.
pub(super) const CHANGE: Duration = Duration::from_mins(1);
/// How long each step of a rebuild may take.
pub(super) const REBUILD: Duration = Duration::from_mins(10);
const FIRST_PAUSE: Duration = Duration::from_millis(10);
const LONGEST_PAUSE: Duration = Duration::from_millis(250);

/// What matters of a task. The SDK's own type knows all kinds and their details, and fails on those it does not know.
#[derive(Deserialize)]
struct Task {
    status: String,
    error: Option<TaskError>,
}

#[derive(Deserialize)]
struct TaskError {
    message: String,
    code: String,
}

impl Meilisearch {
    /// Waits for a request, and says what its failure means.
    pub(super) async fn request<T>(
        &self,
        doing: &str,
        request: impl Future<Output = Result<T, SdkError>>,
    ) -> Result<T, Error> {
        request.await.map_err(|error| refused_or_away(doing, error))
    }

    /// Waits until a task has succeeded.
    pub(super) async fn succeeded(&self, task: TaskInfo, limit: Duration) -> Result<(), Error> {
        self.ended(task, limit).await?.map_err(|error| Error::Refused { engine: NAME, reason: error.message })
    }

    /// The same; but there being no such index is no failure.
    pub(super) async fn succeeded_or_missing(&self, task: TaskInfo, limit: Duration) -> Result<(), Error> {
        match self.ended(task, limit).await? {
            Err(error) if error.code != "index_not_found" => {
                Err(Error::Refused { engine: NAME, reason: error.message })
            }
            _ => Ok(()),
        }
    }

    async fn ended(&self, task: TaskInfo, limit: Duration) -> Result<Result<(), TaskError>, Error> {
        let ended = tokio::time::timeout(limit, self.poll(task.task_uid)).await;
        ended.unwrap_or_else(|too_late| Err(away("waiting for a task", too_late)))
    }

    async fn poll(&self, uid: u32) -> Result<Result<(), TaskError>, Error> {
        let url = format!("{}/tasks/{uid}", self.client.get_host());
        let mut pause = FIRST_PAUSE;
        loop {
            tokio::time::sleep(pause).await;
            let get = Method::<(), ()>::Get { query: () };
            let task: Task = self.request("asking for a task", self.http.request(&url, get, 200)).await?;
            match (task.status.as_str(), task.error) {
                ("succeeded", _) => return Ok(Ok(())),
                ("failed", Some(error)) => return Ok(Err(error)),
                ("failed" | "canceled", _) => {
                    let reason = format!("the task {uid} was {}", task.status);
                    return Err(Error::Unavailable { engine: NAME, reason, source: None });
                }
                _ => pause = (pause * 2).min(LONGEST_PAUSE),
            }
        }
    }
}

/// It did not answer, or not as itself.
pub(super) fn away(doing: &str, source: impl Into<Cause>) -> Error {
    Error::Unavailable { engine: NAME, reason: doing.to_owned(), source: Some(source.into()) }
}

/// An error of the SDK, as callers of the port see it.
pub(super) fn refused_or_away(doing: &str, error: SdkError) -> Error {
    let refused = match &error {
        SdkError::Meilisearch(said) => {
            said.error_code != ErrorCode::IndexNotFound
                && matches!(said.error_type, ErrorType::InvalidRequest | ErrorType::Auth)
        }
        SdkError::MeilisearchCommunication(answer) => {
            (400..500).contains(&answer.status_code) && answer.status_code != 429
        }
        _ => false,
    };
    if refused {
        Error::Refused { engine: NAME, reason: format!("{doing}: {error}") }
    } else {
        away(doing, error)
    }
}

/// Whether the error is that there is no such index.
pub(super) fn is_missing(error: &Error) -> bool {
    let Error::Unavailable { source: Some(source), .. } = error else {
        return false;
    };
    matches!(source.downcast_ref(), Some(SdkError::Meilisearch(said)) if said.error_code == ErrorCode::IndexNotFound)
}
