//! Waiting for Meilisearch's asynchronous tasks, and mapping its errors. A write counts only when its task has *succeeded*.

use std::{future::Future, time::Duration};

use meilisearch_sdk::{
    errors::{Error as SdkError, ErrorCode, ErrorType},
    request::{HttpClient as _, Method},
    task_info::TaskInfo,
};
use serde::Deserialize;

use super::{Meilisearch, NAME};
use crate::{Error, error::BoxError};

/// Longest time for a change of a few documents.
pub(super) const CHANGE_TIMEOUT: Duration = Duration::from_mins(1);
/// Longest time for each step of a rebuild.
pub(super) const REBUILD_TIMEOUT: Duration = Duration::from_mins(10);
const MIN_POLL_INTERVAL: Duration = Duration::from_millis(10);
const MAX_POLL_INTERVAL: Duration = Duration::from_millis(250);

/// The fields of a task that are used here. The SDK's type fails on kinds of tasks that it does not know.
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
    /// Awaits a request, and maps its error. `operation` is for logs.
    pub(super) async fn request<T>(
        &self,
        operation: &str,
        request: impl Future<Output = Result<T, SdkError>>,
    ) -> Result<T, Error> {
        request.await.map_err(|error| map_error(operation, error))
    }

    /// Waits until a task has succeeded.
    pub(super) async fn wait_for_success(&self, task: TaskInfo, limit: Duration) -> Result<(), Error> {
        self.wait_for_end(task, limit)
            .await?
            .map_err(|error| Error::Refused { engine: NAME, reason: error.message })
    }

    /// As [`Self::wait_for_success`], but a missing index is no error.
    pub(super) async fn wait_for_success_or_missing(
        &self,
        task: TaskInfo,
        limit: Duration,
    ) -> Result<(), Error> {
        match self.wait_for_end(task, limit).await? {
            Err(error) if error.code != "index_not_found" => {
                Err(Error::Refused { engine: NAME, reason: error.message })
            }
            _ => Ok(()),
        }
    }

    async fn wait_for_end(&self, task: TaskInfo, limit: Duration) -> Result<Result<(), TaskError>, Error> {
        let result = tokio::time::timeout(limit, self.poll_task(task.task_uid)).await;
        result.unwrap_or_else(|timed_out| Err(unavailable("waiting for a task", timed_out)))
    }

    async fn poll_task(&self, uid: u32) -> Result<Result<(), TaskError>, Error> {
        let url = format!("{}/tasks/{uid}", self.client.get_host());
        let mut interval = MIN_POLL_INTERVAL;
        loop {
            tokio::time::sleep(interval).await;
            let get = Method::<(), ()>::Get { query: () };
            let task: Task = self.request("polling a task", self.http.request(&url, get, 200)).await?;
            match (task.status.as_str(), task.error) {
                ("succeeded", _) => return Ok(Ok(())),
                ("failed", Some(error)) => return Ok(Err(error)),
                ("failed" | "canceled", _) => {
                    let reason = format!("the task {uid} was {}", task.status);
                    return Err(Error::Unavailable { engine: NAME, reason, source: None });
                }
                _ => interval = (interval * 2).min(MAX_POLL_INTERVAL),
            }
        }
    }
}

/// The error for a Meilisearch that did not respond, or not as Meilisearch does.
pub(super) fn unavailable(operation: &str, source: impl Into<BoxError>) -> Error {
    Error::Unavailable { engine: NAME, reason: operation.to_owned(), source: Some(source.into()) }
}

/// Maps an error of the SDK: [`Error::Refused`] where a retry is pointless, [`Error::Unavailable`] otherwise.
pub(super) fn map_error(operation: &str, error: SdkError) -> Error {
    let refused = match &error {
        SdkError::Meilisearch(error) => {
            error.error_code != ErrorCode::IndexNotFound
                && matches!(error.error_type, ErrorType::InvalidRequest | ErrorType::Auth)
        }
        SdkError::MeilisearchCommunication(response) => {
            (400..500).contains(&response.status_code) && response.status_code != 429
        }
        _ => false,
    };
    if refused {
        Error::Refused { engine: NAME, reason: format!("{operation}: {error}") }
    } else {
        unavailable(operation, error)
    }
}

/// Whether an error means that an index does not exist.
pub(super) fn is_missing(error: &Error) -> bool {
    let Error::Unavailable { source: Some(source), .. } = error else {
        return false;
    };
    matches!(source.downcast_ref(), Some(SdkError::Meilisearch(error)) if error.error_code == ErrorCode::IndexNotFound)
}
