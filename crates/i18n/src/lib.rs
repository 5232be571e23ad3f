//! Every word the portal says, in every language, and how dates are written.
//!
//! Texts are [Fluent](https://projectfluent.org) files in `locales/{sv,nb,en}/`, one per area, parsed once. Use them with
//! [`t!`]: `t!(lang, "home-title")`, `t!(lang, "search-count", count = 3)`. The tests hold the three languages to the same
//! messages with the same variables, and every message used in the code to exist.

mod amounts;
mod dates;
mod problems;

use std::{collections::HashMap, sync::LazyLock};

pub use amounts::{duration, list, percent};
pub use dates::{clock, date, day_and_time, moment, month, month_day, size, when};
pub use fluent_bundle::FluentValue;
use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use fyr_domain::Lang;
pub use problems::problem;

/// The files of one language, in the order of [`Lang::ALL`].
macro_rules! locales {
    ($($file:literal),+ $(,)?) => {
        const SOURCES: [&[&str]; 3] = [
            &[$(include_str!(concat!("../locales/sv/", $file, ".ftl"))),+],
            &[$(include_str!(concat!("../locales/nb/", $file, ".ftl"))),+],
            &[$(include_str!(concat!("../locales/en/", $file, ".ftl"))),+],
        ];
    };
}

locales!(
    "common",
    "account",
    "articles",
    "desk",
    "identities",
    "mail",
    "people",
    "privacy",
    "status",
    "tickets"
);

struct Language {
    bundle: FluentBundle<FluentResource>,
    /// Messages without variables, formatted once: most of a page.
    plain: HashMap<String, String>,
}

static LANGUAGES: LazyLock<[Language; 3]> = LazyLock::new(|| {
    [0, 1, 2].map(|index| {
        let lang = Lang::ALL[index];
        let id = lang.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        let mut plain = HashMap::new();
        for source in SOURCES[index] {
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

/// The messages of a Fluent source: lines that start with `name =`.
fn keys(source: &str) -> impl Iterator<Item = &str> {
    source.lines().filter_map(|line| {
        let (key, _) = line.split_once(" =")?;
        let named = key.starts_with(|c: char| c.is_ascii_lowercase());
        (named && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')).then_some(key)
    })
}

fn language(lang: Lang) -> &'static Language {
    match lang {
        Lang::Sv => &LANGUAGES[0],
        Lang::Nb => &LANGUAGES[1],
        Lang::En => &LANGUAGES[2],
    }
}

/// A message without variables. One that does not exist reads as its own name, which a test finds before anyone does.
pub fn text(lang: Lang, key: &'static str) -> &'static str {
    language(lang).plain.get(key).map_or(key, String::as_str)
}

/// A message without variables whose name is put together at run time (`status-` and a state, for instance).
pub fn text_of(lang: Lang, prefix: &str, word: &str) -> String {
    let key = format!("{prefix}{}", word.replace('_', "-"));
    language(lang).plain.get(&key).cloned().unwrap_or(key)
}

/// A message with variables.
pub fn format(lang: Lang, key: &'static str, values: Vec<(&'static str, FluentValue<'_>)>) -> String {
    let language = language(lang);
    let Some(pattern) = language.bundle.get_message(key).and_then(|message| message.value()) else {
        return key.to_owned();
    };
    let args: FluentArgs<'_> = values.into_iter().collect();
    language.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
}

/// A text in a language: `t!(lang, "key")` is a `&'static str`, with variables (`name = value`) a `String`.
#[macro_export]
macro_rules! t {
    ($lang:expr, $key:literal) => { $crate::text($lang, $key) };
    ($lang:expr, $key:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::format($lang, $key, vec![$((stringify!($name), $crate::FluentValue::from($value))),+])
    };
}

/// Starts the parsing of every language now rather than with the first page.
pub fn warm_up() {
    LazyLock::force(&LANGUAGES);
}

#[cfg(test)]
mod tests;
