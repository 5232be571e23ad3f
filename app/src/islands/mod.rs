//! The parts that also run in the browser. Their texts come as props, so that no translation table is sent.

mod draft_keeper;
pub use draft_keeper::{DraftKeeper, DraftTexts};
mod live_thread;
pub use live_thread::{LiveTexts, LiveThread};
mod number_hint;
pub use number_hint::NumberHint;
mod search_box;
pub use search_box::{SearchBox, SearchTexts};
mod send_button;
pub use send_button::SendButton;
mod subject_help;
pub use subject_help::{SubjectHelp, SubjectHelpTexts};
mod uploads;
pub use uploads::{UploadAnswer, UploadTexts, Uploads};
