//! Data protection: redacting text and files in tickets, exporting a person's own data, deleting accounts, and deleting old
//! data by retention rules.

mod archive;
mod clean_up;
mod deletion;
mod emails;
mod kept_forms;
mod own_data;
mod own_data_html;
mod redact;
pub mod retention;

pub use archive::stream_archive;
pub(crate) use clean_up::ApplyRetention;
pub use deletion::{DeletionStatus, deletion_status, request_deletion, withdraw_deletion};
pub(crate) use emails::{
    AccountDeletedEmail, DeletionRequestedEmail, DeletionWithdrawnEmail, InactivityNoticeEmail,
};
pub use own_data::{ArchiveFile, DataExport, export_own_data};
pub use redact::{
    DetectedNumber, RedactionCandidates, RedactionRequest, RedactionResult, delete_removed_files,
    detect_numbers, find_redaction_candidates, find_redaction_note, last_redacted_at, preview_redaction,
    redact_ticket,
};
