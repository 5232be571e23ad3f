//! What happens to a ticket when someone does something with it: every rule about status, deadline, assignee and whose turn it
//! is. One pure function, used by every path. Who may do it is in [`crate::permission`], when promises are due in [`crate::sla`];
//! texts, emails and rows are the use cases'.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Priority, Side, Status, TicketChange, TicketKind, TicketPrivacy, TicketScope, TicketState};
use crate::{
    escalation::{EscalationLevel, EscalationTrigger},
    sla::{Deadlines, Threshold},
};

/// Something that someone does with a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TicketCommand {
    /// Write a public message. A message from the requester's side makes it support's turn, and reopens a ticket that was
    /// done; one from support is the response, and claims a ticket that nobody works on.
    Message {
        /// The status in which support leaves the ticket; `None` opens a new ticket and leaves others as they are. Ignored
        /// from other sides.
        status: Option<Status>,
        /// Whether its author waits for an answer. Ignored from support. A message that needs none, as thanks, ends support's turn once
        /// there was a first response, and reopens nothing.
        answer: AnswerNeed,
    },
    /// Say that what the requester's side wrote needs no answer. Before the first response it does nothing.
    NeedsNoAnswer,
    /// Write an internal note.
    Note,
    /// Change priority, assignee, status, kind or topic.
    Update(TicketUpdate),
    /// Raise the ticket, or have somebody take it. A ticket that is done stays where it is.
    Escalate {
        /// The level to raise it to; one that is not higher raises nothing.
        to: EscalationLevel,
        /// What made it go up.
        cause: EscalationTrigger,
        /// Whether people are told again until somebody takes it.
        repeats: bool,
    },
    /// Take a ticket that went up; one that nobody works on is assigned, too.
    Acknowledge,
    /// Say when support expects to answer. One that is done stays as it is.
    Expect {
        /// The time at which it does.
        by: DateTime<Utc>,
    },
    /// Say that shares of the time of targets have passed.
    ReportThresholds(Vec<Threshold>),
    /// Close the ticket.
    Close,
    /// Reopen a ticket that is done; does nothing to any other.
    Reopen,
    /// Make the ticket private or shared.
    SetPrivacy(TicketPrivacy),
    /// Answer the survey.
    Rate {
        /// The score, 1 to 5.
        score: i64,
        /// The score of an earlier answer.
        earlier: Option<i64>,
    },
    /// Remove texts or files for good.
    Redact {
        /// The number of removed texts.
        places: usize,
        /// The number of deleted files.
        files: usize,
    },
    /// Move a guest's ticket into an account.
    Claim {
        /// The id of the account.
        requester: Uuid,
    },
    /// Correct the address of a guest's ticket. Whoever filed it may until support has begun with it: support's answers are meant
    /// for the address that they saw.
    CorrectAddress,
}

/// Whether a message waits for an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AnswerNeed {
    /// It does.
    #[default]
    Wanted,
    /// It does not.
    NotNeeded,
}

/// Whom a ticket is assigned to from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assignment {
    /// Nobody: it is in the queue.
    Nobody,
    /// The agent with this id.
    Agent(Uuid),
}

impl Assignment {
    /// The agent; `None` for nobody.
    pub const fn agent(self) -> Option<Uuid> {
        match self {
            Self::Nobody => None,
            Self::Agent(id) => Some(id),
        }
    }
}

/// A change of a ticket's properties; `None` leaves each as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TicketUpdate {
    /// The priority.
    pub priority: Option<Priority>,
    /// Whom the ticket is assigned to.
    pub assignee: Option<Assignment>,
    /// The status to set; waiting times follow from it.
    pub status: Option<Status>,
    /// What kind of ticket it is.
    pub kind: Option<TicketKind>,
    /// The slug of the topic.
    pub topic: Option<String>,
}

/// The one who does something with a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangedBy {
    /// The side.
    pub side: Side,
    /// The id of their account; `None` for guests and the program.
    pub user: Option<Uuid>,
}

/// What must follow a change, after it is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FollowUp {
    /// Confirm to the requester that the ticket was filed.
    ConfirmFiling,
    /// Tell the requester about the new message.
    AnnounceMessage,
    /// Tell the requester about the new status.
    AnnounceStatus,
}

/// The result of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The state afterwards.
    pub state: TicketState,
    /// What happened, in order; empty where nothing changed.
    pub changes: Vec<TicketChange>,
    /// What must follow.
    pub follow_ups: Vec<FollowUp>,
}

