//! What checks stand on: an engine to run on, a portal with people in it, browsers, and the mail it sends.

mod browser;
mod clock;
#[path = "../../../../crates/store/tests/it/database_pool.rs"]
mod database_pool;
mod harness;
mod live_stream;
mod mail;
mod site;

pub use browser::{Browser, PNG, Part, TestResponse, file, text};
pub(crate) use harness::on_both_engines;
pub use harness::{on_postgres, on_sqlite};
pub use live_stream::{LiveMessage, LiveStream};
pub use mail::ReceivedEmail;
pub use site::{PASSWORD, Site, UNREACHABLE_PROVIDER, provider_config};
