//! What a ticket is about in the terms of service management: its kind, whom it affects, and how soon it hurts.

use crate::string_enum::string_enum;

string_enum! {
    /// The kind of a ticket.
    #[derive(Default)]
    TicketKind {
        /// The requester wants to know something.
        #[default]
        Question = "question",
        /// Something that worked does not.
        Incident = "incident",
        /// The requester orders something, or wants something changed.
        ServiceRequest = "service_request",
        /// The requester is unhappy with how they were treated or served.
        Complaint = "complaint",
        /// An idea for something better.
        Suggestion = "suggestion",
        /// The cause of one or more incidents, which support looks for.
        Problem = "problem",
    }
}

string_enum! {
    /// Whom a ticket affects, in the words of the requester.
    #[derive(Default)]
    Impact {
        /// The requester alone.
        #[default]
        One = "one",
        /// Several people: the requester's workplace.
        Workplace = "workplace",
        /// Everyone.
        Everyone = "everyone",
    }
}

string_enum! {
    /// How soon it hurts that a ticket is not resolved.
    Urgency {
        /// Nothing is lost by waiting.
        Low = "low",
        /// It can wait for its turn.
        Normal = "normal",
        /// It is one of the urgent causes of the service.
        Urgent = "urgent",
    }
}