/// The command does not fit the ticket's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransitionError {
    /// Only tickets that are solved or closed can be rated.
    #[error("the ticket is not done")]
    NotDone,
    /// The ticket has an account already.
    #[error("the ticket belongs to an account")]
    Claimed,
    /// Support has begun with the ticket: from then on only support corrects its address.
    #[error("support has begun with the ticket")]
    Begun,
}

/// A ticket that is to be filed, as far as rules decide on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filing {
    /// The initial priority.
    pub priority: Priority,
    /// Whether it is marked as urgent.
    pub urgent: bool,
    /// The id of the requester's account; `None` for a guest.
    pub requester: Option<Uuid>,
    /// What it is about, and for whom.
    pub scope: TicketScope,
}

/// The filing of a ticket: a new one with its deadlines, waiting for support.
pub fn file_ticket(filing: Filing, deadlines: Deadlines, at: DateTime<Utc>) -> Transition {
    let Deadlines { respond_by, reply_by: _, resolve_by, update_by } = deadlines;
    let state = TicketState::filed(filing, deadlines, at);
    let (priority, urgent, requester) = (state.priority, state.urgent, state.requester);
    let scope = state.scope.clone();
    let filed = TicketChange::Filed { priority, respond_by, resolve_by, update_by, urgent, requester, scope };
    Transition { state, changes: vec![filed], follow_ups: vec![FollowUp::ConfirmFiling] }
}

impl Transition {
    /// Whether the deadlines have to be computed anew: see [`Self::set_deadlines`].
    pub fn moves_clocks(&self) -> bool {
        self.changes.iter().any(TicketChange::moves_clocks)
    }

    /// Adds when the promises are due after these changes, by the clocks of the ticket. The first response, once it was given, keeps
    /// the time at which it was due.
    pub fn set_deadlines(&mut self, clocks: Deadlines) {
        let deadlines = clocks.after(self.state.deadlines, self.state.responded_at);
        for change in &mut self.changes {
            if let TicketChange::Priority { respond_by_to, .. } = change {
                *respond_by_to = deadlines.respond_by;
                self.state.deadlines.respond_by = deadlines.respond_by;
            }
        }
        if self.state.deadlines != deadlines {
            self.changes.push(TicketChange::Deadlines(deadlines));
            self.state.deadlines = deadlines;
        }
    }
}

