//! From the events of a ticket to its clocks: what starts one, lets it stand, and meets its target.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    clock::{Deadline, SlaClock},
    history::SlaHistory,
    level::Metric,
};
use crate::tickets::{Priority, Side, Status, TicketChange, TicketScope};

/// Something that happened to a ticket, as its clocks see it: without texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketFact {
    /// When it happened.
    pub at: DateTime<Utc>,
    /// The side that did it.
    pub side: Side,
    /// What happened.
    pub change: TicketChange,
}

/// A target of a ticket, and how it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrackedTarget<'a> {
    /// Its clock. It stands from when the target was met.
    pub clock: SlaClock<'a>,
    /// When the target was met.
    pub met_at: Option<DateTime<Utc>>,
}

/// The targets of a ticket. A metric for which there is no target has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TicketClocks<'a> {
    /// The first response.
    pub first_response: Option<TrackedTarget<'a>>,
    /// The latest one of the responses after the first.
    pub next_response: Option<TrackedTarget<'a>>,
    /// The resolution.
    pub resolution: Option<TrackedTarget<'a>>,
    /// The next public message of support.
    pub update: Option<TrackedTarget<'a>>,
    /// The shares of targets that were reported.
    pub(super) reported: Vec<ReportedThreshold>,
}

/// A share of the time of a target that support was told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ReportedThreshold {
    pub metric: Metric,
    pub percent: u8,
    pub started_at: DateTime<Utc>,
}

/// When the targets of a ticket are due that are not met. `None`: nothing is promised, the clock stands, or the calendar does not
/// open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadlines {
    /// The first response; once it was given, when it was due.
    pub respond_by: Option<DateTime<Utc>>,
    /// The response after the first that the requester waits for.
    pub reply_by: Option<DateTime<Utc>>,
    /// The resolution.
    pub resolve_by: Option<DateTime<Utc>>,
    /// The next public message of support.
    pub update_by: Option<DateTime<Utc>>,
}

impl Deadlines {
    /// These, of a ticket that had `before`. The first response, once it was given, keeps the time at which it was due.
    #[must_use]
    pub fn after(self, before: Self, responded_at: Option<DateTime<Utc>>) -> Self {
        let respond_by = if responded_at.is_some() { before.respond_by } else { self.respond_by };
        Self { respond_by, ..self }
    }

    /// Whether something was due before `now`; the first response only as long as it was not given.
    pub fn is_late(self, responded_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
        let Self { respond_by, reply_by, resolve_by, update_by } = self;
        let respond_by = respond_by.filter(|_| responded_at.is_none());
        [respond_by, reply_by, resolve_by, update_by].into_iter().flatten().any(|by| by < now)
    }
}

impl<'a> TrackedTarget<'a> {
    fn start(clock: SlaClock<'a>) -> Self {
        Self { clock, met_at: None }
    }

    /// When it is due; `None` once it is met, or while the clock stands.
    pub fn due(&self) -> Option<DateTime<Utc>> {
        self.clock.deadline().instant().filter(|_| self.met_at.is_none() && self.clock.is_running())
    }

    /// Whether it was due before it was met, or before `now`.
    pub fn is_missed(&self, now: DateTime<Utc>) -> bool {
        match self.clock.deadline() {
            Deadline::At(due) => due < self.met_at.unwrap_or(now),
            Deadline::Paused { .. } | Deadline::Never => false,
        }
    }

    fn meet(&mut self, at: DateTime<Utc>) {
        if self.met_at.is_none() {
            self.met_at = Some(at);
            self.clock.stand(at);
        }
    }
}

