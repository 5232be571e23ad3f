//! What checks stand on: an engine to run on, a portal with people in it, browsers, and the mail it sends.

mod bed;
mod browser;
mod clock;
#[path = "../../../../crates/store/tests/it/database_pool.rs"]
mod database_pool;
mod mail;
mod site;

pub(crate) use bed::on_both_engines;
pub use bed::{on_postgres, on_sqlite};
pub use browser::{Answer, Browser, PNG, Part, file, text};
pub use mail::Mail;
pub use site::{AWAY, PASSWORD, Site, provider};
