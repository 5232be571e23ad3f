//! Behaviour that is added in the browser to markup which the server has rendered. An island has no view and no props: what it
//! needs is in the attributes and texts of its element, so the module has no translations, no JSON and little of the renderer
//! ([ADR 50](../../../../docs/adr/0050-islands-add-behaviour.md)).

#[cfg(feature = "hydrate")]
mod browser;

mod article_preview;
pub use article_preview::ArticlePreview;
mod copy_and_print;
pub use copy_and_print::CopyAndPrint;
mod draft_autosave;
pub use draft_autosave::DraftAutosave;
mod file_uploads;
pub use file_uploads::FileUploads;
mod guide_progress;
pub use guide_progress::GuideProgress;
mod live_thread;
pub use live_thread::LiveThread;
mod paste_image;
pub use paste_image::PasteImage;
mod personal_number_hint;
pub use personal_number_hint::PersonalNumberHint;
mod search_suggestions;
pub use search_suggestions::SearchSuggestions;
mod subject_suggestions;
pub use subject_suggestions::SubjectSuggestions;
mod submit_ticket_button;
pub use submit_ticket_button::SubmitTicketButton;
