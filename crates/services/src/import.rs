//! Bringing content in from files.

use std::{fmt, path::Path};

use crate::{Error, Services};

/// What an import did.
#[derive(Clone, Debug, Default)]
pub struct Report(Vec<String>);

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

/// Articles from a folder of Markdown.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn articles(_ctx: &Services, _dir: &Path) -> Result<Report, Error> {
    Ok(Report::default())
}

/// Everything a demonstration needs.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn demo(_ctx: &Services, _dir: &Path) -> Result<Report, Error> {
    Ok(Report::default())
}
