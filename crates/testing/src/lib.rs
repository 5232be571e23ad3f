//! The harness of all tests that need a database: one for each test on either engine, copied from a template; a clock that
//! stands still; with the feature `backend` a portal without HTTP and the mail it sends; with `browser` an HTTP client
//! that keeps cookies and reads pages.
//!
//! Only a dev-dependency. What needs the server's router is in `server/tests/it/support`.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod clock;
mod database;
mod fixture;
mod harness;
mod plans;
mod postgres;
mod template;

#[cfg(feature = "backend")]
mod backend;
#[cfg(feature = "browser")]
mod browser;
#[cfg(feature = "backend")]
mod email;
#[cfg(feature = "browser")]
mod page;
#[cfg(feature = "browser")]
mod response;

#[cfg(feature = "backend")]
pub use backend::{BackendFixture, test_settings};
#[cfg(feature = "browser")]
pub use browser::{Browser, PASSWORD, PNG, Part, file, text};
pub use clock::TestClock;
pub use database::{Engine, TestDatabase};
#[cfg(feature = "backend")]
pub use email::ReceivedEmail;
pub use fixture::{Fixture, on_postgres, on_sqlite};
pub use harness::{Harness, see_other_processes};
#[cfg(feature = "browser")]
pub use page::{Form, Page};
#[cfg(feature = "browser")]
pub use response::TestResponse;

/// Makes two tests of each function that takes a [`Fixture`]: `on_sqlite::…` and `on_postgres::…`.
#[macro_export]
macro_rules! on_both_engines {
    ($($test:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[test] fn $test() { $crate::on_sqlite(super::$test); })+
        }
        mod on_postgres {
            $(#[test] fn $test() { $crate::on_postgres(super::$test); })+
        }
    };
}
