//! The texts of the user interface in every language, and the formatting of dates, amounts and validation errors.
//!
//! Texts are [Fluent](https://projectfluent.org) files in `locales/{tag}/`, one per area, parsed once. Use them with
//! [`t!`]: `t!(lang, "home-title")`, `t!(lang, "search-count", count = 3)`. The tests check that all languages have the
//! same messages with the same variables, and that every message is used and every used message exists.

mod amounts;
mod dates;
mod problems;

use std::{collections::HashMap, sync::LazyLock};

pub use amounts::{decimal_sign, duration, hours, join_with_and, percent, percent_in_tenths};
pub use dates::{
    date, date_time, day_and_time, file_size, month, month_day, relative_time, time_of_day, weekday_and_date,
};
pub use fluent_bundle::FluentValue;
use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use fyr_domain::Lang;
pub use problems::problem_text;

/// Embeds the Fluent files of every language, in the order of [`Lang::ALL`].
macro_rules! locales {
    ($($file:literal),+ $(,)?) => {
        const SOURCES: [&[&str]; Lang::ALL.len()] = [
            &[$(include_str!(concat!("../locales/sv/", $file, ".ftl"))),+],
            &[$(include_str!(concat!("../locales/nb/", $file, ".ftl"))),+],
            &[$(include_str!(concat!("../locales/nn/", $file, ".ftl"))),+],
            &[$(include_str!(concat!("../locales/en/", $file, ".ftl"))),+],
        ];
    };
}

locales!(
    "common",
    "about",
    "account",
    "articles",
    "desk",
    "first-run",
    "identities",
    "mail",
    "people",
    "privacy",
    "settings",
    "status",
    "tickets",
    "writing"
);

struct Language {
    bundle: FluentBundle<FluentResource>,
    /// The messages without variables, formatted once.
    plain: HashMap<String, String>,
}

static LANGUAGES: LazyLock<[Language; Lang::ALL.len()]> = LazyLock::new(|| {
    Lang::ALL.map(|lang| {
        let id = lang.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        let mut plain = HashMap::new();
        for source in SOURCES[lang as usize] {
            let resource =
                FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(resource, errors)| {
                    debug_assert!(errors.is_empty(), "{lang}: {errors:?}");
                    resource
                });
            let keys: Vec<String> = keys(source).map(str::to_owned).collect();
            bundle.add_resource_overriding(resource);
            for key in keys {
                let mut errors = Vec::new();
                if let Some(pattern) = bundle.get_message(&key).and_then(|message| message.value()) {
                    let text = bundle.format_pattern(pattern, None, &mut errors).into_owned();
                    if errors.is_empty() {
                        plain.insert(key, text);
                    }
                }
            }
        }
        Language { bundle, plain }
    })
});

/// The keys of the messages in a Fluent source: lines that start with `key =`.
fn keys(source: &str) -> impl Iterator<Item = &str> {
    source.lines().filter_map(|line| {
        let (key, _) = line.split_once(" =")?;
        let named = key.starts_with(|c: char| c.is_ascii_lowercase());
        (named && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')).then_some(key)
    })
}

fn language(lang: Lang) -> &'static Language {
    &LANGUAGES[lang as usize]
}

/// A message without variables. A key that does not exist is returned as the text; a test finds such keys.
pub fn text(lang: Lang, key: &'static str) -> &'static str {
    language(lang).plain.get(key).map_or(key, String::as_str)
}

/// A message without variables whose key is composed at run time from a prefix (such as `status-`) and a word of an enum;
/// underscores in the word become hyphens.
pub fn text_for(lang: Lang, prefix: &str, word: &str) -> String {
    let key = format!("{prefix}{}", word.replace('_', "-"));
    language(lang).plain.get(&key).cloned().unwrap_or(key)
}

/// A message with variables; see [`t!`].
pub fn format(lang: Lang, key: &'static str, values: Vec<(&'static str, FluentValue<'_>)>) -> String {
    let language = language(lang);
    let Some(pattern) = language.bundle.get_message(key).and_then(|message| message.value()) else {
        return key.to_owned();
    };
    let args: FluentArgs<'_> = values.into_iter().collect();
    language.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
}

/// The text of a message: `t!(lang, "key")` is a `&'static str`, with variables (`name = value`) a `String`.
#[macro_export]
macro_rules! t {
    ($lang:expr, $key:literal) => { $crate::text($lang, $key) };
    ($lang:expr, $key:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::format($lang, $key, vec![$((stringify!($name), $crate::FluentValue::from($value))),+])
    };
}

/// Parses the texts of every language now rather than with the first page.
pub fn warm_up() {
    LazyLock::force(&LANGUAGES);
}

#[cfg(test)]
mod tests;
