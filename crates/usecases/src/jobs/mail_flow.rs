//! What this process knows of the mail server: whether it takes mail, since when it does not, and whether mail that waits because
//! of it may be tried before its time. Only a mail that the server has accepted shows that it takes mail again. Nothing here sends.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

/// How long mail keeps to its pauses after the server has said "later".
const REST: TimeDelta = TimeDelta::minutes(1);
/// How long ago other mail went through at most, where a refusal counts as one of this mail alone.
const LATELY: TimeDelta = TimeDelta::minutes(1);
/// After which time it does not matter any more when a mail was tried: the longest pause is over.
const FORGOTTEN: TimeDelta = TimeDelta::hours(3);

/// The mail server, as seen by this process.
#[derive(Debug, Default)]
pub(crate) struct MailFlow(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// Whether mail may be tried before its time.
    is_open: bool,
    outage: Option<Outage>,
    last_accepted: Option<DateTime<Utc>>,
    /// When the server last answered that it takes nothing now.
    last_refused: Option<DateTime<Utc>>,
    /// What was tried before its time, and when.
    tried_early: HashMap<Uuid, DateTime<Utc>>,
}

/// A time in which the server took no mail.
#[derive(Debug)]
struct Outage {
    cause: &'static str,
    failures: u64,
}

/// An attempt that failed because of the server.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ServerFailure {
    /// The word for the cause.
    pub cause: &'static str,
    /// Whether the server was there and answered.
    pub has_answered: bool,
}

impl MailFlow {
    /// The server has accepted a mail. Returns how many attempts failed before, where that ends an outage.
    pub fn accepted(&self, now: DateTime<Utc>) -> Option<u64> {
        let mut state = self.state();
        state.last_accepted = Some(now);
        if state.rests(now) {
            return None;
        }
        state.is_open = true;
        state.outage.take().map(|outage| outage.failures)
    }

    /// An attempt has failed because of the server: nothing is tried before its time any more. Returns whether this is news.
    pub fn failed(&self, now: DateTime<Utc>, failure: ServerFailure) -> bool {
        let mut state = self.state();
        state.is_open = false;
        if failure.has_answered {
            state.last_refused = Some(now);
        }
        let failures = state.outage.as_ref().map_or(0, |outage| outage.failures) + 1;
        let before = state.outage.replace(Outage { cause: failure.cause, failures });
        before.is_none_or(|outage| outage.cause != failure.cause)
    }

    /// Whether a look at the server is worth it: nothing is tried before its time, and it has not just said "later".
    pub fn may_look(&self, now: DateTime<Utc>) -> bool {
        let state = self.state();
        !state.is_open && !state.rests(now)
    }

    /// The server answers: one mail may be tried before its time, and others when that one was accepted.
    pub fn open(&self) {
        self.state().is_open = true;
    }

    /// Whether mail may be tried before its time.
    pub fn is_open(&self) -> bool {
        self.state().is_open
    }

    /// Takes the one of these that was not tried before its time for longest, the first of those that never were; each waits for at
    /// least [`REST`] in between, so that one which always fails keeps nothing from the others.
    pub fn take_early(&self, delayed: &[Uuid], now: DateTime<Utc>) -> Option<Uuid> {
        let mut state = self.state();
        let tried = &mut state.tried_early;
        tried.retain(|_, at| now - *at < FORGOTTEN);
        let may_be_tried = |id: &Uuid| tried.get(id).is_none_or(|at| now - *at >= REST);
        let next = delayed.iter().copied().filter(may_be_tried).min_by_key(|id| tried.get(id).copied())?;
        tried.insert(next, now);
        Some(next)
    }

    /// Whether other mail went through a moment ago.
    pub fn has_accepted_lately(&self, now: DateTime<Utc>) -> bool {
        self.state().last_accepted.is_some_and(|at| now - at < LATELY)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn rests(&self, now: DateTime<Utc>) -> bool {
        self.last_refused.is_some_and(|at| now - at < REST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AWAY: ServerFailure = ServerFailure { cause: "server-unreachable", has_answered: false };
    const LATER: ServerFailure = ServerFailure { cause: "server-busy", has_answered: true };

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    #[test]
    fn an_outage_is_said_when_it_begins_changes_and_ends() {
        let flow = MailFlow::default();
        assert_eq!(flow.accepted(at(0)), None);
        let news = [AWAY, AWAY, LATER, LATER].map(|failure| flow.failed(at(1), failure));
        assert_eq!(news, [true, false, true, false]);
        assert_eq!(flow.accepted(at(70)), Some(4));
        assert_eq!(flow.accepted(at(71)), None);
    }

    #[test]
    fn a_failure_closes_and_only_an_accepted_mail_or_a_look_opens() {
        let flow = MailFlow::default();
        flow.accepted(at(0));
        assert!(flow.is_open());
        flow.failed(at(1), AWAY);
        assert!(!flow.is_open() && flow.may_look(at(1)));
        flow.open();
        assert!(flow.is_open() && !flow.may_look(at(1)));
        flow.failed(at(2), AWAY);
        flow.accepted(at(3));
        assert!(flow.is_open());
    }

    #[test]
    fn a_server_that_says_later_is_left_alone_for_a_minute() {
        let flow = MailFlow::default();
        flow.failed(at(0), LATER);
        // it lets a few through, as one with a limit does
        assert_eq!(flow.accepted(at(6)), None);
        assert!(!flow.is_open() && !flow.may_look(at(59)));
        assert!(flow.may_look(at(60)));
        flow.accepted(at(60));
        assert!(flow.is_open());
    }

    #[test]
    fn mail_that_always_fails_lets_others_be_tried() {
        let flow = MailFlow::default();
        let delayed = [1, 2].map(Uuid::from_u128);
        let taken = [0, 0, 0, 59, 60, 61, 61].map(|seconds| flow.take_early(&delayed, at(seconds)));
        let [first, second] = delayed.map(Some);
        assert_eq!(taken, [first, second, None, None, first, second, None]);
    }
}
