//! Promised work: taken with a lease, done, tried again with longer and longer pauses, in the end parked for someone to see.

mod parked;

use std::time::Duration;

use chrono::TimeDelta;
use fyr_store::outbox::{self, Job};
pub use parked::{Parked, count_parked, count_waiting, parked, unpark};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Error, Services, mail};

/// How long others leave a taken piece alone; mail is left alone for as long as sending may take besides.
const LEASE: TimeDelta = TimeDelta::seconds(120);
/// After this many failures in a row (about half a day) mail is parked.
const MOST_ATTEMPTS: i64 = 12;

/// What kind of work; each kind is done in order of promising, independent of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Mail to send.
    Mail,
    /// Search index entries to write.
    Index,
}

impl Kind {
    /// How many pieces are taken at once: mail goes one by one, so that none waits while it is taken; the index is written
    /// once for all of them.
    const fn batch(self) -> i64 {
        match self {
            Self::Mail => 1,
            Self::Index => 200,
        }
    }

    /// How long others leave what is taken alone: longer than it takes.
    fn lease(self, longest: Duration) -> TimeDelta {
        match self {
            Self::Mail => LEASE + TimeDelta::from_std(longest).unwrap_or(LEASE),
            Self::Index => LEASE,
        }
    }

    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Index => "index",
        }
    }
}

/// An article whose index entries must be renewed.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct IndexArticle {
    /// Which.
    pub article: Uuid,
}

/// How a piece of work ended.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Try again later.
    Later(String),
    /// Never again by itself.
    Never(String),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Later(error.to_string())
    }
}

/// Does what is due of one kind, mail one at a time; `true` where there may be more.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn run(ctx: &Services, kind: Kind) -> Result<bool, Error> {
    let now = ctx.clock.now();
    let mut tx = ctx.store.begin().await?;
    let jobs =
        outbox::lease(&mut tx, kind.as_str(), kind.batch(), now, now + kind.lease(ctx.transport.longest()))
            .await?;
    // what the power takes here is done once more
    tx.commit_soon().await?;
    let more = !jobs.is_empty();
    match kind {
        Kind::Mail => {
            for job in jobs {
                let outcome = mail::send(ctx, &job).await;
                finish(ctx, &job, outcome).await?;
            }
        }
        Kind::Index => {
            let outcome = crate::search::index(ctx, &jobs).await;
            for job in jobs {
                let outcome = match &outcome {
                    Ok(()) => Ok(()),
                    Err(error) => Err(Failure::Later(error.to_string())),
                };
                finish(ctx, &job, outcome).await?;
            }
        }
    }
    Ok(more)
}

async fn finish(ctx: &Services, job: &Job, outcome: Result<(), Failure>) -> Result<(), Error> {
    let now = ctx.clock.now();
    let mut tx = ctx.store.begin().await?;
    match outcome {
        Ok(()) => outbox::done(&mut tx, job.id).await?,
        Err(Failure::Later(error)) if job.kind != Kind::Mail.as_str() || job.attempts + 1 < MOST_ATTEMPTS => {
            tracing::warn!(job = %job.id, kind = job.kind, attempts = job.attempts + 1, error, "promised work is tried again");
            outbox::retry(&mut tx, job.id, now + pause(job.attempts), &error).await?;
        }
        Err(Failure::Later(error) | Failure::Never(error)) => {
            tracing::error!(job = %job.id, kind = job.kind, error, "promised work is parked");
            outbox::park(&mut tx, job.id, now, &error).await?;
        }
    }
    Ok(tx.commit_soon().await?)
}

/// 5 s, 10 s, 20 s, … at most two hours.
fn pause(attempts: i64) -> TimeDelta {
    let doublings = u32::try_from(attempts.clamp(0, 20)).unwrap_or(20);
    TimeDelta::seconds(5 * 2_i64.pow(doublings)).min(TimeDelta::hours(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_is_left_alone_for_longer_than_sending_it_takes() {
        assert!(Kind::Mail.lease(Duration::from_mins(10)) > TimeDelta::minutes(10));
    }

    #[test]
    fn pauses_double_up_to_two_hours() {
        assert_eq!(pause(0), TimeDelta::seconds(5));
        assert_eq!(pause(3), TimeDelta::seconds(40));
        assert_eq!(pause(50), TimeDelta::hours(2));
    }
}
