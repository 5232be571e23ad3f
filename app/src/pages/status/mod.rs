//! How the services are, for everyone: now, planned, and what has been. Posting it is in `pages::desk::status`.

mod bars;
pub mod history;
pub mod incident;
pub mod maintenance;
pub mod overview;
mod parts;

pub use overview::sentence;
pub use parts::{Affected, Away, ImpactTag, PhaseTag, StateIcon, Timeline, span};
