//! What people see. `pages` and `components` are rendered on the server and never reach the browser; `islands` are the
//! few places that also run there; `api` holds the functions that islands call.
//!
//! Everything works without JavaScript: an island only makes typing, waiting or watching better.

#![cfg_attr(
    not(feature = "ssr"),
    expect(clippy::must_use_candidate, reason = "components are used by macros")
)]

pub mod api;
#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
mod context;
pub mod islands;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
mod render;

#[cfg(feature = "ssr")]
pub use context::{Cx, FormState, use_cx};
#[cfg(feature = "ssr")]
pub use render::{Page, cases_html, render, state_html, thread_html};
