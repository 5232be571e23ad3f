//! What can happen to a ticket, as it is stored in its event rows, and what each change does to the ticket's state.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Filing, Priority, Side, Status, TicketEventKind, TicketKind, TicketScope};
use crate::{
    escalation::{EscalationLevel, EscalationTrigger},
    sla::{Deadlines, Metric},
    string_enum::string_enum,
};

string_enum! {
    /// Who may see a ticket besides its requester and support.
    TicketPrivacy {
        /// Nobody else.
        Private = "private",
        /// The requester's counsellors, and colleagues if their organisation's rule allows it.
        Shared = "shared",
    }
}

/// The part of a ticket that rules decide on and change. Names, texts and the time of the latest activity are not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketState {
    /// The status.
    pub status: Status,
    /// The priority.
    pub priority: Priority,
    /// Whether it was marked as urgent when it was filed; never changes.
    pub urgent: bool,
    /// What it is about, and for whom.
    pub scope: TicketScope,
    /// Who may see it.
    pub privacy: TicketPrivacy,
    /// The id of the requester's account; `None` for a guest.
    pub requester: Option<Uuid>,
    /// The id of the agent who works on it.
    pub assignee: Option<Uuid>,
    /// When it was filed; never changes.
    pub created_at: DateTime<Utc>,
    /// When its promises are due.
    pub deadlines: Deadlines,
    /// When support responded first; never changes once it is set.
    pub responded_at: Option<DateTime<Utc>>,
    /// Since when it has been support's turn; `None` while it is someone else's or nobody's.
    pub waiting_since: Option<DateTime<Utc>>,
    /// How far up it is.
    pub level: EscalationLevel,
    /// Since when somebody has to take it; `None` where nobody has to.
    pub unacknowledged_since: Option<DateTime<Utc>>,
    /// When support expects to answer, where it has said so; `None` once it has answered.
    pub expected_by: Option<DateTime<Utc>>,
}

/// One thing that happened to a ticket. Serialised as the columns `event` (the tag) and `data` (the fields) of a ticket
/// event; ids, times and fixed words only, no text that people wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", content = "data", rename_all = "snake_case")]
pub enum TicketChange {
    /// It was filed; the first message is the text of the same event.
    Filed {
        /// The initial priority.
        priority: Priority,
        /// When the first response is due.
        respond_by: Option<DateTime<Utc>>,
        /// When the resolution is due.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        resolve_by: Option<DateTime<Utc>>,
        /// When the next public message is due.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        update_by: Option<DateTime<Utc>>,
        /// Whether it was marked as urgent.
        urgent: bool,
        /// The id of the requester's account; `None` for a guest.
        requester: Option<Uuid>,
        /// What it was about, and for whom; early releases did not write it.
        #[serde(flatten)]
        scope: TicketScope,
    },
    /// A public message.
    Message,
    /// An internal note.
    Note,
    /// What the requester's side wrote needs no answer: it is not support's turn any more.
    NoAnswerNeeded,
    /// Another status.
    Status {
        /// The status before.
        from: Status,
        /// The new status.
        to: Status,
        /// Since when it has been support's turn with the new status; `None` where it is not.
        waiting_since: Option<DateTime<Utc>>,
    },
    /// Another priority, and with it another time by which the first response is due.
    Priority {
        /// The priority before.
        from: Priority,
        /// The new priority.
        to: Priority,
        /// When the first response was due before.
        respond_by_from: Option<DateTime<Utc>>,
        /// When the first response is due now.
        respond_by_to: Option<DateTime<Utc>>,
    },
    /// It is of another kind.
    Kind {
        /// The kind before.
        from: TicketKind,
        /// The new kind.
        to: TicketKind,
    },
    /// It is about another topic.
    Topic {
        /// The slug of the topic before.
        from: String,
        /// The slug of the new topic.
        to: String,
    },
    /// It went up, or somebody has to take it.
    Escalated {
        /// The level before.
        from: EscalationLevel,
        /// The level now; the same where only somebody has to take it.
        to: EscalationLevel,
        /// What made it go up.
        cause: EscalationTrigger,
        /// Whether people are told again until somebody takes it.
        repeats: bool,
    },
    /// Somebody has taken it after it went up.
    Acknowledged,
    /// A share of the time of a target has passed, and support was told.
    SlaThreshold {
        /// What the target is for.
        metric: Metric,
        /// The share in percent; at 100 the target was missed.
        percent: u8,
        /// When the clock of the target started.
        started_at: DateTime<Utc>,
    },
    /// Another agent works on it.
    Assignee {
        /// The id of the agent before; `None` where there was none.
        from: Option<Uuid>,
        /// The id of the new agent; `None` where there is none now.
        to: Option<Uuid>,
    },
    /// It was made private or shared.
    Privacy {
        /// Who could see it before.
        from: TicketPrivacy,
        /// Who may see it now.
        to: TicketPrivacy,
    },
    /// The requester answered the survey.
    Rated {
        /// The score, 1 to 5.
        score: i64,
    },
    /// Texts or files were removed for good.
    Redacted {
        /// The number of removed texts.
        places: usize,
        /// The number of deleted files.
        files: usize,
    },
    /// A guest's ticket was moved into the account of its requester.
    Claimed {
        /// The id of the account.
        requester: Uuid,
    },
    /// The address of a guest's ticket was corrected. Neither address is in it.
    AddressCorrected,
    /// It is support's turn again, and the next response has a target. Written by earlier releases; now it is [`Self::Deadlines`].
    Promised {
        /// When it is due.
        reply_by: DateTime<Utc>,
    },
    /// Support says when it expects to answer, which is no promise and moves no clock: after a missed target, or before one.
    Expected {
        /// The time at which it does.
        by: DateTime<Utc>,
    },
    /// Its promises are due at other times.
    Deadlines(Deadlines),
}

