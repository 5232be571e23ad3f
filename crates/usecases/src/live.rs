//! News for live pages: what changed, by subject. A page subscribes to its subject and is woken by news of that subject alone.
//!
//! News carries no content: each page reads what is new with the permissions of its own actor. Changes that other processes
//! commit arrive through `other_processes`.

mod other_processes;

use std::{
    collections::HashMap,
    fmt,
    str::FromStr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use fyr_store::Db;
pub use other_processes::run;
use tokio::sync::watch;
use uuid::Uuid;

use crate::Error;

/// What a live page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The ticket with this id.
    Ticket(Uuid),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ticket(id) => write!(f, "ticket:{id}"),
        }
    }
}

/// The text names no subject, for instance because a later release sent it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a subject of live pages")]
pub struct UnknownSubject;

impl FromStr for Subject {
    type Err = UnknownSubject;
    fn from_str(text: &str) -> Result<Self, UnknownSubject> {
        match text.split_once(':') {
            Some(("ticket", id)) => id.parse().map(Self::Ticket).map_err(|_| UnknownSubject),
            _ => Err(UnknownSubject),
        }
    }
}

/// The subscriptions of this process's live pages.
#[derive(Debug)]
pub struct LiveHub {
    /// Names this process to the others.
    process: Uuid,
    channels: Arc<Channels>,
}

/// One channel for each subject that a page is subscribed to.
#[derive(Debug, Default)]
struct Channels(Mutex<HashMap<Subject, Channel>>);

#[derive(Debug)]
struct Channel {
    sender: watch::Sender<()>,
    /// The number of subscriptions, at least 1.
    subscriptions: usize,
}

impl Channels {
    fn lock(&self) -> MutexGuard<'_, HashMap<Subject, Channel>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl LiveHub {
    /// A hub without subscriptions; `process` is the id of this process, different from that of any other.
    pub fn new(process: Uuid) -> Self {
        Self { process, channels: Arc::default() }
    }

    /// Subscribes to news of `subject` from now on.
    pub fn subscribe(&self, subject: Subject) -> Subscription {
        let mut channels = self.channels.lock();
        let channel = channels
            .entry(subject)
            .or_insert_with(|| Channel { sender: watch::Sender::new(()), subscriptions: 0 });
        channel.subscriptions += 1;
        let receiver = channel.sender.subscribe();
        Subscription { subject, receiver, channels: Arc::clone(&self.channels) }
    }

    /// Wakes the subscriptions to `subject` in this process. Call it after the change was committed.
    pub fn publish(&self, subject: Subject) {
        if let Some(channel) = self.channels.lock().get(&subject) {
            channel.sender.send_replace(());
        }
    }

    /// Wakes the subscriptions to `subject` in other processes when the transaction of `db` commits. On `SQLite` this does
    /// nothing; other processes find the change by polling.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn announce(&self, db: &mut Db, subject: Subject) -> Result<(), Error> {
        Ok(fyr_store::live::notify(db, &format!("{}:{subject}", self.process)).await?)
    }

    /// The number of subjects with a subscription.
    pub fn subject_count(&self) -> usize {
        self.channels.lock().len()
    }
}

/// A subscription to one subject; ends when it is dropped.
#[derive(Debug)]
pub struct Subscription {
    subject: Subject,
    receiver: watch::Receiver<()>,
    channels: Arc<Channels>,
}

impl Subscription {
    /// Waits for news since the subscription began or this last returned; several of them count once. May be dropped while
    /// it waits.
    pub async fn changed(&mut self) {
        if self.receiver.changed().await.is_err() {
            // the sender lives as long as there is a subscription
            std::future::pending::<()>().await;
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut channels = self.channels.lock();
        if let Some(channel) = channels.get_mut(&self.subject) {
            channel.subscriptions -= 1;
            if channel.subscriptions == 0 {
                channels.remove(&self.subject);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    const A: Subject = Subject::Ticket(Uuid::from_u128(1));
    const B: Subject = Subject::Ticket(Uuid::from_u128(2));

    fn is_woken(subscription: &mut Subscription) -> bool {
        subscription.changed().now_or_never().is_some()
    }

    #[test]
    fn a_subscription_is_woken_only_by_its_own_subject() {
        let hub = LiveHub::new(Uuid::nil());
        let (mut first, mut second, mut other) = (hub.subscribe(A), hub.subscribe(A), hub.subscribe(B));
        hub.publish(A);
        assert!(is_woken(&mut first) && is_woken(&mut second) && !is_woken(&mut other));
        assert!(!is_woken(&mut first), "once for each change");
    }

    #[test]
    fn news_between_two_waits_is_not_lost_and_counts_once() {
        let hub = LiveHub::new(Uuid::nil());
        hub.publish(A);
        let mut subscription = hub.subscribe(A);
        assert!(!is_woken(&mut subscription), "news of before");
        hub.publish(A);
        hub.publish(A);
        assert!(is_woken(&mut subscription));
        assert!(!is_woken(&mut subscription));
    }

    #[test]
    fn the_memory_of_a_subject_goes_with_its_last_subscription() {
        let hub = LiveHub::new(Uuid::nil());
        let (first, mut second, other) = (hub.subscribe(A), hub.subscribe(A), hub.subscribe(B));
        assert_eq!(hub.subject_count(), 2);
        drop(first);
        hub.publish(A);
        assert!(is_woken(&mut second));
        drop(second);
        assert_eq!(hub.subject_count(), 1);
        drop(other);
        hub.publish(A);
        assert_eq!(hub.subject_count(), 0);
    }

    #[test]
    fn a_subject_is_read_as_it_is_written() {
        assert_eq!(A.to_string().parse(), Ok(A));
        for text in ["", "ticket", "ticket:", "ticket:1", "incident:00000000-0000-0000-0000-000000000001"] {
            assert_eq!(text.parse::<Subject>(), Err(UnknownSubject), "{text}");
        }
    }
}
