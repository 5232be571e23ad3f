//! From transitions to rows: the events of a ticket and its state columns. No database and no clock, so that imports and
//! generated tickets are made by the same rules as those that people file.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use fyr_domain::{
    sla::{Deadlines, SlaHistory, TicketClocks, TicketFact},
    tickets::{
        ChangedBy, FollowUp, Impact, Side, TicketChange, TicketCommand, TicketEventKind, TicketPrivacy,
        TicketState, Transition, TransitionError, transition,
    },
};
use fyr_store::{people::Account, ticket_events::TicketEvent, tickets::Ticket};
use uuid::Uuid;

use super::alarms::next_alarm;

/// The author of ticket events.
#[derive(Clone, Debug)]
pub(crate) struct EventAuthor {
    /// The id of their account; `None` for guests.
    pub user: Option<Uuid>,
    /// Their name now.
    pub name: String,
    /// The side they write from.
    pub side: Side,
    /// The requester for whom a counsellor acts.
    pub on_behalf_of: Option<Uuid>,
}

impl EventAuthor {
    /// An account that writes from this side for itself.
    pub(crate) fn account(account: &Account, side: Side) -> Self {
        Self { user: Some(account.id), name: account.name.clone(), side, on_behalf_of: None }
    }

    /// The author as the rules see them.
    pub(crate) fn changed_by(&self) -> ChangedBy {
        ChangedBy { side: self.side, user: self.user }
    }
}

/// The part of a ticket's row that rules decide on.
pub(crate) fn state_of(ticket: &Ticket) -> TicketState {
    TicketState {
        status: ticket.status,
        priority: ticket.priority,
        urgent: ticket.urgent,
        scope: ticket.scope(),
        privacy: if ticket.private { TicketPrivacy::Private } else { TicketPrivacy::Shared },
        requester: ticket.requester_id,
        assignee: ticket.assignee_id,
        created_at: ticket.created_at,
        deadlines: ticket.deadlines(),
        responded_at: ticket.responded_at,
        waiting_since: ticket.waiting_since,
        level: ticket.level,
        unacknowledged_since: ticket.unacknowledged_since,
        expected_by: ticket.expected_by,
    }
}

/// A ticket of this requester as it was filed, without subject and form.
pub(crate) fn new_ticket(id: Uuid, reference: String, requester: &Account, filing: &Transition) -> Ticket {
    let state = &filing.state;
    let Deadlines { respond_by, reply_by, resolve_by, update_by } = state.deadlines;
    Ticket {
        id,
        reference,
        form_key: id,
        form_owner: String::new(),
        organisation_id: state.scope.organisation,
        private: false,
        requester_id: Some(requester.id),
        requester_name: requester.name.clone(),
        requester_email: requester.email.clone(),
        filed_by_id: None,
        filed_by_name: None,
        topic: state.scope.topic.clone(),
        kind: state.scope.kind,
        channel: state.scope.channel,
        impact: Impact::default(),
        urgent_cause: None,
        subject: String::new(),
        lang: requester.lang.clone(),
        priority: state.priority,
        status: state.status,
        urgent: state.urgent,
        assignee_id: state.assignee,
        created_at: state.created_at,
        updated_at: state.created_at,
        respond_by,
        responded_at: state.responded_at,
        waiting_since: state.waiting_since,
        reply_by,
        resolve_by,
        update_by,
        level: state.level,
        unacknowledged_since: state.unacknowledged_since,
        expected_by: state.expected_by,
        alarm_at: None,
        link_version: 0,
    }
}

/// Puts the result of a transition at the time `at` into a ticket's row.
pub(crate) fn set_state(ticket: &mut Ticket, transition: &Transition, at: DateTime<Utc>) {
    let state = &transition.state;
    ticket.status = state.status;
    ticket.priority = state.priority;
    ticket.kind = state.scope.kind;
    ticket.topic.clone_from(&state.scope.topic);
    ticket.private = state.privacy == TicketPrivacy::Private;
    ticket.requester_id = state.requester;
    ticket.assignee_id = state.assignee;
    ticket.set_deadlines(state.deadlines);
    ticket.responded_at = state.responded_at;
    ticket.waiting_since = state.waiting_since;
    ticket.level = state.level;
    ticket.unacknowledged_since = state.unacknowledged_since;
    ticket.expected_by = state.expected_by;
    if transition.changes.iter().any(TicketChange::is_activity) {
        ticket.updated_at = at;
    }
}

