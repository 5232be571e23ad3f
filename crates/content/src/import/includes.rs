//! Resolves `[!INCLUDE[name](includes/file.md)]`: small files with a product name or a repeated sentence.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use regex::{Captures, Regex};

use super::{front_matter, text};

static INCLUDE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\[!INCLUDE\s*\[([^\]\n]*)\]\s*\(([^)\n]*)\)\s*\]").expect("a valid expression")
});
/// An include directive without its end.
static UNCLOSED_INCLUDE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\[!INCLUDE\s*\[?([^\]\n]*)\]?").expect("a valid expression"));

/// The maximum nesting depth of includes.
const MAX_DEPTH: u8 = 4;
/// The maximum number of includes of one article, nested ones included.
const MAX_INCLUDES: usize = 1000;
/// Larger included files are left out, in bytes.
const MAX_FILE_SIZE: u64 = 64 * 1024;

/// Replaces include directives by the text of the included files, or by the name in brackets where the file does not exist.
/// `path` is the path of the including file relative to `root`; nothing outside `root` is read.
pub(super) fn resolve(root: &Path, path: &str, text: &str) -> String {
    let mut remaining = MAX_INCLUDES;
    let resolved = expand(root, path, text, MAX_DEPTH, &mut remaining);
    UNCLOSED_INCLUDE.replace_all(&resolved, "$1").into_owned()
}

fn expand(root: &Path, path: &str, text: &str, depth: u8, remaining: &mut usize) -> String {
    let replaced = INCLUDE.replace_all(text, |found: &Captures<'_>| {
        let name = found[1].to_owned();
        if depth == 0 || *remaining == 0 {
            return name;
        }
        *remaining -= 1;
        match read(root, path, &found[2]) {
            Some((path, text)) if !text.is_empty() => expand(root, &path, &text, depth - 1, remaining),
            _ => name,
        }
    });
    replaced.into_owned()
}

fn read(root: &Path, from: &str, target: &str) -> Option<(String, String)> {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let path = join(folder, target.trim())?;
    let file: PathBuf = root.join(&path);
    // A symbolic link could lead out of the folder.
    let inside = fs::canonicalize(&file).ok()?.starts_with(fs::canonicalize(root).ok()?);
    let metadata = fs::metadata(&file).ok()?;
    if !inside || !metadata.is_file() || metadata.len() > MAX_FILE_SIZE {
        return None;
    }
    let (decoded, _) = text::decode(&fs::read(&file).ok()?);
    let (_, body) = front_matter::split(&decoded);
    Some((path, body.trim().to_owned()))
}

/// Joins a relative path to a folder and normalises `.` and `..`. `None` where it leads out of the root.
pub(super) fn join(folder: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
