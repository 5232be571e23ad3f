//! Browsing and reading articles.

mod browse;
mod rating;
mod show;

pub use browse::{category, index};
pub use rating::RatingStep;
pub use show::show;