/// The events of a transition, in order. The text belongs to the first; `next_id` gives ids that rise.
pub(crate) fn events(
    ticket: Uuid,
    transition: &Transition,
    author: &EventAuthor,
    written: Written<'_>,
    mut next_id: impl FnMut() -> Uuid,
) -> Vec<TicketEvent> {
    let event = |(index, change): (usize, &TicketChange)| {
        let event = TicketEvent {
            id: next_id(),
            ticket_id: ticket,
            kind: TicketEventKind::Note,
            side: author.side,
            author_id: author.user,
            author_name: author.name.clone(),
            body: if index == 0 { written.body.to_owned() } else { String::new() },
            status_from: None,
            status_to: None,
            created_at: written.at,
            event: None,
            data: None,
            on_behalf_of_id: author.on_behalf_of,
        };
        event.with_change(change)
    };
    transition.changes.iter().enumerate().map(event).collect()
}

/// The changes of a transition, as clocks see them.
pub(crate) fn facts(
    transition: &Transition,
    side: Side,
    at: DateTime<Utc>,
) -> impl Iterator<Item = TicketFact> + '_ {
    transition.changes.iter().map(move |change| TicketFact { at, side, change: change.clone() })
}

/// Adds to a transition when the promises are due after it; returns when support is told next of one that is about to be missed.
/// `facts` are those of the ticket with the transition's own.
pub(crate) fn set_deadlines(
    transition: &mut Transition,
    sla: &SlaHistory,
    facts: &[TicketFact],
) -> Option<DateTime<Utc>> {
    let clocks = TicketClocks::replay(sla, facts).filter(|_| transition.moves_clocks())?;
    transition.set_deadlines(clocks.deadlines());
    let TicketState { priority, scope, .. } = &transition.state;
    next_alarm(sla, &clocks, *priority, scope)
}

/// What was written, and when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written<'a> {
    /// The text of a message or note; empty for everything else.
    pub body: &'a str,
    /// The time of the events.
    pub at: DateTime<Utc>,
}

/// Events that were made from a transition, and what must follow them.
#[derive(Clone, Debug)]
pub(crate) struct RecordedEvents {
    /// The events in order; empty where nothing changed.
    pub events: Vec<TicketEvent>,
    /// What must follow, once they are saved.
    pub follow_ups: Vec<FollowUp>,
}

/// A ticket that is made with its history, by commands in the order of time.
#[derive(Clone, Debug)]
pub(crate) struct TicketHistory {
    /// The ticket after the commands so far.
    pub ticket: Ticket,
    /// Its events so far.
    pub events: Vec<TicketEvent>,
    /// What its clocks depend on.
    facts: Vec<TicketFact>,
    /// What is promised.
    sla: Arc<SlaHistory>,
}

impl TicketHistory {
    /// A ticket that was filed with this row; `next_id` gives the id of its first event.
    pub(crate) fn filed(
        sla: Arc<SlaHistory>,
        mut ticket: Ticket,
        transition: &Transition,
        author: &EventAuthor,
        body: &str,
        next_id: impl FnMut() -> Uuid,
    ) -> Self {
        let at = ticket.created_at;
        set_state(&mut ticket, transition, at);
        let events = events(ticket.id, transition, author, Written { body, at }, next_id);
        let facts = facts(transition, author.side, at).collect();
        Self { ticket, events, facts, sla }
    }

    /// Carries out a command; one that does not fit the ticket's state changes nothing.
    pub(crate) fn apply(
        &mut self,
        command: &TicketCommand,
        author: &EventAuthor,
        written: Written<'_>,
        next_id: impl FnMut() -> Uuid,
    ) {
        let next: Result<Transition, TransitionError> =
            transition(&state_of(&self.ticket), command, author.changed_by(), written.at);
        if let Ok(mut next) = next {
            self.facts.extend(facts(&next, author.side, written.at));
            set_deadlines(&mut next, &self.sla, &self.facts);
            set_state(&mut self.ticket, &next, written.at);
            self.events.extend(events(self.ticket.id, &next, author, written, next_id));
        }
    }
}
