//! Which files there are below a folder. Follows no symbolic links and looks into no hidden folders.

use std::{fs, path::Path};

use super::{Reason, Skipped};

/// Deeper folders are not looked into; no person files that deep.
const DEEPEST: usize = 32;

#[derive(Default)]
pub(super) struct Found {
    /// Markdown files, relative with `/`, sorted.
    pub files: Vec<String>,
    pub skipped: Vec<Skipped>,
}

pub(super) fn files(dir: &Path) -> Found {
    let mut found = Found::default();
    let mut open = vec![(String::new(), 0_usize)];
    while let Some((folder, depth)) = open.pop() {
        let entries = match fs::read_dir(dir.join(&folder)) {
            Ok(entries) => entries,
            Err(error) => {
                found.skip(folder, Reason::Unreadable(error.to_string()));
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
                Ok(kind) if kind.is_symlink() => found.skip(path, Reason::SymbolicLink),
                Ok(kind) if kind.is_dir() && depth < DEEPEST => open.push((path, depth + 1)),
                Ok(kind) if kind.is_file() && is_markdown(&path) => found.files.push(path),
                Ok(_) => {}
                Err(error) => found.skip(path, Reason::Unreadable(error.to_string())),
            }
        }
    }
    found.files.sort();
    found
}

impl Found {
    fn skip(&mut self, path: String, reason: Reason) {
        self.skipped.push(Skipped { path, reason });
    }
}

fn is_markdown(path: &str) -> bool {
    let ending = Path::new(path).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ["md", "markdown", "mdx"].into_iter().any(|known| ending.eq_ignore_ascii_case(known))
}
