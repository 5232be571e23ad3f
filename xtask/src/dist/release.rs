//! What is released: the version, and the time that stands in every file.

use std::env;
use std::process::Command;

use anyhow::{Context, Result};

use crate::sh;
use crate::workspace::Workspace;

/// One state of the sources.
pub struct Release {
    /// As in `Cargo.toml`: `0.1.0`.
    pub version: String,
    /// Seconds since 1970: `SOURCE_DATE_EPOCH` where it is set, else the time of the last commit.
    pub epoch: u64,
    /// The same time by ISO 8601, in UTC: `2026-11-29T06:30:00Z`.
    pub time: String,
    /// The same time by RFC 5322, in UTC, for changelogs.
    pub date: String,
}

impl Release {
    /// The release that would be made from this checkout now.
    pub fn of_checkout(workspace: &Workspace) -> Result<Self> {
        let metadata = workspace.metadata(&["--no-deps"])?;
        let version = metadata["packages"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|package| package["name"] == "fyr")
            .and_then(|package| package["version"].as_str())
            .context("the workspace has no crate fyr with a version")?;
        let epoch = match env::var("SOURCE_DATE_EPOCH") {
            Ok(epoch) => epoch,
            Err(_) => sh::capture(Command::new("git").current_dir(&workspace.root).args([
                "log",
                "-1",
                "--format=%ct",
            ]))
            .context("set SOURCE_DATE_EPOCH to the time of the sources where they are not in git")?,
        };
        let format = |pattern: &str| {
            sh::capture(Command::new("date").env("LC_ALL", "C").args([
                "--utc",
                &format!("--date=@{epoch}"),
                pattern,
            ]))
        };
        Ok(Self {
            version: version.to_owned(),
            time: format("+%Y-%m-%dT%H:%M:%SZ")?,
            date: format("+%a, %d %b %Y %H:%M:%S +0000")?,
            epoch: epoch.parse().context("SOURCE_DATE_EPOCH is not a number of seconds")?,
        })
    }
}
