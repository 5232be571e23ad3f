//! The HTML pages. `pages` and `components` are rendered on the server only; `islands` are also compiled to WebAssembly and
//! hydrated in the browser; `fragments` is what islands put into a page.
//!
//! Every page works without JavaScript: an island is an enhancement.

#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
mod context;
#[cfg(feature = "ssr")]
pub mod fragments;
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
pub use context::{
    FORM_NAME_FIELD, FORM_PAGE_FIELD, FormState, RequestContext, TypedForm, use_request_context,
};
#[cfg(feature = "ssr")]
pub use notice::Notice;
#[cfg(feature = "ssr")]
pub use query::params_without;
#[cfg(feature = "ssr")]
pub use render::{
    ACCOUNT_FIELD, LANGUAGE_PATH, Page, PageMeta, Refusal, RenderedPage, case_document_html, render,
};
