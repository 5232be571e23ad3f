//! What a path says: the language, and the key that the translations of an article share.

use std::collections::BTreeSet;

use fyr_domain::Lang;

/// What can be told from where a file lies.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub key: String,
    pub lang: Option<Lang>,
}

/// Reads a path with `/`. The last part that names a language wins; parts that name languages are not in the key.
pub(super) fn of(path: &str) -> Place {
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
    Place { key: parts.join("/"), lang: suffix.or(lang) }
}

/// The first part of a key, if there is more than one.
pub(super) fn category(key: &str) -> &str {
    key.split_once('/').map_or("other", |(first, _)| first)
}

/// The language a folder's name stands for.
pub(super) fn language(name: &str) -> Option<Lang> {
    match part_language(name) {
        Part::Language(lang) => Some(lang),
        Part::Group | Part::Other => None,
    }
}

/// `x._en.md` and `x.sv.md` are `x` in a language; `x.md` is just `x`.
fn split_file(file: &str) -> (&str, Option<Lang>) {
    let stem = match file.rsplit_once('.') {
        Some((stem, ending))
            if ["md", "mdx", "markdown", "html"].iter().any(|e| ending.eq_ignore_ascii_case(e)) =>
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

/// Stricter than `Lang::from_str`: a folder `no-smoking` is not Norwegian.
fn tag(word: &str) -> Option<Lang> {
    (word.len() == 2).then(|| word.parse().ok()).flatten()
}

fn is_region(word: &str) -> bool {
    matches!(word, "se" | "fi" | "no" | "gb" | "us" | "ie" | "au" | "ca" | "nz")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(path: &str) -> (String, Option<Lang>) {
        let place = of(path);
        (place.key, place.lang)
    }

    #[test]
    fn translations_share_a_key_wherever_the_language_stands() {
        assert_eq!(place("sv/nav/x.md"), ("nav/x".to_owned(), Some(Lang::Sv)));
        assert_eq!(place("nb-en/nav/nb/x.md"), ("nav/x".to_owned(), Some(Lang::Nb)));
        assert_eq!(place("nb-en/nav/en/x.md"), ("nav/x".to_owned(), Some(Lang::En)));
        assert_eq!(place("no/nav/x.mdx"), ("nav/x".to_owned(), Some(Lang::Nb)));
    }

    #[test]
    fn the_last_language_wins_and_a_suffix_beats_a_folder() {
        assert_eq!(place("sv/handbook/en/x.md"), ("handbook/x".to_owned(), Some(Lang::En)));
        assert_eq!(place("en/help/x._sv.md"), ("help/x".to_owned(), Some(Lang::Sv)));
        assert_eq!(place("help/x.nb.md"), ("help/x".to_owned(), Some(Lang::Nb)));
        assert_eq!(place("help/x/sv.md"), ("help/x".to_owned(), Some(Lang::Sv)));
        assert_eq!(place("help/sv-SE/x.md"), ("help/x".to_owned(), Some(Lang::Sv)));
    }

    #[test]
    fn words_that_only_look_like_languages_stay() {
        assert_eq!(place("help/no-smoking/release-1.0.md"), ("help/no-smoking/release-1.0".to_owned(), None));
        assert_eq!(place("sv.md"), ("sv".to_owned(), None));
    }
}
