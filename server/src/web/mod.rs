//! What all routes share: policies and their enforcement, the request context, forms, sessions, errors. What a single page needs is
//! in `routes`; rules of the portal are in the use cases.

pub mod body;
pub mod client;
pub mod context;
pub mod cookies;
pub mod downloads;
pub mod error;
pub mod fields;
pub mod forms;
pub mod limits;
pub mod lost_input;
pub mod mailed_links;
pub mod network;
pub mod notice;
pub mod open_streams;
pub mod opened_by;
pub mod part_stream;
pub mod path_id;
pub mod pending_submission;
pub mod policy;
pub mod provider_login;
pub mod query;
pub mod reauthentication;
pub mod routes;
pub mod security;
pub mod sessions;
pub mod slots;
pub mod stack;
pub mod typed;
pub mod uploads;
pub mod xml;

pub use client::Client;
pub use context::{render_page, see_other, with_uri};
pub use error::{Error, FieldErrorsExt};
pub use forms::{SubmittedForm, UnreadForm, empty_form, form_with_errors, render_form, render_with_errors};
pub use notice::{see_other_with, with_notice};
pub use path_id::PathId;
pub use policy::{Access, BodyKind, Cache, Policy, RateLimit};
pub use routes::Routes;
