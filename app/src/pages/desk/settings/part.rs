//! The page of one entry of a list in a setting: a policy, a rule of escalation.

use fyr_domain::Lang;
use fyr_i18n::t;
use fyr_usecases::{
    Error,
    settings::{Setting, SettingVersion},
    tickets::DeadlinePreview,
};
use leptos::prelude::*;

use super::{SettingForm, ancestors, save_fields};
use crate::{
    FormState, Page, RequestContext,
    components::{Breadcrumbs, Confirm},
};

/// The hidden field that says which entry the form was opened for; empty for a new one.
pub const FORMER_FIELD: &str = "former";

/// What differs between the pages of entries.
pub(super) struct EntryPage {
    /// What the page is called: the name of the entry, or that it is a new one.
    pub title: String,
    /// What the entry is for.
    pub intro: &'static str,
    /// Where the form is sent.
    pub action: String,
    /// The fields of the entry.
    pub fields: AnyView,
    /// The label of the button that removes it, and what follows.
    pub remove: (&'static str, &'static str),
}

impl EntryPage {
    /// The page; `S` is the setting with the list, with the versions that there were before the entry was read.
    pub async fn render<S: SettingForm + Setting>(
        self,
        cx: &RequestContext,
        versions: &[SettingVersion],
        form: &FormState,
        preview: Option<DeadlinePreview>,
    ) -> Result<Page, Error> {
        let lang = cx.lang;
        let save_fields = save_fields::<S>(cx, versions, form, preview).await?;
        let Self { title, intro, action, fields, remove: (remove, follows) } = self;
        let former = form.value(FORMER_FIELD);
        let mut ancestors = ancestors(lang);
        ancestors.push((S::PATH.to_owned(), S::title(lang).to_owned()));
        let body = view! {
            <Breadcrumbs ancestors current=title.clone()/>
            <div class="narrow stack">
                <h1 class="ds-heading" data-size="lg">{title.clone()}</h1>
                <p class="ds-paragraph lead">{intro}</p>
                <form method="post" action=action.clone() class="stack" novalidate>
                    <input type="hidden" name=FORMER_FIELD value=former.clone()/>
                    {fields}
                    {save_fields}
                </form>
                {(!former.is_empty()).then(|| view! {
                    <form method="post" action=action>
                        <input type="hidden" name=FORMER_FIELD value=former/>
                        <Confirm label=remove consequence=follows>
                            <button class="ds-button" data-variant="secondary" data-color="danger" type="submit" name="step" value="delete">
                                {remove}
                            </button>
                        </Confirm>
                    </form>
                })}
            </div>
        };
        let page = Page::new(title, body);
        Ok(if preview.is_some() { page.outcome(t!(lang, "settings-preview-title")) } else { page })
    }
}

/// What the page of an entry is called: by the field with its title, or `new` where there is none yet.
pub(super) fn entry_title(form: &FormState, title_field: &str, new: &str) -> String {
    let title = form.value(title_field);
    if form.value(FORMER_FIELD).is_empty() || title.is_empty() { new.to_owned() } else { title }
}

/// The entry at a place of a list, as the path of its page says it; `None` for `new`.
///
/// # Errors
/// [`Error::NotFound`] where there is none.
pub(super) fn entry_at<'a, E>(list: &'a [E], place: &str) -> Result<Option<&'a E>, Error> {
    if place == "new" {
        return Ok(None);
    }
    let found = place.parse().ok().and_then(|index: usize| list.get(index));
    found.map(Some).ok_or(Error::NotFound)
}

/// The choices of a condition: any, or one of these.
pub(super) fn any_or(lang: Lang, choices: Vec<(String, String)>) -> Vec<(String, String)> {
    empty_or(t!(lang, "settings-policy-any"), choices)
}

/// Choices after an empty one with this label.
pub(super) fn empty_or(label: &str, choices: Vec<(String, String)>) -> Vec<(String, String)> {
    std::iter::once((String::new(), label.to_owned())).chain(choices).collect()
}
