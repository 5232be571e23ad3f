//! Service levels (SLA): what is promised for a ticket, and the clocks that count towards it.
//!
//! [`ServiceLevel`] has the targets, [`SlaHistory`] which of them held when, and [`TicketClocks`] replays the events of a ticket
//! into its clocks. What happens when a target is about to be missed is decided by the use cases.

mod clock;
mod form;
mod history;
mod level;
mod policy;
mod policy_form;
mod replay;
mod steps;
mod threshold;

pub use self::{
    clock::{ClockInterval, ClockState, CountedTime, Deadline, SlaClock, Terms},
    form::{TARGET_FIELDS, THIRD_PARTY_FIELD, TargetFields, WARN_AT_FIELD},
    history::{SlaHistory, SlaVersion},
    level::{Metric, ServiceLevel, Targets},
    policy::{InvalidPolicy, SlaPolicy},
    policy_form::PolicyFields,
    replay::{Deadlines, TicketClocks, TicketFact, TrackedTarget},
    steps::{ClosedReason, Step},
    threshold::{MISSED, Threshold},
};
