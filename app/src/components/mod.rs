//! Parts that pages share. Each is rendered on the server only.

mod document;
mod forms;
mod parts;
mod thread;

pub use document::Document;
pub use forms::{ErrorSummary, FileField, FormKey, SelectField, Submit, TextArea, TextField, described_by};
pub use parts::{Breadcrumbs, Moment, Pagination, Tag, Tone};
pub use thread::{PriorityTag, StatusTag, ThreadEntries, entries};
