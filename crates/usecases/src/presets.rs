//! Presets: whole services as files, with every setting that a business decides. A preset is looked at, compared and applied
//! as one; with anything wrong in it nothing is applied.

use fyr_domain::{Actor, Localised};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{
    Backend, Error,
    import::{self, Examples},
    settings::{self, SettingChanges, read_table},
};

/// The presets that come with the program, each with its name.
const BUILT_IN: [(&str, &str); 5] = [
    ("participant-portal", include_str!("../../../demo/presets/participant-portal.toml")),
    ("shop-customer-service", include_str!("../../../demo/presets/shop-customer-service.toml")),
    ("municipal-platform", include_str!("../../../demo/presets/municipal-platform.toml")),
    ("it-service-desk", include_str!("../../../demo/presets/it-service-desk.toml")),
    ("website-builder", include_str!("../../../demo/presets/website-builder.toml")),
];

/// A whole service.
#[derive(Clone, Debug)]
pub struct Preset {
    /// What it is, as people read it.
    pub about: AboutPreset,
    settings: SettingChanges,
    examples: Examples,
}

/// What a preset is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AboutPreset {
    /// Its name.
    pub name: Localised,
    /// Whom it is for, in a sentence.
    pub description: Localised,
}

/// A file that is no preset.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidPreset(String);

impl Preset {
    /// Reads a preset and checks everything in it.
    ///
    /// # Errors
    /// The first thing that is wrong: the line, or the setting with what is valid there.
    pub fn parse(text: &str) -> Result<Self, InvalidPreset> {
        let mut values = read_table(text).map_err(|invalid| InvalidPreset(invalid.to_string()))?;
        let about = take(&mut values, "about")?;
        let examples = if values.contains_key("examples") {
            take(&mut values, "examples")?
        } else {
            Examples::default()
        };
        let settings =
            SettingChanges::parse(&values).map_err(|invalid| InvalidPreset(invalid.to_string()))?;
        Ok(Self { about, settings, examples })
    }

    /// The names of its settings with their values.
    pub fn values(&self) -> impl Iterator<Item = (String, Value)> + use<'_> {
        self.settings.values().map(|(name, value)| (name.to_owned(), value.clone()))
    }

    /// Made-up people and tickets that show the service at work.
    pub const fn examples(&self) -> &Examples {
        &self.examples
    }

    /// The preset with this name that comes with the program.
    pub fn built_in(name: &str) -> Option<Self> {
        let (_, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
        Self::parse(text).ok()
    }
}

/// Removes a part of the file that is no setting.
fn take<T: for<'de> Deserialize<'de>>(
    values: &mut Map<String, Value>,
    name: &str,
) -> Result<T, InvalidPreset> {
    let value = values.remove(name).ok_or_else(|| InvalidPreset(format!("`{name}` is missing")))?;
    T::deserialize(value).map_err(|error| InvalidPreset(format!("{name}: {error}")))
}

/// The names of the presets that come with the program.
pub fn built_in_names() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(name, _)| *name)
}

/// What applying a preset would change, a line for each value at a path of a setting. Changes nothing.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn diff_as_operator(backend: &Backend, preset: &Preset) -> Result<Vec<String>, Error> {
    settings::diff(backend, &preset.settings).await
}

/// Applies a preset in one transaction: a new version of each setting that differs, and the examples where they are wanted. Returns
/// the names of these settings.
///
/// # Errors
/// [`Error::Invalid`] where the portal uses a component that the preset does not have.
pub async fn apply_as_operator(
    backend: &Backend,
    preset: &Preset,
    note: &str,
    with_examples: bool,
) -> Result<Vec<&'static str>, Error> {
    let mut tx = backend.begin().await?;
    let changed =
        settings::change_in(backend, &mut tx, &Actor::ANONYMOUS, preset.settings.clone(), Some(note)).await?;
    if with_examples {
        import::examples(backend, &mut tx, &preset.examples).await?;
    }
    tx.commit().await?;
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use fyr_domain::{Lang, tickets::topics::Topics};

    use super::*;

    #[test]
    fn every_built_in_preset_is_valid_and_complete_in_every_language() {
        for (name, text) in BUILT_IN {
            let preset = Preset::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(Preset::built_in(name).is_some());
            let (_, topics) = preset.settings.values().find(|(name, _)| *name == "topics").unwrap();
            let topics = Topics::deserialize(topics).unwrap();
            assert!(!topics.0.is_empty(), "{name}");
            let texts = [&preset.about.name, &preset.about.description];
            let titles = topics.0.iter().map(|topic| &topic.title);
            assert!(preset.examples.count_tickets() > 2, "{name}");
            for text in texts.into_iter().chain(titles) {
                assert_eq!(text.iter().count(), Lang::ALL.len(), "{name}: {text:?}");
            }
        }
    }

    #[test]
    fn what_is_wrong_in_a_file_is_said_where_it_is() {
        let (_, good) = BUILT_IN[0];
        let refused = |text: &str| Preset::parse(text).expect_err("must be refused").to_string();
        for (from, to, problem) in [
            ("[about]", "[about", "line 6"),
            ("[about]", "[abuot]", "`about` is missing"),
            ("p3 = \"9h\"", "p3 = \"soon\"", "setting service_level: `soon` is not a length of time"),
            ("p3 = \"9h\"", "p5 = \"9h\"", "unknown field `p5`"),
            (
                "trigger = \"warning\"",
                "trigger = \"sometimes\"",
                "setting escalation: unknown variant `sometimes`",
            ),
            ("slug = \"sign-in\"", "slug = \"Sign in\"", "setting topics: topic \"Sign in\""),
            ("slug = \"sign-in\"", "slug = \"other\"", "setting topics: topic \"other\""),
            ("[follow_up]", "[follow_down]", "setting follow_down: is not a setting"),
            ("monday = \"08:00-17:00\"", "monday = \"08:00-12:00, 11:00-17:00\"", "setting calendar"),
            ("remind_days_before = 2", "remind_days_before = 9", "setting follow_up"),
        ] {
            assert!(good.contains(from), "{from}");
            let error = refused(&good.replacen(from, to, 1));
            assert!(error.contains(problem), "{to}: {error}");
        }
    }
}
