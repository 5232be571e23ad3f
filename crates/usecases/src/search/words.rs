//! Reading and changing the synonyms and stop words that editors add, one language at a time.

use fyr_domain::{
    Actor, Lang,
    permission::Permission,
    search_words::{LangWords, SearchWords},
};

use crate::{Backend, Error, require::require, settings::desk};

/// What editors have added to the search of a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedWords {
    /// Synonyms and stop words, as editors entered them.
    pub words: LangWords,
    /// The version of the setting that has them; 0 where nothing was ever added.
    pub version: i64,
}

/// Finds what has been added to the search of a language.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for who does not publish articles.
pub async fn find_words(backend: &Backend, actor: &Actor, lang: Lang) -> Result<AddedWords, Error> {
    require(actor, Permission::PublishArticles)?;
    let version = desk::current_version::<SearchWords>(backend).await?;
    Ok(AddedWords { words: desk::current::<SearchWords>(backend).await?.of(lang), version })
}

/// Replaces what has been added to the search of a language; `seen` is the version that the form was opened with. Searches have it at
/// once.
///
/// # Errors
/// As [`find_words`]; [`Error::Invalid`] where the words were changed meanwhile.
pub async fn change_words(
    backend: &Backend,
    actor: &Actor,
    lang: Lang,
    words: LangWords,
    seen: i64,
) -> Result<(), Error> {
    require(actor, Permission::PublishArticles)?;
    let mut all = SearchWords::clone(&*desk::current::<SearchWords>(backend).await?);
    if words == LangWords::default() {
        all.0.remove(&lang);
    } else {
        all.0.insert(lang, words);
    }
    desk::write(backend, actor, &all, "", Some(seen)).await
}
