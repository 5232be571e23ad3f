//! One index of Meilisearch: making it, its settings, removing it.

use std::collections::{BTreeMap, HashMap};

use fyr_domain::Lang;
use meilisearch_sdk::{
    request::{HttpClient as _, Method},
    settings::{
        FacetSortValue, FacetingSettings, LocalizedAttributes, MinWordSizeForTypos, PaginationSetting,
        Settings, TypoToleranceSettings,
    },
};
use serde::Deserialize;

use super::{
    Meilisearch,
    record::{CATEGORY, POPULARITY, SEARCHED, SHOWN, encoded},
    tasks::{REBUILD, is_missing},
};
use crate::{Error, model::MAX_REACH, text::groups};

/// What matters of an index' statistics; the SDK's own type wants fields that not every version sends.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stats {
    number_of_documents: u64,
}

impl Meilisearch {
    /// Whether there is such an index.
    pub(super) async fn exists(&self, uid: &str) -> Result<bool, Error> {
        match self.request("looking for an index", self.client.get_raw_index(uid)).await {
            Ok(_) => Ok(true),
            Err(error) if is_missing(&error) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Makes an index.
    pub(super) async fn create(&self, uid: &str) -> Result<(), Error> {
        let task = self.request("making an index", self.client.create_index(uid, Some("id"))).await?;
        self.succeeded(task, REBUILD).await
    }

    /// Removes an index, if it is there.
    pub(super) async fn delete(&self, uid: &str) -> Result<(), Error> {
        match self.request("removing an index", self.client.delete_index(uid)).await {
            Ok(task) => self.succeeded_or_missing(task, REBUILD).await,
            Err(error) if is_missing(&error) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Gives an index its settings.
    pub(super) async fn configure(&self, uid: &str, lang: Lang) -> Result<(), Error> {
        let index = self.client.index(uid);
        let task = self.request("setting up an index", index.set_settings(&settings(lang))).await?;
        self.succeeded(task, REBUILD).await
    }

    /// How many documents an index has.
    pub(super) async fn documents(&self, uid: &str) -> Result<u64, Error> {
        let url = format!("{}/indexes/{uid}/stats", self.client.get_host());
        let get = Method::<(), ()>::Get { query: () };
        let stats: Stats = self.request("counting", self.http.request(&url, get, 200)).await?;
        Ok(stats.number_of_documents)
    }
}

/// The language as Meilisearch calls it; it does not know `no`.
pub(super) const fn locale(lang: Lang) -> &'static str {
    match lang {
        Lang::Sv => "swe",
        Lang::Nb => "nob",
        Lang::En => "eng",
    }
}

fn settings(lang: Lang) -> Settings {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let synonyms: HashMap<String, Vec<String>> = groups(lang)
        .iter()
        .map(|(stem, others)| (encoded(stem), others.iter().map(|other| encoded(other)).collect()))
        .collect();
    Settings {
        searchable_attributes: Some(owned(&SEARCHED)),
        displayed_attributes: Some(owned(&SHOWN)),
        filterable_attributes: Some(vec![CATEGORY.into()]),
        sortable_attributes: Some(owned(&[POPULARITY])),
        ranking_rules: Some(owned(&[
            "words",
            "typo",
            "attribute",
            "proximity",
            "exactness",
            "popularity:desc",
        ])),
        localized_attributes: Some(vec![LocalizedAttributes {
            locales: owned(&[locale(lang)]),
            attribute_patterns: owned(&["*"]),
        }]),
        synonyms: Some(synonyms),
        typo_tolerance: Some(TypoToleranceSettings {
            enabled: Some(true),
            disable_on_attributes: Some(Vec::new()),
            disable_on_words: Some(Vec::new()),
            min_word_size_for_typos: Some(MinWordSizeForTypos { one_typo: Some(5), two_typos: Some(9) }),
            disable_on_numbers: None,
        }),
        pagination: Some(PaginationSetting { max_total_hits: MAX_REACH }),
        faceting: Some(FacetingSettings {
            max_values_per_facet: 100,
            sort_facet_values_by: Some(BTreeMap::from([(CATEGORY.to_owned(), FacetSortValue::Count)])),
        }),
        ..Settings::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn norwegian_has_a_name_that_meilisearch_knows() {
        let settings = settings(Lang::Nb);
        assert_eq!(settings.localized_attributes.unwrap()[0].locales, ["nob"]);
        assert_eq!(settings.ranking_rules.unwrap().last().unwrap(), "popularity:desc");
        assert!(settings.synonyms.unwrap()["passord"].contains(&"kodeord".to_owned()));
    }
}
