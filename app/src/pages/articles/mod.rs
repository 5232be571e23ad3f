//! Browsing and reading articles.

mod browse;
mod glossary;
mod known_error;
mod rating;
mod show;
mod troubleshooting;

pub use browse::{category, index};
pub use glossary::{GLOSSARY_PATH, glossary};
pub use known_error::{AFFECTED_ID, ErrorStateTag};
pub use rating::RatingStep;
pub use show::show;
pub use troubleshooting::StepParams;
