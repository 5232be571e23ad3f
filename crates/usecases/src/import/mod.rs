//! Bringing content in from files: articles, and everything a demonstration needs. Doing it twice changes nothing.
//!
//! What a file means is read by `fyr-content`; here it becomes rows, each change with its promised index work.

mod articles;
mod categories;
mod demo;
mod report;

use std::path::{Path, PathBuf};

pub(crate) use articles::promise_index;
pub use articles::{Gone, articles};
pub use demo::demo;
pub use report::{Counts, Report};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use crate::Error;

/// A file of the content that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", .path.display())]
struct BadFile {
    path: PathBuf,
    problem: String,
}

fn bad(path: &Path, problem: &impl ToString) -> Error {
    Error::Internal(Box::new(BadFile { path: path.to_owned(), problem: problem.to_string() }))
}

/// Reads a TOML file.
fn read_toml<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, Error> {
    let text = std::fs::read_to_string(path).map_err(|error| bad(path, &error))?;
    toml::from_str(&text).map_err(|error| bad(path, &error))
}

/// Bytes that are always the same for a name.
fn fingerprint(name: &str) -> [u8; 32] {
    Sha256::digest(name).into()
}

/// An id that is always the same for a name.
fn id_of(name: &str) -> Uuid {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&fingerprint(name)[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}
