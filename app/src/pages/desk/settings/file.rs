//! All settings as one file: to keep, to read, and to bring in again.

use fyr_i18n::t;
use fyr_usecases::{
    Error,
    settings::{
        FilePreview, SETTINGS_FILE_FIELD,
        desk::{self, NOTE_FIELD},
    },
};
use leptos::prelude::*;

use super::{ancestors, change_list, preview_box};
use crate::{
    FormState, Page, RequestContext,
    components::{Breadcrumbs, FieldError, TextField, textarea_content},
};

/// The URL path of the page.
pub const FILE_PATH: &str = "/desk/settings/file";
/// Where the file is.
pub const EXPORT_PATH: &str = "/desk/settings/settings.toml";
/// The field with the text of a file that was looked at.
pub const TEXT_FIELD: &str = "text";

/// `/desk/settings/file`
///
/// # Errors
/// [`Error::NotFound`] for anyone who does not run the portal.
pub async fn show(cx: &RequestContext, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    desk::history(&cx.backend, &cx.actor, "").await?;
    let error = form.problem_text(lang, SETTINGS_FILE_FIELD);
    let invalid = error.is_some().then_some("true");
    let body = view! {
        <section class="stack" data-gap="s" aria-labelledby="export-title">
            <h2 class="ds-heading" data-size="sm" id="export-title">{t!(lang, "settings-export")}</h2>
            <p class="ds-paragraph">{t!(lang, "settings-export-text")}</p>
            <p class="actions"><a class="ds-button" data-variant="secondary" href=EXPORT_PATH download="settings.toml">{t!(lang, "settings-export-button")}</a></p>
        </section>
        <section class="stack" data-gap="s" aria-labelledby="import-title">
            <h2 class="ds-heading" data-size="sm" id="import-title">{t!(lang, "settings-import")}</h2>
            <p class="ds-paragraph">{t!(lang, "settings-import-text")}</p>
            <form method="post" action=FILE_PATH enctype="multipart/form-data" class="stack" data-gap="s" novalidate>
                <div class="ds-field">
                    <label class="ds-label" data-weight="medium" for=SETTINGS_FILE_FIELD>{t!(lang, "settings-import-file")}</label>
                    <input class="ds-input" id=SETTINGS_FILE_FIELD name=SETTINGS_FILE_FIELD type="file" accept=".toml,text/plain" aria-invalid=invalid
                        aria-describedby="file-error"/>
                    <FieldError field_id=SETTINGS_FILE_FIELD.to_owned() message=error/>
                </div>
                <p class="actions">
                    <button class="ds-button" data-variant="primary" type="submit" name="step" value="check">{t!(lang, "settings-check")}</button>
                </p>
            </form>
        </section>
    };
    Ok(page(cx, body).refused(&form, ""))
}

/// What a file would change, with the button that does it.
pub fn preview(cx: &RequestContext, text: &str, form: &FormState, preview: FilePreview) -> Page {
    let lang = cx.lang;
    let FilePreview { lines, deadlines } = preview;
    if lines.is_empty() {
        let body = view! {
            <p class="ds-alert" data-color="info" role="status" tabindex="-1" autofocus>{t!(lang, "settings-import-same")}</p>
            <p class="actions"><a class="ds-button" data-variant="secondary" href="/desk/settings">{t!(lang, "settings-title")}</a></p>
        };
        return page(cx, body).outcome(t!(lang, "settings-import-same"));
    }
    let count = t!(lang, "settings-import-count", count = lines.len());
    let body = view! {
        {preview_box(lang, deadlines)}
        <p class="ds-paragraph">{count}</p>
        {change_list(lines)}
        <form method="post" action=FILE_PATH enctype="multipart/form-data" class="stack" data-gap="s" novalidate>
            <textarea name=TEXT_FIELD hidden>{textarea_content(text)}</textarea>
            <TextField form=form.clone() name=NOTE_FIELD label=t!(lang, "settings-note") hint=t!(lang, "settings-note-hint") optional=true/>
            <p class="actions">
                <button class="ds-button" data-variant="primary" type="submit" name="step" value="save">{t!(lang, "settings-save")}</button>
                <a class="ds-button" data-variant="secondary" href=FILE_PATH>{t!(lang, "cancel")}</a>
            </p>
        </form>
    };
    page(cx, body).outcome(t!(lang, "settings-preview-title")).refused(form, "")
}

fn page(cx: &RequestContext, body: impl IntoAny) -> Page {
    let lang = cx.lang;
    let title = t!(lang, "settings-file");
    let body = view! {
        <Breadcrumbs ancestors=ancestors(lang) current=title/>
        <div class="narrow stack">
            <h1 class="ds-heading" data-size="lg">{title}</h1>
            {body.into_any()}
        </div>
    };
    Page::new(title, body)
}
