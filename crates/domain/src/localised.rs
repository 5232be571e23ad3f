//! A short text in one or more languages, such as the name of a service.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Lang;

/// One text in the languages it was written in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Localised(BTreeMap<Lang, String>);

impl Localised {
    /// The same text whatever the language; shown to everyone.
    pub fn only(lang: Lang, text: &str) -> Self {
        Self(BTreeMap::from([(lang, text.to_owned())]))
    }

    /// Puts the text of one language; an empty one is left out.
    pub fn put(&mut self, lang: Lang, text: &str) {
        if !text.trim().is_empty() {
            self.0.insert(lang, text.trim().to_owned());
        }
    }

    /// The text and the language it is in: the wanted one, else a neighbour (Swedish and Norwegian before English for
    /// each other), else whatever there is.
    pub fn get(&self, wanted: Lang) -> (&str, Lang) {
        wanted
            .nearest()
            .into_iter()
            .find_map(|lang| self.0.get(&lang).map(|text| (text.as_str(), lang)))
            .unwrap_or(("", wanted))
    }

    /// The text alone; see [`Self::get`].
    pub fn text(&self, wanted: Lang) -> &str {
        self.get(wanted).0
    }

    /// Whether no language has a text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(Lang, String)> for Localised {
    fn from_iter<I: IntoIterator<Item = (Lang, String)>>(texts: I) -> Self {
        let mut all = Self::default();
        for (lang, text) in texts {
            all.put(lang, &text);
        }
        all
    }
}