/// What `command` does to a ticket at the time `at`. A command that changes nothing gives the same state and no changes.
///
/// # Errors
/// [`TransitionError`] where the command does not fit the state.
pub fn transition(
    before: &TicketState,
    command: &TicketCommand,
    by: ChangedBy,
    at: DateTime<Utc>,
) -> Result<Transition, TransitionError> {
    let mut next = Step { state: before.clone(), changes: Vec::new(), side: by.side, at };
    let mut follow_ups = Vec::new();
    match *command {
        TicketCommand::Message { status, answer } => {
            next.push(TicketChange::Message);
            match by.side {
                Side::Support => {
                    next.assign(before.assignee.or(by.user));
                    next.acknowledge();
                    let default = if before.status == Status::New { Status::Open } else { before.status };
                    // the requester has the answer: it is not support's turn, whatever the status
                    next.set_status(status.unwrap_or(default), None);
                    follow_ups.push(FollowUp::AnnounceMessage);
                }
                Side::Requester | Side::Counsellor => {
                    let ends_turn = answer == AnswerNeed::NotNeeded && before.responded_at.is_some();
                    let stays_done = ends_turn && before.status.is_done();
                    let to = if stays_done { before.status } else { before.status.after_requester_message() };
                    next.set_status(to, waiting_with(before, to, at));
                    if ends_turn {
                        next.push(TicketChange::NoAnswerNeeded);
                    }
                    if by.side == Side::Counsellor {
                        follow_ups.push(FollowUp::AnnounceMessage);
                    }
                }
                Side::System => {}
            }
        }
        TicketCommand::NeedsNoAnswer => {
            if before.responded_at.is_some() && before.waiting_since.is_some() {
                next.push(TicketChange::NoAnswerNeeded);
            }
        }
        TicketCommand::Note => next.push(TicketChange::Note),
        TicketCommand::Update(TicketUpdate { priority, assignee, status, kind, ref topic }) => {
            if let Some(to) = kind.filter(|kind| *kind != before.scope.kind) {
                next.push(TicketChange::Kind { from: before.scope.kind, to });
            }
            if let Some(to) = topic.clone().filter(|topic| *topic != before.scope.topic) {
                next.push(TicketChange::Topic { from: before.scope.topic.clone(), to });
            }
            if let Some(priority) = priority {
                next.set_priority(priority);
            }
            if let Some(assignment) = assignee {
                next.assign(assignment.agent());
                if assignment.agent().is_some() {
                    next.acknowledge();
                }
            }
            if let Some(to) = status
                && next.set_status(to, waiting_with(before, to, at))
            {
                follow_ups.push(FollowUp::AnnounceStatus);
            }
        }
        TicketCommand::Escalate { to, cause, repeats } => {
            let (from, to) = (before.level, to.max(before.level));
            let calls_somebody = repeats && before.unacknowledged_since.is_none();
            if !before.status.is_done() && (from != to || calls_somebody) {
                next.push(TicketChange::Escalated { from, to, cause, repeats });
            }
        }
        TicketCommand::Acknowledge => {
            if before.unacknowledged_since.is_some() {
                next.acknowledge();
                next.assign(before.assignee.or(by.user));
            }
        }
        TicketCommand::Expect { by } => {
            if !before.status.is_done() && before.expected_by != Some(by) {
                next.push(TicketChange::Expected { by });
            }
        }
        TicketCommand::ReportThresholds(ref thresholds) => {
            for Threshold { metric, percent, started_at, .. } in thresholds {
                let (metric, percent, started_at) = (*metric, *percent, *started_at);
                next.push(TicketChange::SlaThreshold { metric, percent, started_at });
            }
        }
        TicketCommand::Close => {
            if next.set_status(Status::Closed, None) {
                follow_ups.push(FollowUp::AnnounceStatus);
            }
        }
        TicketCommand::Reopen => {
            if before.status.is_done()
                && next.set_status(Status::Open, waiting_with(before, Status::Open, at))
            {
                follow_ups.push(FollowUp::AnnounceStatus);
            }
        }
        TicketCommand::SetPrivacy(to) => {
            if before.privacy != to {
                next.push(TicketChange::Privacy { from: before.privacy, to });
            }
        }
        TicketCommand::Rate { score, earlier } => {
            if !before.status.is_done() {
                return Err(TransitionError::NotDone);
            }
            if earlier != Some(score) {
                next.push(TicketChange::Rated { score });
            }
        }
        TicketCommand::Redact { places, files } => {
            if places > 0 || files > 0 {
                next.push(TicketChange::Redacted { places, files });
            }
        }
        TicketCommand::Claim { requester } => match before.requester {
            None => next.push(TicketChange::Claimed { requester }),
            Some(owner) if owner == requester => {}
            Some(_) => return Err(TransitionError::Claimed),
        },
        TicketCommand::CorrectAddress => {
            if before.requester.is_some() {
                return Err(TransitionError::Claimed);
            }
            if by.side != Side::Support && before.has_begun() {
                return Err(TransitionError::Begun);
            }
            next.push(TicketChange::AddressCorrected);
        }
    }
    Ok(Transition { state: next.state, changes: next.changes, follow_ups })
}

/// Since when it is support's turn once the status is `to`. Only new and open tickets wait for support; one that was never
/// answered has been waiting since it was filed.
fn waiting_with(before: &TicketState, to: Status, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    match to {
        Status::New | Status::Open => {
            let since = if before.responded_at.is_none() { before.created_at } else { at };
            Some(before.waiting_since.unwrap_or(since))
        }
        Status::WaitingForRequester | Status::OnHold | Status::Solved | Status::Closed => None,
    }
}

/// A transition that is being put together.
struct Step {
    state: TicketState,
    changes: Vec<TicketChange>,
    side: Side,
    at: DateTime<Utc>,
}

impl Step {
    fn push(&mut self, change: TicketChange) {
        self.state = self.state.clone().after(&change, self.side, self.at);
        self.changes.push(change);
    }

    /// Sets the status, and says whether it is another one.
    fn set_status(&mut self, to: Status, waiting_since: Option<DateTime<Utc>>) -> bool {
        let from = self.state.status;
        if from == to {
            return false;
        }
        self.push(TicketChange::Status { from, to, waiting_since });
        true
    }

    /// Sets the priority. The deadlines follow from the clocks.
    fn set_priority(&mut self, to: Priority) {
        let (from, respond_by) = (self.state.priority, self.state.deadlines.respond_by);
        if from != to {
            self.push(TicketChange::Priority {
                from,
                to,
                respond_by_from: respond_by,
                respond_by_to: respond_by,
            });
        }
    }

    /// Whoever takes the ticket, or answers it, is who was called.
    fn acknowledge(&mut self) {
        if self.state.unacknowledged_since.is_some() {
            self.push(TicketChange::Acknowledged);
        }
    }

    fn assign(&mut self, to: Option<Uuid>) {
        let from = self.state.assignee;
        if from != to {
            self.push(TicketChange::Assignee { from, to });
        }
    }
}

#[cfg(test)]
mod tests;
