//! The HTML pages. `pages` and `components` are rendered on the server only; `islands` are also compiled to WebAssembly and
//! hydrated in the browser; `api` holds the server functions that islands call.
//!
//! Every page works without JavaScript: an island is an enhancement.

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
mod notice;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
mod query;
#[cfg(feature = "ssr")]
mod render;

#[cfg(feature = "ssr")]
pub use context::{FormState, RequestContext, use_request_context};
#[cfg(feature = "ssr")]
pub use notice::Notice;
#[cfg(feature = "ssr")]
pub use render::{
    ACCOUNT_FIELD, Page, Refusal, RenderedPage, case_document_html, render, thread_event_views,
    ticket_state_view,
};
