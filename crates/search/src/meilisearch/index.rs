//! One index of Meilisearch: creating, configuring and deleting it.

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
    record::{AUDIENCE, CATEGORY, DISPLAYED, POPULARITY, SEARCHABLE, encode},
    tasks::{REBUILD_TIMEOUT, is_missing},
};
use crate::{Error, Vocabulary, model::MAX_PAGED_HITS};

/// The statistics of an index that are used here; the SDK's type requires fields that not every version sends.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct IndexStats {
    number_of_documents: u64,
}

impl Meilisearch {
    /// Whether an index exists.
    pub(super) async fn index_exists(&self, uid: &str) -> Result<bool, Error> {
        match self.request("finding an index", self.client.get_raw_index(uid)).await {
            Ok(_) => Ok(true),
            Err(error) if is_missing(&error) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Creates an index.
    pub(super) async fn create_index(&self, uid: &str) -> Result<(), Error> {
        let task = self.request("creating an index", self.client.create_index(uid, Some("id"))).await?;
        self.wait_for_success(task, REBUILD_TIMEOUT).await
    }

    /// Deletes an index, if it exists.
    pub(super) async fn delete_index(&self, uid: &str) -> Result<(), Error> {
        match self.request("deleting an index", self.client.delete_index(uid)).await {
            Ok(task) => self.wait_for_success_or_missing(task, REBUILD_TIMEOUT).await,
            Err(error) if is_missing(&error) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Applies the settings of a language to an index. Synonyms stay as they are where none are given: a process that has just started
    /// does not know those that editors have added.
    pub(super) async fn configure_index(
        &self,
        uid: &str,
        lang: Lang,
        vocabulary: Option<&Vocabulary>,
    ) -> Result<(), Error> {
        let index = self.client.index(uid);
        let settings = settings(lang, vocabulary);
        let task = self.request("configuring an index", index.set_settings(&settings)).await?;
        self.wait_for_success(task, REBUILD_TIMEOUT).await
    }

    /// The number of documents in an index.
    pub(super) async fn count_documents(&self, uid: &str) -> Result<u64, Error> {
        let url = format!("{}/indexes/{uid}/stats", self.client.get_host());
        let get = Method::<(), ()>::Get { query: () };
        let stats: IndexStats = self.request("counting documents", self.http.request(&url, get, 200)).await?;
        Ok(stats.number_of_documents)
    }
}

/// Meilisearch's code (ISO 639-3) for a language.
pub(super) const fn locale(lang: Lang) -> &'static str {
    match lang {
        Lang::Sv => "swe",
        // it knows Norwegian as Bokmål
        Lang::Nb | Lang::Nn => "nob",
        Lang::En => "eng",
    }
}

fn settings(lang: Lang, vocabulary: Option<&Vocabulary>) -> Settings {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let encoded = |vocabulary: &Vocabulary| -> HashMap<String, Vec<String>> {
        let groups = vocabulary.synonym_groups(lang).iter();
        groups
            .map(|(stem, others)| (encode(stem), others.iter().map(|other| encode(other)).collect()))
            .collect()
    };
    let synonyms = vocabulary.map(encoded);
    Settings {
        searchable_attributes: Some(owned(&SEARCHABLE)),
        displayed_attributes: Some(owned(&DISPLAYED)),
        filterable_attributes: Some(vec![CATEGORY.into(), AUDIENCE.into()]),
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
        synonyms,
        typo_tolerance: Some(TypoToleranceSettings {
            enabled: Some(true),
            disable_on_attributes: Some(Vec::new()),
            disable_on_words: Some(Vec::new()),
            min_word_size_for_typos: Some(MinWordSizeForTypos { one_typo: Some(5), two_typos: Some(9) }),
            disable_on_numbers: None,
        }),
        pagination: Some(PaginationSetting { max_total_hits: MAX_PAGED_HITS }),
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
    fn norwegian_has_a_code_that_meilisearch_supports() {
        let settings = settings(Lang::Nb, Some(&Vocabulary::built_in()));
        assert_eq!(settings.localized_attributes.unwrap()[0].locales, ["nob"]);
        assert_eq!(settings.ranking_rules.unwrap().last().unwrap(), "popularity:desc");
        assert!(settings.synonyms.unwrap()["passord"].contains(&"kodeord".to_owned()));
    }
}
