//! Components that several pages use, rendered on the server only. Components of one area are in that area's folder in `pages`.

mod address_form;
mod article_card;
mod channel_names;
mod confirm;
mod current_status;
mod document;
mod forms;
mod linked_text;
mod localised_text;
mod mailto;
mod navigation;
mod next_step;
mod opening_hours;
mod outcome;
mod phone_numbers;
mod search;
mod tags;
mod text_difference;
mod thread;
mod ticket_events;
mod timestamp;

pub use address_form::AddressForm;
pub use article_card::{ArticleCard, lang_attribute};
pub use channel_names::{channel_names, channel_text, side_text};
pub use confirm::Confirm;
pub use current_status::{CurrentStatus, OutageLine};
pub use document::Document;
use forms::ErrorSummary;
pub use forms::{
    Checkbox, FieldError, FileField, FormKey, NumberHint, SelectField, SubmitButton, TextArea, TextField,
    UploadProblem, UploadedFiles, choices_of, described_by, textarea_content, topic_choices,
};
pub use linked_text::LinkedText;
pub use localised_text::{LocalisedParagraphs, LocalisedText, localise};
pub use mailto::{mailto, mailto_about};
pub use navigation::{Breadcrumbs, Pagination};
pub(crate) use next_step::next_step;
pub use opening_hours::{OpeningHours, PlannedClosures, hours_today};
use outcome::NoticeLine;
pub use outcome::StatusLine;
pub use search::{
    AFFECTED_FIELD, HighlightedText, SOLVED_FIELD, SearchForm, SearchOptions, SubjectHelp, SuggestedAnswers,
};
pub use tags::{Tag, Tone};
pub use text_difference::TextDifference;
pub use thread::{LiveUpdates, PriorityTag, StatusTag, ThreadEvents, UnreadTag, status_tone, thread_item};
pub use timestamp::Timestamp;