impl TicketChange {
    /// The kind under which the event is stored. Everything but messages and the status is internal to support.
    pub fn kind(&self) -> TicketEventKind {
        match self {
            Self::Filed { .. } | Self::Message => TicketEventKind::Message,
            // the requester is told that it went up, not who is told to take it
            Self::Escalated { from, to, .. } if from == to => TicketEventKind::Note,
            Self::Status { .. } | Self::NoAnswerNeeded | Self::Escalated { .. } | Self::Expected { .. } => {
                TicketEventKind::Change
            }
            Self::Note
            | Self::Priority { .. }
            | Self::Kind { .. }
            | Self::Topic { .. }
            | Self::Acknowledged
            | Self::SlaThreshold { .. }
            | Self::Assignee { .. }
            | Self::Privacy { .. }
            | Self::Rated { .. }
            | Self::Redacted { .. }
            | Self::Claimed { .. }
            | Self::AddressCorrected
            | Self::Promised { .. }
            | Self::Deadlines(_) => TicketEventKind::Note,
        }
    }

    /// Whether it counts as activity in the ticket, which puts it on top of lists and starts its retention time anew.
    pub fn is_activity(&self) -> bool {
        match self {
            Self::Filed { .. }
            | Self::Message
            | Self::Note
            | Self::Status { .. }
            | Self::Priority { .. }
            | Self::Kind { .. }
            | Self::Topic { .. }
            | Self::Assignee { .. }
            | Self::Redacted { .. } => true,
            Self::NoAnswerNeeded
            | Self::Escalated { .. }
            | Self::Acknowledged
            | Self::SlaThreshold { .. }
            | Self::Privacy { .. }
            | Self::Rated { .. }
            | Self::Claimed { .. }
            | Self::AddressCorrected
            | Self::Promised { .. }
            | Self::Expected { .. }
            | Self::Deadlines(_) => false,
        }
    }

    /// Whether a ticket that was done is open again.
    pub const fn is_reopening(&self) -> bool {
        matches!(self, Self::Status { from: Status::Solved | Status::Closed, to, .. } if !to.is_done())
    }

    /// Whether it may start or stop a clock of the ticket, change its terms, or what is reported of it.
    pub fn moves_clocks(&self) -> bool {
        match self {
            Self::Filed { .. }
            | Self::Message
            | Self::NoAnswerNeeded
            | Self::Status { .. }
            | Self::Priority { .. }
            | Self::Kind { .. }
            | Self::Topic { .. }
            | Self::SlaThreshold { .. } => true,
            Self::Note
            | Self::Escalated { .. }
            | Self::Acknowledged
            | Self::Assignee { .. }
            | Self::Privacy { .. }
            | Self::Rated { .. }
            | Self::Redacted { .. }
            | Self::Claimed { .. }
            | Self::AddressCorrected
            | Self::Promised { .. }
            | Self::Expected { .. }
            | Self::Deadlines(_) => false,
        }
    }
}