impl<'a> TicketClocks<'a> {
    /// Replays the events of a ticket, the earliest first. `None` without the event that filed it, which tickets of early releases do
    /// not have.
    pub fn replay<'f>(
        history: &'a SlaHistory,
        facts: impl IntoIterator<Item = &'f TicketFact>,
    ) -> Option<Self> {
        let mut replay: Option<Replay<'a>> = None;
        for fact in facts {
            match (&mut replay, &fact.change) {
                (None, TicketChange::Filed { priority, scope, .. }) => {
                    replay = Some(Replay::start(history, *priority, scope.clone(), fact.at));
                }
                (None, _) => {}
                (Some(replay), _) => replay.apply(fact),
            }
        }
        replay.map(Replay::finish)
    }

    /// The clocks of a ticket that is filed now.
    pub fn start(
        history: &'a SlaHistory,
        priority: Priority,
        scope: &TicketScope,
        at: DateTime<Utc>,
    ) -> Self {
        Replay::start(history, priority, scope.clone(), at).clocks
    }

    /// When the targets are due.
    pub fn deadlines(&self) -> Deadlines {
        let due = |tracked: &Option<TrackedTarget<'_>>| tracked.as_ref().and_then(TrackedTarget::due);
        Deadlines {
            respond_by: due(&self.first_response),
            reply_by: due(&self.next_response),
            resolve_by: due(&self.resolution),
            update_by: due(&self.update),
        }
    }
}

/// A replay under way.
struct Replay<'a> {
    history: &'a SlaHistory,
    /// Up to when it has come.
    at: DateTime<Utc>,
    status: Status,
    priority: Priority,
    scope: TicketScope,
    clocks: TicketClocks<'a>,
}

impl<'a> Replay<'a> {
    fn start(history: &'a SlaHistory, priority: Priority, scope: TicketScope, at: DateTime<Utc>) -> Self {
        let clocks = TicketClocks::default();
        let mut replay = Self { history, at, status: Status::New, priority, scope, clocks };
        replay.clocks.first_response = replay.track(Metric::FirstResponse);
        replay.clocks.resolution = replay.track(Metric::Resolution);
        replay.clocks.update = replay.track(Metric::Update);
        replay
    }

