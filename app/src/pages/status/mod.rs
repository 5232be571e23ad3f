//! The public status page: current state, planned maintenance and history. Posting is in `pages::desk::status`.

mod bars;
pub mod history;
pub mod incident;
pub mod maintenance;
pub mod overview;
mod timeline;
mod widgets;

pub use overview::overall_status_sentence;
pub use timeline::{CorrectText, IncidentTimeline, MaintenanceTimeline, TitleCorrected, change_sentences};
pub use widgets::{
    AffectedComponents, ComponentsOfIncident, ImpactTag, PhaseTag, StaleNotice, StateIcon, date_range,
};
