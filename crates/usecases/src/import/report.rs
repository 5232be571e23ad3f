//! The report of an import for the person who started it.

use std::{collections::BTreeMap, fmt};

/// The numbers of new, changed and unchanged things of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportCounts {
    /// Inserted, because it did not exist.
    pub new: usize,
    /// Existed and were updated.
    pub changed: usize,
    /// Existed with the same content.
    pub unchanged: usize,
}

impl ImportCounts {
    /// Whether anything was written.
    pub fn any_written(self) -> bool {
        self.new + self.changed > 0
    }

    /// Counts one thing as new or unchanged.
    pub(super) fn add(&mut self, new: bool) {
        if new {
            self.new += 1;
        } else {
            self.unchanged += 1;
        }
    }
}

impl fmt::Display for ImportCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} new, {} changed, {} unchanged", self.new, self.changed, self.unchanged)
    }
}

/// The result of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// The counts of each kind of thing, by its name in the plural.
    pub counts: Vec<(&'static str, ImportCounts)>,
    /// Files that were not imported: path and reason.
    pub skipped: Vec<(String, String)>,
    /// Files that were imported with a warning: path and problem.
    pub warnings: Vec<(String, String)>,
    /// Articles that were left as they are because they were changed at the desk: path of the page, and source key.
    pub kept: Vec<(String, String)>,
    /// Articles that were unpublished because their files are missing: path of the page, and source key.
    pub unpublished: Vec<(String, String)>,
}

impl ImportReport {
    /// The counts of a kind of thing; zeros where the import has none of it.
    pub fn counts_for(&self, kind: &str) -> ImportCounts {
        self.counts
            .iter()
            .find(|(name, _)| *name == kind)
            .map_or_else(ImportCounts::default, |(_, counts)| *counts)
    }

    /// Whether anything was written.
    pub fn any_written(&self) -> bool {
        !self.unpublished.is_empty() || self.counts.iter().any(|(_, counts)| counts.any_written())
    }
}

impl fmt::Display for ImportReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (what, counts) in &self.counts {
            writeln!(f, "{what}: {counts}")?;
        }
        for (heading, articles) in [
            ("left as they are, because they were changed at the desk", &self.kept),
            ("unpublished, because their files are gone", &self.unpublished),
        ] {
            if articles.is_empty() {
                continue;
            }
            writeln!(f, "{heading}: {}", articles.len())?;
            for (address, key) in articles {
                writeln!(f, "  {address} ({key})")?;
            }
        }
        write!(f, "skipped: {}", self.skipped.len())?;
        let mut reasons: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (path, reason) in &self.skipped {
            reasons.entry(reason).or_default().push(path);
        }
        for (reason, paths) in reasons {
            write!(f, "\n  {reason}: {}", paths.len())?;
            for path in paths {
                write!(f, "\n    {path}")?;
            }
        }
        for (path, problem) in &self.warnings {
            write!(f, "\nlook at {path}: {problem}")?;
        }
        Ok(())
    }
}
