//! Components that are hydrated in the browser. Their texts are props, so that the WebAssembly module has no translations.

mod copy_and_print;
pub use copy_and_print::CopyAndPrint;
mod draft_autosave;
pub use draft_autosave::{DraftAutosave, DraftTexts};
mod file_uploads;
pub use file_uploads::{FileUploads, UploadResponse, UploadTexts};
mod live_thread;
pub use live_thread::{LiveTexts, LiveThread};
mod personal_number_hint;
pub use personal_number_hint::PersonalNumberHint;
mod search_box;
pub use search_box::{SearchBox, SearchTexts};
mod subject_suggestions;
pub use subject_suggestions::{SubjectSuggestions, SubjectSuggestionsTexts};
mod submit_ticket_button;
pub use submit_ticket_button::SubmitTicketButton;
