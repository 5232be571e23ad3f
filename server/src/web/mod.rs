//! What all routes share: policies and their enforcement, the request context, forms, sessions, errors. What a single page needs is
//! in `routes`; rules of the portal are in the use cases.

pub mod body;
pub mod client;
pub mod context;
pub mod forms;
pub mod limits;
pub mod path_id;
pub mod pending_submission;
pub mod policy;
pub mod routes;
pub mod security;
pub mod sessions;
pub mod stack;
