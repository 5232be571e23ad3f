//! The portal that the tests of the server use: people, topics and an article, behind the router that is served. The rest of
//! the harness is `fyr-testing`.

mod live_stream;
mod site;

pub use fyr_testing::{
    Browser, PASSWORD, PNG, Part, ReceivedEmail, TestResponse, file, on_both_engines, on_postgres, on_sqlite,
    text,
};
pub use live_stream::{LiveMessage, LiveStream};
pub use site::{Site, UNREACHABLE_PROVIDER, provider_config};
