//! Browsing and reading articles.

mod browse;
mod rating;
mod show;

pub use browse::{all, category};
pub use rating::Rated;
pub use show::show;
