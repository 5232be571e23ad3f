//! Parts that pages share. Each is rendered on the server only.

mod current_status;
mod document;
mod finding;
mod forms;
mod parts;
mod thread;
mod words;

pub use current_status::CurrentStatus;
pub use document::Document;
pub use finding::{ArticleCard, Marked, OpeningHours, SearchForm, other_lang};
pub use forms::{
    AccountKey, ErrorSummary, FieldError, FileField, FormKey, SelectField, Submit, TextArea, TextField,
    area_text, described_by,
};
pub use parts::{Breadcrumbs, Moment, Pagination, Tag, Tone};
pub use thread::{PriorityTag, StatusTag, ThreadEntries, entries, live_texts};
pub use words::{Paragraphs, Words, in_language};
