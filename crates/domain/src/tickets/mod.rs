//! Tickets: their reference, status, priority and what it takes to file one.

mod draft;
mod reference;

pub use draft::{RawTicket, Requester, TicketDraft};
pub use reference::{NotAReference, Reference};

use crate::choice::choice;

choice! {
    /// Where a ticket stands.
    Status {
        /// Filed, nobody has answered.
        New = "new",
        /// Being worked on.
        Open = "open",
        /// We asked; the requester's turn.
        WaitingForRequester = "waiting_for_requester",
        /// Waits for something outside support.
        OnHold = "on_hold",
        /// We believe it is done; the requester may reopen.
        Solved = "solved",
        /// Done for the requester as well; may be reopened.
        Closed = "closed",
    }
}

impl Status {
    /// Whether nothing more is expected of anyone.
    pub fn is_done(self) -> bool {
        match self {
            Self::Solved | Self::Closed => true,
            Self::New | Self::Open | Self::WaitingForRequester | Self::OnHold => false,
        }
    }

    /// Whether the requester is asked how the help was; `sides` wrote publicly. Not where they closed a ticket in which
    /// support never did anything.
    pub fn asks_for_rating(self, sides: impl IntoIterator<Item = Side>) -> bool {
        match self {
            Self::Solved => true,
            Self::Closed => sides.into_iter().any(|side| side == Side::Support),
            Self::New | Self::Open | Self::WaitingForRequester | Self::OnHold => false,
        }
    }

    /// What a public message from the requester's side makes of it: it is support's turn again.
    #[must_use]
    pub fn after_requester_wrote(self) -> Self {
        match self {
            Self::New => Self::New,
            Self::Open | Self::WaitingForRequester | Self::OnHold | Self::Solved | Self::Closed => Self::Open,
        }
    }
}

choice! {
    /// How soon a ticket must be answered; what each means in hours is a `ServiceLevel`.
    Priority {
        /// Many cannot work, or someone stands without something they cannot do without.
        P1 = "p1",
        /// One person is stopped, today.
        P2 = "p2",
        /// Ordinary.
        P3 = "p3",
        /// A wish or a question that can wait.
        P4 = "p4",
    }
}

choice! {
    /// What an entry of a ticket's thread is.
    EntryKind {
        /// Public: seen by everyone who sees the ticket.
        Message = "message",
        /// Internal: only agents and admins.
        Note = "note",
        /// A change of status, public.
        Change = "change",
    }
}

choice! {
    /// Which side wrote an entry.
    Side {
        /// The requester or a guest with their link.
        Requester = "requester",
        /// A counsellor on the requester's behalf.
        Counsellor = "counsellor",
        /// Support.
        Support = "support",
        /// The portal itself.
        System = "system",
    }
}
