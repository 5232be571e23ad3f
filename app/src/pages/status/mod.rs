//! The public status page: current state, planned maintenance and history. Posting is in `pages::desk::status`.

mod bars;
pub mod history;
pub mod incident;
pub mod maintenance;
pub mod overview;
mod widgets;

pub use overview::overall_status_sentence;
pub use widgets::{AffectedComponents, ImpactTag, PhaseTag, StaleNotice, StateIcon, Timeline, date_range};