impl TicketState {
    /// Whether support has done anything with the ticket but read it.
    pub fn has_begun(&self) -> bool {
        self.status != Status::New || self.assignee.is_some() || self.responded_at.is_some()
    }

    /// The state of a ticket that is being filed.
    pub(super) fn filed(filing: Filing, deadlines: Deadlines, at: DateTime<Utc>) -> Self {
        let Filing { priority, urgent, requester, scope } = filing;
        Self {
            status: Status::New,
            priority,
            urgent,
            scope,
            privacy: TicketPrivacy::Shared,
            requester,
            assignee: None,
            created_at: at,
            deadlines,
            responded_at: None,
            waiting_since: Some(at),
            level: EscalationLevel::First,
            unacknowledged_since: None,
            expected_by: None,
        }
    }

    /// The state of a ticket after the event that filed it at the time `at`; `None` for any other change.
    pub fn from_filing(change: &TicketChange, at: DateTime<Utc>) -> Option<Self> {
        match *change {
            TicketChange::Filed {
                priority,
                respond_by,
                resolve_by,
                update_by,
                urgent,
                requester,
                ref scope,
            } => {
                let deadlines = Deadlines { respond_by, reply_by: None, resolve_by, update_by };
                let filing = Filing { priority, urgent, requester, scope: scope.clone() };
                Some(Self::filed(filing, deadlines, at))
            }
            TicketChange::Message
            | TicketChange::Note
            | TicketChange::NoAnswerNeeded
            | TicketChange::Status { .. }
            | TicketChange::Priority { .. }
            | TicketChange::Kind { .. }
            | TicketChange::Topic { .. }
            | TicketChange::Escalated { .. }
            | TicketChange::Acknowledged
            | TicketChange::SlaThreshold { .. }
            | TicketChange::Assignee { .. }
            | TicketChange::Privacy { .. }
            | TicketChange::Rated { .. }
            | TicketChange::Redacted { .. }
            | TicketChange::Claimed { .. }
            | TicketChange::AddressCorrected
            | TicketChange::Promised { .. }
            | TicketChange::Expected { .. }
            | TicketChange::Deadlines(_) => None,
        }
    }

    /// The state after one change from `side` at the time `at`. Replaying the events of a ticket in order over the state of
    /// [`Self::from_filing`] gives its state.
    #[must_use]
    pub fn after(mut self, change: &TicketChange, side: Side, at: DateTime<Utc>) -> Self {
        match *change {
            TicketChange::Filed { .. } => return Self::from_filing(change, at).unwrap_or(self),
            TicketChange::Message => match side {
                Side::Support => {
                    self.responded_at = self.responded_at.or(Some(at));
                    self.waiting_since = None;
                    // it was given
                    self.deadlines.reply_by = None;
                    self.expected_by = None;
                }
                Side::Requester | Side::Counsellor => self.waiting_since = self.waiting_since.or(Some(at)),
                Side::System => {}
            },
            TicketChange::NoAnswerNeeded => {
                self.waiting_since = None;
                self.deadlines.reply_by = None;
            }
            TicketChange::Status { to, waiting_since, .. } => {
                self.status = to;
                self.waiting_since = waiting_since;
                if to.is_done() {
                    self.expected_by = None;
                    self.unacknowledged_since = None;
                }
            }
            TicketChange::Escalated { to, repeats, .. } => {
                self.level = to;
                if repeats {
                    self.unacknowledged_since = self.unacknowledged_since.or(Some(at));
                }
            }
            TicketChange::Acknowledged => self.unacknowledged_since = None,
            TicketChange::Priority { to, respond_by_to, .. } => {
                self.priority = to;
                self.deadlines.respond_by = respond_by_to;
            }
            TicketChange::Kind { to, .. } => self.scope.kind = to,
            TicketChange::Topic { ref to, .. } => self.scope.topic.clone_from(to),
            TicketChange::Assignee { to, .. } => self.assignee = to,
            TicketChange::Privacy { to, .. } => self.privacy = to,
            TicketChange::Claimed { requester } => self.requester = Some(requester),
            TicketChange::Promised { reply_by } => self.deadlines.reply_by = Some(reply_by),
            TicketChange::Deadlines(deadlines) => self.deadlines = deadlines,
            TicketChange::Expected { by } => self.expected_by = Some(by),
            TicketChange::Note
            | TicketChange::SlaThreshold { .. }
            | TicketChange::Rated { .. }
            | TicketChange::Redacted { .. }
            | TicketChange::AddressCorrected => {}
        }
        self
    }
}
