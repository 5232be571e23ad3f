//! A short text in one or more languages, such as the name of a component of the status page.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Lang;

/// The translations of one text, by language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Localised(BTreeMap<Lang, String>);

impl Localised {
    /// A text that exists in one language only; readers of every language see it.
    pub fn single(lang: Lang, text: &str) -> Self {
        Self(BTreeMap::from([(lang, text.to_owned())]))
    }

    /// Inserts or replaces the text of one language; a blank text is ignored.
    pub fn insert(&mut self, lang: Lang, text: &str) {
        if !text.trim().is_empty() {
            self.0.insert(lang, text.trim().to_owned());
        }
    }

    /// With another text in one language, or with none where it is blank.
    #[must_use]
    pub fn with(&self, lang: Lang, text: &str) -> Self {
        let mut changed = self.clone();
        changed.0.remove(&lang);
        changed.insert(lang, text);
        changed
    }

    /// The text in the preferred language, or else in the first fallback that has one (see [`Lang::fallback_order`]), with
    /// the language it is in. Empty where no language has a text.
    pub fn get(&self, preferred: Lang) -> (&str, Lang) {
        preferred
            .fallback_order()
            .into_iter()
            .find_map(|lang| self.0.get(&lang).map(|text| (text.as_str(), lang)))
            .unwrap_or(("", preferred))
    }

    /// The text without its language; see [`Self::get`].
    pub fn text(&self, preferred: Lang) -> &str {
        self.get(preferred).0
    }

    /// Every language that has a text, with it.
    pub fn iter(&self) -> impl Iterator<Item = (Lang, &str)> {
        self.0.iter().map(|(lang, text)| (*lang, text.as_str()))
    }

    /// Whether no language has a text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(Lang, String)> for Localised {
    fn from_iter<I: IntoIterator<Item = (Lang, String)>>(texts: I) -> Self {
        let mut localised = Self::default();
        for (lang, text) in texts {
            localised.insert(lang, &text);
        }
        localised
    }
}
