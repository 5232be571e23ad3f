//! The list of reply templates, and the page of one.

use fyr_domain::{
    Lang,
    reply_templates::{ReplyTemplateFields, ReplyTemplates},
};
use fyr_i18n::t;
use fyr_usecases::{
    Error,
    settings::{self, Setting, desk},
    tickets::DeadlinePreview,
};
use leptos::prelude::*;
use uuid::Uuid;

use super::{
    SettingForm,
    part::{EntryPage, FORMER_FIELD, entry_at, entry_title},
};
use crate::{
    FormState, Page, RequestContext,
    components::{TextArea, TextField},
};

/// The URL path under which templates are.
pub const TEMPLATES_PATH: &str = "/desk/settings/templates";

impl SettingForm for ReplyTemplates {
    const PATH: &'static str = TEMPLATES_PATH;
    const HAS_PREVIEW: bool = false;
    const HAS_FIELDS: bool = false;

    fn title(lang: Lang) -> &'static str {
        t!(lang, "settings-templates")
    }

    fn intro(lang: Lang) -> &'static str {
        t!(lang, "settings-templates-intro")
    }

    fn fields_of(&self, _: Lang) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    fn fields(&self, _: &RequestContext, _: &FormState) -> AnyView {
        ().into_any()
    }

    fn more(&self, cx: &RequestContext, _: &FormState) -> Option<AnyView> {
        let lang = cx.lang;
        let items: Vec<_> = self
            .list
            .iter()
            .enumerate()
            .map(|(place, template)| {
                let title = template.title.text(lang).to_owned();
                view! { <li><a class="ds-link" href=format!("{TEMPLATES_PATH}/{place}")>{title}</a></li> }
            })
            .collect();
        let list = if items.is_empty() {
            view! { <p class="ds-paragraph">{t!(lang, "settings-templates-none")}</p> }.into_any()
        } else {
            view! { <ol class="ds-list">{items}</ol> }.into_any()
        };
        let section = view! {
            <section class="stack" data-gap="s" aria-labelledby="templates-title">
                <h2 class="ds-heading" data-size="sm" id="templates-title">{t!(lang, "settings-templates")}</h2>
                {list}
                <p class="actions">
                    <a class="ds-button" data-variant="secondary" href=format!("{TEMPLATES_PATH}/new")>{t!(lang, "settings-template-new")}</a>
                </p>
            </section>
        };
        Some(section.into_any())
    }
}

/// `/desk/settings/templates/{place}`: the form of the template at this place of the list, or of a new one.
///
/// # Errors
/// [`Error::NotFound`] where there is no such template.
pub async fn edit(
    cx: &RequestContext,
    place: &str,
    form: FormState,
    preview: Option<DeadlinePreview>,
) -> Result<Page, Error> {
    use ReplyTemplateFields as F;
    let lang = cx.lang;
    // permission first
    let versions = desk::history(&cx.backend, &cx.actor, <ReplyTemplates as Setting>::NAME).await?;
    let form = if form.values.is_empty() { opened_form(cx, place).await? } else { form };
    let fields = view! {
        <TextField form=form.clone() name=F::TITLE label=t!(lang, "settings-policy-name") hint=t!(lang, "settings-portal-name-hint")/>
        <TextField form=form.clone() name=F::SLUG label=t!(lang, "settings-plan-slug") hint=t!(lang, "settings-template-slug-hint")/>
        <TextArea form=form.clone() name=F::TEXT label=t!(lang, "settings-template-text") hint=t!(lang, "settings-template-text-hint") rows=10/>
        <TextArea form=form.clone() name=F::COUNSELLOR_TEXT label=t!(lang, "settings-template-counsellor")
            hint=t!(lang, "settings-template-counsellor-hint") rows=6 optional=true/>
    };
    let page = EntryPage {
        title: entry_title(&form, F::TITLE, t!(lang, "settings-template-new")),
        intro: t!(lang, "settings-template-intro"),
        action: format!("{TEMPLATES_PATH}/{place}"),
        fields: fields.into_any(),
        remove: (t!(lang, "settings-template-delete"), t!(lang, "settings-template-delete-follows")),
    };
    page.render::<ReplyTemplates>(cx, &versions, &form, preview).await
}

/// The form with the values of the template at this place.
async fn opened_form(cx: &RequestContext, place: &str) -> Result<FormState, Error> {
    let templates = settings::current::<ReplyTemplates>(&cx.backend).await;
    let template = entry_at(&templates.list, place)?.cloned().unwrap_or_default();
    let form = FormState::new(Uuid::nil()).with(FORMER_FIELD, template.slug.clone());
    Ok(form.with_all(template.to_fields(cx.lang)))
}
