//! The queues, and how the jobs of each are taken and retried: one table.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Notify;

use super::mail_flow::MailFlow;

/// A queue of jobs. Its jobs run in the order in which they are due, independently of the other queues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    /// Emails to send that nobody waits for at this moment.
    Mail,
    /// Emails that a person waits for: links for signing in and choosing a password, codes.
    PromptMail,
    /// Entries of the search index to write.
    Index,
    /// Timers: short work at a certain time.
    Timers,
    /// Recurring work, which may take long.
    Schedules,
    /// Webhooks to send to other programs.
    Webhooks,
}

/// How the jobs of a queue are taken and retried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Policy {
    /// How many jobs are leased at once.
    pub batch_size: i64,
    /// How long a leased job is hidden from other workers: longer than the work takes.
    pub lease: TimeDelta,
    /// The pause after the first failure; it doubles with each further one.
    pub first_pause: TimeDelta,
    /// The longest pause.
    pub longest_pause: TimeDelta,
    /// A job fails for good after this many attempts, each after its pause; `None`: it is retried for ever.
    pub max_attempts: Option<i64>,
}

impl Policy {
    /// How long one attempt may take. The lease outlives it, so that no job runs twice at once.
    pub fn time_limit(&self) -> Duration {
        (self.lease - TimeDelta::seconds(30)).to_std().unwrap_or_default()
    }

    /// The pause after a failed attempt; `attempts` is the number of earlier ones.
    pub fn pause(&self, attempts: i64) -> TimeDelta {
        let doublings = u32::try_from(attempts.clamp(0, 20)).unwrap_or(20);
        self.first_pause
            .checked_mul(2_i32.pow(doublings))
            .map_or(self.longest_pause, |pause| pause.min(self.longest_pause))
    }
}

impl Queue {
    /// All queues.
    pub const ALL: [Self; 6] =
        [Self::Mail, Self::PromptMail, Self::Index, Self::Timers, Self::Schedules, Self::Webhooks];

    /// The queues of emails.
    pub const EMAILS: [Self; 2] = [Self::Mail, Self::PromptMail];

    const fn index(self) -> usize {
        match self {
            Self::Mail => 0,
            Self::PromptMail => 1,
            Self::Index => 2,
            Self::Timers => 3,
            Self::Schedules => 4,
            Self::Webhooks => 5,
        }
    }

    /// The value of the column `queue`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::PromptMail => "prompt-mail",
            Self::Index => "index",
            Self::Timers => "timers",
            Self::Schedules => "schedules",
            Self::Webhooks => "webhooks",
        }
    }

    /// The table of policies. `longest_send` is the longest time that sending one email takes.
    pub(crate) fn policy(self, longest_send: Duration) -> Policy {
        let lease = TimeDelta::seconds(120);
        let (first_pause, longest_pause) = (TimeDelta::seconds(5), TimeDelta::hours(2));
        match self {
            // one by one, so that none waits while it is leased; given up after half a day, of which the first twelve
            // attempts are three hours
            Self::Mail | Self::PromptMail => Policy {
                batch_size: 1,
                lease: lease + TimeDelta::from_std(longest_send).unwrap_or(lease),
                first_pause,
                longest_pause,
                max_attempts: Some(17),
            },
            // the index is written once for the whole batch
            Self::Index => Policy { batch_size: 200, lease, first_pause, longest_pause, max_attempts: None },
            Self::Timers => {
                Policy { batch_size: 1, lease, first_pause, longest_pause, max_attempts: Some(12) }
            }
            // given up after half a day, as mail is
            Self::Webhooks => {
                Policy { batch_size: 1, lease, first_pause, longest_pause, max_attempts: Some(17) }
            }
            Self::Schedules => Policy {
                batch_size: 1,
                lease: TimeDelta::minutes(10),
                first_pause,
                longest_pause: TimeDelta::hours(1),
                max_attempts: None,
            },
        }
    }
}

/// Wakes the workers of this process, and knows when each last showed that it works.
#[derive(Debug, Default)]
pub(crate) struct Workers {
    /// When each was last alive, in milliseconds since 1970; 0 before it has started. In the order of [`Queue::ALL`].
    beats: [AtomicI64; Queue::ALL.len()],
    mail: Notify,
    prompt_mail: Notify,
    index: Notify,
    timers: Notify,
    schedules: Notify,
    webhooks: Notify,
    /// What is known of the mail server.
    pub mail_flow: MailFlow,
}

impl Workers {
    /// Makes the worker of a queue look for due jobs now.
    pub fn wake(&self, queue: Queue) {
        self.of(queue).notify_one();
    }

    /// Waits until the worker of a queue is woken.
    pub async fn woken(&self, queue: Queue) {
        self.of(queue).notified().await;
    }

    /// Records that the worker of a queue works.
    pub fn beat(&self, queue: Queue, now: DateTime<Utc>) {
        self.beats[queue.index()].store(now.timestamp_millis(), Ordering::Relaxed);
    }

    /// When the worker of a queue was last alive; `None` before it has started.
    pub fn last_beat(&self, queue: Queue) -> Option<DateTime<Utc>> {
        let beat = self.beats[queue.index()].load(Ordering::Relaxed);
        DateTime::from_timestamp_millis(beat).filter(|_| beat != 0)
    }

    const fn of(&self, queue: Queue) -> &Notify {
        match queue {
            Queue::Mail => &self.mail,
            Queue::PromptMail => &self.prompt_mail,
            Queue::Index => &self.index,
            Queue::Timers => &self.timers,
            Queue::Schedules => &self.schedules,
            Queue::Webhooks => &self.webhooks,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lease_of_mail_is_longer_than_sending_takes() {
        assert!(Queue::Mail.policy(Duration::from_mins(10)).lease > TimeDelta::minutes(10));
    }

    #[test]
    fn an_attempt_ends_before_its_lease() {
        for queue in Queue::ALL {
            let policy = queue.policy(Duration::from_secs(30));
            let limit = TimeDelta::from_std(policy.time_limit()).expect("short");
            assert!(limit > TimeDelta::seconds(60) && limit < policy.lease, "{queue:?}");
            assert_eq!(Queue::ALL[queue.index()], queue);
        }
    }

    #[test]
    fn mail_is_tried_for_half_a_day_whatever_else_happens() {
        for queue in Queue::EMAILS {
            let policy = queue.policy(Duration::ZERO);
            let attempts = policy.max_attempts.expect("not for ever");
            let whole: TimeDelta = (0..attempts - 1).map(|earlier| policy.pause(earlier)).sum();
            assert!(whole >= TimeDelta::hours(12) && whole < TimeDelta::hours(14), "{whole}");
        }
    }

    #[test]
    fn pauses_double_up_to_the_longest() {
        let policy = Queue::Mail.policy(Duration::ZERO);
        assert_eq!(policy.pause(0), TimeDelta::seconds(5));
        assert_eq!(policy.pause(3), TimeDelta::seconds(40));
        assert_eq!(policy.pause(50), TimeDelta::hours(2));
    }
}