    /// A target whose clock starts now; `None` where the metric has none.
    fn track(&self, metric: Metric) -> Option<TrackedTarget<'a>> {
        let terms = self.history.at(self.at).terms(metric, self.priority, &self.scope)?;
        let mut tracked = TrackedTarget::start(SlaClock::start(self.at, terms));
        if !self.clocks_run() {
            tracked.clock.stand(self.at);
        }
        Some(tracked)
    }

    /// Whether clocks run in the present status.
    fn clocks_run(&self) -> bool {
        match self.status {
            Status::New | Status::Open => true,
            Status::OnHold => !self.history.at(self.at).level.third_party_pauses,
            Status::WaitingForRequester | Status::Solved | Status::Closed => false,
        }
    }

    fn apply(&mut self, fact: &TicketFact) {
        self.advance(Some(fact.at));
        self.at = self.at.max(fact.at);
        match &fact.change {
            TicketChange::Message => match fact.side {
                Side::Support => self.support_wrote(),
                Side::Requester | Side::Counsellor => self.supports_turn(),
                Side::System => {}
            },
            // the target was for an answer that nobody waits for
            TicketChange::NoAnswerNeeded => {
                self.clocks.next_response =
                    self.clocks.next_response.take().filter(|tracked| tracked.met_at.is_some());
            }
            TicketChange::Status { from, to, waiting_since } => {
                self.set_status(*from, *to);
                if waiting_since.is_some() {
                    self.supports_turn();
                }
            }
            TicketChange::Priority { to, .. } => {
                self.priority = *to;
                self.renew_terms();
            }
            TicketChange::Kind { to, .. } => {
                self.scope.kind = *to;
                self.renew_terms();
            }
            TicketChange::Topic { to, .. } => {
                self.scope.topic.clone_from(to);
                self.renew_terms();
            }
            TicketChange::SlaThreshold { metric, percent, started_at } => {
                let (metric, percent, started_at) = (*metric, *percent, *started_at);
                self.clocks.reported.push(ReportedThreshold { metric, percent, started_at });
            }
            TicketChange::Filed { .. }
            | TicketChange::Escalated { .. }
            | TicketChange::Acknowledged
            | TicketChange::Note
            | TicketChange::Assignee { .. }
            | TicketChange::Privacy { .. }
            | TicketChange::Rated { .. }
            | TicketChange::Redacted { .. }
            | TicketChange::Claimed { .. }
            | TicketChange::AddressCorrected
            | TicketChange::Promised { .. }
            | TicketChange::Expected { .. }
            | TicketChange::Deadlines { .. } => {}
        }
    }

    fn finish(mut self) -> TicketClocks<'a> {
        self.advance(None);
        self.clocks
    }

    /// Lets the versions hold that began since, up to and including `until`.
    fn advance(&mut self, until: Option<DateTime<Utc>>) {
        let changes: Vec<_> = self.history.changes(self.at, until).collect();
        for at in changes {
            self.at = at;
            self.renew_terms();
            self.run_or_stand();
        }
    }

    fn support_wrote(&mut self) {
        let at = self.at;
        for answered in
            [&mut self.clocks.first_response, &mut self.clocks.next_response].into_iter().flatten()
        {
            answered.meet(at);
        }
        if !self.status.is_done() {
            self.clocks.update = self.track(Metric::Update);
        }
    }

    /// It is support's turn to respond. Until the first response its own clock counts; a clock that is not met goes on.
    fn supports_turn(&mut self) {
        let is_answered = |tracked: &Option<TrackedTarget<'_>>| {
            tracked.as_ref().is_none_or(|tracked| tracked.met_at.is_some())
        };
        if is_answered(&self.clocks.first_response) && is_answered(&self.clocks.next_response) {
            self.clocks.next_response = self.track(Metric::NextResponse);
        }
    }

    fn set_status(&mut self, from: Status, to: Status) {
        self.status = to;
        match (from.is_done(), to.is_done()) {
            (false, true) => {
                let at = self.at;
                for over in [&mut self.clocks.resolution, &mut self.clocks.update].into_iter().flatten() {
                    over.meet(at);
                }
            }
            (true, false) => {
                // the time during which it was done has not counted
                if let Some(resolution) = &mut self.clocks.resolution {
                    resolution.met_at = None;
                }
                self.renew_terms();
                self.clocks.update = self.track(Metric::Update);
            }
            (true, true) | (false, false) => {}
        }
        self.run_or_stand();
    }

    /// Lets every clock that is not met run or stand as the present status has it.
    fn run_or_stand(&mut self) {
        let (runs, at) = (self.clocks_run(), self.at);
        for tracked in self.unmet() {
            if runs { tracked.clock.run(at) } else { tracked.clock.stand(at) }
        }
    }

    fn unmet(&mut self) -> impl Iterator<Item = &mut TrackedTarget<'a>> {
        let TicketClocks { first_response, next_response, resolution, update, reported: _ } =
            &mut self.clocks;
        let all = [first_response, next_response, resolution, update];
        all.into_iter().flatten().filter(|tracked| tracked.met_at.is_none())
    }

    /// Puts the terms of the present version and priority on every clock that is not met. A metric that has a target only now has a
    /// clock from now on, and one that has none any more has none.
    fn renew_terms(&mut self) {
        let (history, at) = (self.history, self.at);
        let is_done = self.status.is_done();
        for metric in Metric::ALL {
            let terms = history.at(at).terms(*metric, self.priority, &self.scope);
            let started = self.track(*metric);
            let slot = match metric {
                Metric::FirstResponse => &mut self.clocks.first_response,
                Metric::NextResponse => &mut self.clocks.next_response,
                Metric::Resolution => &mut self.clocks.resolution,
                Metric::Update => &mut self.clocks.update,
            };
            let starts_late = matches!(metric, Metric::Resolution | Metric::Update) && !is_done;
            match (slot.as_mut(), terms) {
                (Some(tracked), _) if tracked.met_at.is_some() => {}
                (Some(tracked), Some(terms)) => tracked.clock.set_terms(at, terms),
                (Some(_), None) => *slot = None,
                (None, Some(_)) if starts_late => *slot = started,
                (None, _) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests;
