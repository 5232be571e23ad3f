//! Finds the Markdown files below a folder. Does not follow symbolic links or enter hidden folders.

use std::{fs, path::Path};

use super::{SkipReason, SkippedFile};

/// The maximum depth of folders.
const MAX_DEPTH: usize = 32;

#[derive(Default)]
pub(super) struct FoundFiles {
    /// The paths of Markdown files relative to the folder, with `/`, sorted.
    pub files: Vec<String>,
    pub skipped: Vec<SkippedFile>,
}

pub(super) fn find_files(dir: &Path) -> FoundFiles {
    let mut found = FoundFiles::default();
    let mut open = vec![(String::new(), 0_usize)];
    while let Some((folder, depth)) = open.pop() {
        let entries = match fs::read_dir(dir.join(&folder)) {
            Ok(entries) => entries,
            Err(error) => {
                found.skip(folder, SkipReason::Unreadable(error.to_string()));
                continue;
            }
        };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            match entry.file_type() {
                Ok(kind) if kind.is_symlink() => found.skip(path, SkipReason::SymbolicLink),
                Ok(kind) if kind.is_dir() && depth < MAX_DEPTH => open.push((path, depth + 1)),
                Ok(kind) if kind.is_file() && is_markdown(&path) => found.files.push(path),
                Ok(_) => {}
                Err(error) => found.skip(path, SkipReason::Unreadable(error.to_string())),
            }
        }
    }
    found.files.sort();
    found
}

impl FoundFiles {
    fn skip(&mut self, path: String, reason: SkipReason) {
        self.skipped.push(SkippedFile { path, reason });
    }
}

fn is_markdown(path: &str) -> bool {
    let extension = Path::new(path).extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    ["md", "markdown", "mdx"].into_iter().any(|known| extension.eq_ignore_ascii_case(known))
}
