//! Language and key of an article from the path of its file.

use std::collections::BTreeSet;

use fyr_domain::Lang;

/// The information in a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PathInfo {
    pub key: String,
    pub lang: Option<Lang>,
}

/// Parses a path with `/`. The last part that names a language wins; parts that name languages are not in the key.
pub(super) fn parse(path: &str) -> PathInfo {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let (stem, suffix) = split_file(file);
    let mut lang = None;
    let mut parts: Vec<&str> = Vec::new();
    for part in folders.split('/').filter(|part| !part.is_empty()) {
        match part_language(part) {
            Part::Language(found) => lang = Some(found),
            Part::Group => {}
            Part::Other => parts.push(part),
        }
    }
    match part_language(stem) {
        Part::Language(found) if suffix.is_none() && !parts.is_empty() => lang = Some(found),
        _ => parts.push(stem),
    }
    PathInfo { key: parts.join("/"), lang: suffix.or(lang) }
}

/// The category key: the first part of a key with several parts, else `other`.
pub(super) fn category(key: &str) -> &str {
    key.split_once('/').map_or("other", |(first, _)| first)
}

/// The language for which the name of a folder stands.
pub(super) fn language(name: &str) -> Option<Lang> {
    match part_language(name) {
        Part::Language(lang) => Some(lang),
        Part::Group | Part::Other => None,
    }
}

/// Splits a file name into stem and language: `x._en.md` and `x.sv.md` have one, `x.md` has none.
fn split_file(file: &str) -> (&str, Option<Lang>) {
    let stem = match file.rsplit_once('.') {
        Some((stem, extension))
            if ["md", "mdx", "markdown", "html"]
                .iter()
                .any(|known| extension.eq_ignore_ascii_case(known)) =>
        {
            stem
        }
        _ => file,
    };
    if let Some((name, suffix)) = stem.rsplit_once('.')
        && !name.is_empty()
        && let Some(lang) = language(suffix.trim_start_matches('_'))
    {
        return (name, Some(lang));
    }
    (stem, None)
}

enum Part {
    Language(Lang),
    /// Several languages at once, such as `nb-en`.
    Group,
    Other,
}

fn part_language(part: &str) -> Part {
    let words: Vec<String> = part.split(['-', '_']).map(str::to_ascii_lowercase).collect();
    let langs: Vec<Lang> = words.iter().filter_map(|word| tag(word)).collect();
    let Some(&first) = langs.first() else { return Part::Other };
    if langs.len() == words.len() {
        let different: BTreeSet<Lang> = langs.into_iter().collect();
        return if different.len() > 1 { Part::Group } else { Part::Language(first) };
    }
    match words.as_slice() {
        [word, region] if tag(word).is_some() && is_region(region) => Part::Language(first),
        _ => Part::Other,
    }
}

/// Parses a language tag of two letters. Stricter than `Lang::from_str`: a folder `no-smoking` is not Norwegian.
fn tag(word: &str) -> Option<Lang> {
    (word.len() == 2).then(|| word.parse().ok()).flatten()
}

fn is_region(word: &str) -> bool {
    matches!(word, "se" | "fi" | "no" | "gb" | "us" | "ie" | "au" | "ca" | "nz")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key_and_lang(path: &str) -> (String, Option<Lang>) {
        let info = parse(path);
        (info.key, info.lang)
    }

    #[test]
    fn translations_share_a_key_wherever_the_language_is_in_the_path() {
        assert_eq!(key_and_lang("sv/nav/x.md"), ("nav/x".to_owned(), Some(Lang::Sv)));
        assert_eq!(key_and_lang("nb-en/nav/nb/x.md"), ("nav/x".to_owned(), Some(Lang::Nb)));
        assert_eq!(key_and_lang("nb-en/nav/en/x.md"), ("nav/x".to_owned(), Some(Lang::En)));
        assert_eq!(key_and_lang("no/nav/x.mdx"), ("nav/x".to_owned(), Some(Lang::Nb)));
    }

    #[test]
    fn the_last_language_wins_and_a_suffix_beats_a_folder() {
        assert_eq!(key_and_lang("sv/handbook/en/x.md"), ("handbook/x".to_owned(), Some(Lang::En)));
        assert_eq!(key_and_lang("en/help/x._sv.md"), ("help/x".to_owned(), Some(Lang::Sv)));
        assert_eq!(key_and_lang("help/x.nb.md"), ("help/x".to_owned(), Some(Lang::Nb)));
        assert_eq!(key_and_lang("help/x/sv.md"), ("help/x".to_owned(), Some(Lang::Sv)));
        assert_eq!(key_and_lang("help/sv-SE/x.md"), ("help/x".to_owned(), Some(Lang::Sv)));
    }

    #[test]
    fn names_that_only_resemble_languages_stay_in_the_key() {
        assert_eq!(
            key_and_lang("help/no-smoking/release-1.0.md"),
            ("help/no-smoking/release-1.0".to_owned(), None)
        );
        assert_eq!(key_and_lang("sv.md"), ("sv".to_owned(), None));
    }
}
