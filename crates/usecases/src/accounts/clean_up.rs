//! Deleting what accounts leave behind: expired tokens, address changes, failures to sign in, devices, counts of mail.

use chrono::TimeDelta;
use fyr_store::{devices, email_changes, mailboxes, sign_in_failures, tokens};
use serde::{Deserialize, Serialize};

use crate::jobs::{Job, JobError, JobKey, JobRun, Queue};

/// How long tokens of mailed links are kept after they expire.
const TOKEN_AGE: TimeDelta = TimeDelta::days(1);
/// How long failures to sign in are kept.
const SIGN_IN_FAILURE_AGE: TimeDelta = TimeDelta::days(1);
/// How long a device is kept after the last time someone signed in with it.
const DEVICE_AGE: TimeDelta = TimeDelta::days(400);

/// How long it is remembered that a mailbox without an account has answered.
const MAILBOX_AGE: TimeDelta = TimeDelta::days(400);

/// Recurring: deletes expired rows about accounts.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct DeleteExpiredAccountData {}

impl Job for DeleteExpiredAccountData {
    const NAME: &'static str = "accounts.delete_expired";
    const QUEUE: Queue = Queue::Schedules;

    fn key(&self) -> Option<JobKey> {
        Some(JobKey::of(Self::NAME))
    }

    async fn run(&self, run: &JobRun<'_>) -> Result<(), JobError> {
        let now = run.backend.clock.now();
        let mut tx = run.backend.begin().await?;
        email_changes::delete_expired(&mut tx, now).await?;
        tokens::delete_expired(&mut tx, now - TOKEN_AGE).await?;
        sign_in_failures::delete_stale(&mut tx, now - SIGN_IN_FAILURE_AGE).await?;
        devices::delete_unused(&mut tx, now - DEVICE_AGE).await?;
        mailboxes::delete_confirmed_before(&mut tx, now - MAILBOX_AGE).await?;
        mailboxes::delete_counts_before(&mut tx, now.timestamp().div_euclid(86_400) - 1).await?;
        Ok(tx.commit().await?)
    }
}
