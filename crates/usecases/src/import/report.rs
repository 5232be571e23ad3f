//! What an import did, for the person who started it.

use std::{collections::BTreeMap, fmt};

/// How many of one thing were new, changed, or as they should be already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Not there before.
    pub new: usize,
    /// There, and different.
    pub changed: usize,
    /// There, and the same.
    pub unchanged: usize,
}

impl Counts {
    /// Whether anything was written.
    pub fn any_written(self) -> bool {
        self.new + self.changed > 0
    }

    /// Counts one thing that is added or left alone.
    pub(super) fn added(&mut self, new: bool) {
        if new {
            self.new += 1;
        } else {
            self.unchanged += 1;
        }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} new, {} changed, {} unchanged", self.new, self.changed, self.unchanged)
    }
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Of each kind of thing: its name in the plural, and what happened.
    pub counts: Vec<(&'static str, Counts)>,
    /// Files that did not come in: path and reason.
    pub skipped: Vec<(String, String)>,
    /// Files that came in and want a look: path and what was odd.
    pub warnings: Vec<(String, String)>,
    /// Articles that have no file any more and are no longer shown: address and former place in the folder.
    pub unpublished: Vec<(String, String)>,
}

impl Report {
    /// What happened to a kind of thing; nothing where the import has none of it.
    pub fn of(&self, what: &str) -> Counts {
        self.counts.iter().find(|(name, _)| *name == what).map_or_else(Counts::default, |(_, counts)| *counts)
    }

    /// Whether anything was written.
    pub fn any_written(&self) -> bool {
        !self.unpublished.is_empty() || self.counts.iter().any(|(_, counts)| counts.any_written())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (what, counts) in &self.counts {
            writeln!(f, "{what}: {counts}")?;
        }
        if !self.unpublished.is_empty() {
            writeln!(f, "unpublished, because their files are gone: {}", self.unpublished.len())?;
            for (address, key) in &self.unpublished {
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
