//! Imports from files: articles, categories, and demonstration data. An import is idempotent: the same files imported again
//! change nothing.
//!
//! `fyr-content` parses the article files; here they become rows, and every change enqueues its index update.

mod articles;
mod categories;
mod demo;
mod export;
mod report;

use std::path::{Path, PathBuf};

pub use articles::{MissingArticles, articles};
pub use demo::{Examples, demo, examples};
pub use export::export_articles;
pub use report::{ImportCounts, ImportReport};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use crate::Error;

/// A file that cannot be read or parsed.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", .path.display())]
struct InvalidFile {
    path: PathBuf,
    problem: String,
}

fn invalid_file(path: &Path, problem: &impl ToString) -> Error {
    Error::Internal(Box::new(InvalidFile { path: path.to_owned(), problem: problem.to_string() }))
}

/// Reads and parses a TOML file.
fn read_toml<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, Error> {
    let text = std::fs::read_to_string(path).map_err(|error| invalid_file(path, &error))?;
    toml::from_str(&text).map_err(|error| invalid_file(path, &error))
}

/// The SHA-256 digest of a name.
fn fingerprint(name: &str) -> [u8; 32] {
    Sha256::digest(name).into()
}

/// A UUID derived from a name: the same name always gives the same id.
fn stable_id(name: &str) -> Uuid {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&fingerprint(name)[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}
