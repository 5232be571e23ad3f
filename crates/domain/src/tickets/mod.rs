//! Tickets: reference, status, priority, the form that files one, and what happens to them.

mod change;
mod draft;
mod expected;
mod kind;
mod reference;
mod scope;
pub mod topics;
mod transition;
pub mod triage;

pub use change::{TicketChange, TicketPrivacy, TicketState};
pub use draft::{GuestContact, RawTicket, Sender, TicketDraft, UrgentDetails};
pub use expected::{EXPECTED_FIELD, expected_after_miss, parse_expected_by};
pub use kind::{Impact, TicketKind, Urgency};
pub use reference::{InvalidReference, Reference};
pub use scope::TicketScope;
pub use transition::{
    AnswerNeed, Assignment, ChangedBy, Filing, FollowUp, TicketCommand, TicketUpdate, Transition,
    TransitionError, file_ticket, transition,
};
pub use triage::Triage;

use crate::string_enum::string_enum;

string_enum! {
    /// The status of a ticket.
    Status {
        /// Filed; support has not responded yet.
        New = "new",
        /// Support is working on it.
        Open = "open",
        /// Support waits for an answer from the requester.
        WaitingForRequester = "waiting_for_requester",
        /// Support waits for a third party.
        OnHold = "on_hold",
        /// Support considers it resolved; the requester may reopen it.
        Solved = "solved",
        /// Resolved for the requester as well; may be reopened.
        Closed = "closed",
    }
}

impl Status {
    /// Whether the ticket is solved or closed.
    pub const fn is_done(self) -> bool {
        match self {
            Self::Solved | Self::Closed => true,
            Self::New | Self::Open | Self::WaitingForRequester | Self::OnHold => false,
        }
    }

    /// Whether the requester is offered the survey. `sides` are the sides that wrote public events: there is no survey where
    /// the ticket was closed without any from support.
    pub fn offers_survey(self, sides: impl IntoIterator<Item = Side>) -> bool {
        match self {
            Self::Solved => true,
            Self::Closed => sides.into_iter().any(|side| side == Side::Support),
            Self::New | Self::Open | Self::WaitingForRequester | Self::OnHold => false,
        }
    }

    /// The status after a public message from the requester's side: a new ticket stays new, any other is open.
    #[must_use]
    pub fn after_requester_message(self) -> Self {
        match self {
            Self::New => Self::New,
            Self::Open | Self::WaitingForRequester | Self::OnHold | Self::Solved | Self::Closed => Self::Open,
        }
    }
}

string_enum! {
    /// The priority of a ticket. What is promised with each is in [`crate::sla::ServiceLevel`].
    Priority {
        /// Many people cannot work, or one person lacks something indispensable.
        P1 = "p1",
        /// One person cannot work.
        P2 = "p2",
        /// Normal.
        P3 = "p3",
        /// A request or question that can wait.
        P4 = "p4",
    }
}

string_enum! {
    /// The kind of a ticket event: who may see it, and whether it has a text. What happened is a [`TicketChange`].
    TicketEventKind {
        /// A public message, visible to everyone who can see the ticket.
        Message = "message",
        /// An internal note or another internal event, visible to support only.
        Note = "note",
        /// A public change of status.
        Change = "change",
    }
}

string_enum! {
    /// The side from which a ticket event was written.
    Side {
        /// The requester, or a guest with the guest link.
        Requester = "requester",
        /// A counsellor on the requester's behalf.
        Counsellor = "counsellor",
        /// An agent.
        Support = "support",
        /// The program.
        System = "system",
    }
}
