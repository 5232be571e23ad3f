//! Fields of forms: label, hint, what is wrong, and what was typed, tied together for every reader.

use fyr_i18n::{problem, t};
use leptos::prelude::*;

use crate::{
    FormState,
    islands::{UploadTexts, Uploads},
    use_cx,
};

/// The ids that describe a field: its hint and what is wrong with it.
pub fn described_by(name: &str, hint: bool, problem: bool) -> Option<String> {
    let parts = [(hint, "hint"), (problem, "error")];
    let ids: Vec<String> =
        parts.iter().filter(|(there, _)| *there).map(|(_, what)| format!("{name}-{what}")).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// Everything that is wrong, above the form, each a link to its field. Nothing where nothing is wrong.
#[component]
pub fn ErrorSummary(
    /// The form.
    form: FormState,
    /// Before the ids of the fields, where a page has two forms with fields of one name.
    #[prop(optional)]
    scope: &'static str,
) -> impl IntoView {
    let lang = use_cx().lang;
    (!form.errors.is_empty()).then(|| {
        let items: Vec<_> = form
            .errors
            .0
            .iter()
            .map(|(field, what)| {
                view! { <li><a class="ds-link" href=format!("#{scope}{field}")>{problem(lang, field, what)}</a></li> }
            })
            .collect();
        view! {
            <div class="ds-error-summary" role="alert" tabindex="-1" id="errors" aria-labelledby="errors-title">
                <h2 class="ds-heading" data-size="xs" id="errors-title">{t!(lang, "errors-title")}</h2>
                <ul class="ds-list">{items}</ul>
            </div>
        }
    })
}

/// What is wrong with a field, in words; nothing where nothing is.
#[component]
pub fn FieldError(
    /// The field's id.
    name: String,
    /// The words.
    text: Option<String>,
) -> impl IntoView {
    let lang = use_cx().lang;
    text.map(|text| {
        view! {
            <p class="ds-validation-message" data-color="danger" id=format!("{name}-error")>
                <span class="visually-hidden">{t!(lang, "error-prefix")}" "</span>{text}
            </p>
        }
    })
}

#[component]
fn Label(name: String, label: String, hint: Option<String>, optional: bool) -> impl IntoView {
    let lang = use_cx().lang;
    view! {
        <label class="ds-label" data-weight="medium" for=name.clone()>
            {label}{optional.then(|| view! { <span class="optional">" ("{t!(lang, "optional")}")"</span> })}
        </label>
        {hint.map(|hint| view! { <p class="field-hint" id=format!("{name}-hint")>{hint}</p> })}
    }
}

/// What ties a control to its label, its hint and what is wrong with it.
struct Wiring {
    id: String,
    wrong: Option<String>,
    /// For `aria-invalid`.
    invalid: Option<&'static str>,
    /// For `aria-describedby`.
    described: Option<String>,
}

impl Wiring {
    fn of(form: &FormState, name: &str, scope: &str, hint: Option<&String>) -> Self {
        let wrong = form.problem(use_cx().lang, name);
        let id = format!("{scope}{name}");
        let described = described_by(&id, hint.is_some(), wrong.is_some());
        Self { id, invalid: wrong.is_some().then_some("true"), described, wrong }
    }

    /// The control between its label and what is wrong with it.
    fn around(self, control: AnyView, label: String, hint: Option<String>, optional: bool) -> impl IntoView {
        view! {
            <div class="ds-field">
                <Label name=self.id.clone() label hint optional/>
                {control}
                <FieldError name=self.id text=self.wrong/>
            </div>
        }
    }
}

/// What stands in a `textarea`: leptos writes its content as it is, so markup is made text here. The line break at the
/// beginning is left out by browsers, and keeps one that was typed.
pub fn area_text(value: &str) -> String {
    format!("\n{}", value.replace('&', "&amp;").replace('<', "&lt;"))
}

/// One line of text.
#[component]
pub fn TextField(
    /// The form.
    form: FormState,
    /// The field's name, also its id.
    name: &'static str,
    /// Its label.
    #[prop(into)]
    label: String,
    /// A sentence more.
    #[prop(optional, into)]
    hint: Option<String>,
    /// `text`, `email`, `password`, `datetime-local`, …
    #[prop(default = "text")]
    kind: &'static str,
    /// What browsers may fill in.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// May be left empty.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let field = Wiring::of(&form, name, "", hint.as_ref());
    // a password is never sent back
    let value = if kind == "password" { String::new() } else { form.value(name) };
    let control = view! {
        <input class="ds-input" id=name name=name r#type=kind value=value autocomplete=autocomplete
            required=!optional aria-invalid=field.invalid aria-describedby=field.described.clone()/>
    };
    field.around(control.into_any(), label, hint, optional)
}

/// Several lines of text.
#[component]
pub fn TextArea(
    /// The form.
    form: FormState,
    /// The field's name, also its id.
    name: &'static str,
    /// Its label.
    #[prop(into)]
    label: String,
    /// A sentence more.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Height in lines.
    #[prop(default = 8)]
    rows: u32,
    /// May be left empty.
    #[prop(optional)]
    optional: bool,
    /// Before the field's id, where a page has two forms with fields of one name.
    #[prop(optional)]
    scope: &'static str,
) -> impl IntoView {
    let field = Wiring::of(&form, name, scope, hint.as_ref());
    let control = view! {
        <textarea class="ds-input" id=field.id.clone() name=name rows=rows required=!optional aria-invalid=field.invalid
            aria-describedby=field.described.clone()>{area_text(&form.value(name))}</textarea>
    };
    field.around(control.into_any(), label, hint, optional)
}

/// One of several choices in a list.
#[component]
pub fn SelectField(
    /// The form.
    form: FormState,
    /// The field's name, also its id.
    name: &'static str,
    /// Its label.
    #[prop(into)]
    label: String,
    /// A sentence more.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Value and words of each choice; a first one with an empty value asks to choose.
    choices: Vec<(String, String)>,
    /// May be left empty.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let field = Wiring::of(&form, name, "", hint.as_ref());
    let chosen = form.value(name);
    let options: Vec<_> = choices
        .into_iter()
        .map(|(value, words)| view! { <option selected=value == chosen value=value.clone()>{words}</option> })
        .collect();
    let control = view! {
        <select class="ds-input" id=name name=name required=!optional aria-invalid=field.invalid
            aria-describedby=field.described.clone()>
            {options}
        </select>
    };
    field.around(control.into_any(), label, hint, optional)
}

/// Files to send along. With JavaScript they are sent as soon as they are chosen; those that have arrived are listed and can
/// be taken off. The form's key is theirs too.
#[component]
pub fn FileField(
    /// The form.
    form: FormState,
    /// Before the field's id, where a page has two forms with files.
    #[prop(optional)]
    scope: &'static str,
) -> impl IntoView {
    let cx = use_cx();
    let (lang, settings) = (cx.lang, &cx.services.settings);
    let (one, all) = (settings.max_file / 1_000_000, settings.max_files / 1_000_000);
    let hint = Some(t!(lang, "new-files-hint", one = one, all = all));
    let field = Wiring::of(&form, "attachments", scope, hint.as_ref());
    let texts = UploadTexts {
        sending: t!(lang, "upload-sending").to_owned(),
        remove: t!(lang, "upload-remove").to_owned(),
        failed: t!(lang, "upload-failed").to_owned(),
        ready: t!(lang, "upload-ready").to_owned(),
        too_large: t!(lang, "problem-files-too-large", max = all),
    };
    let files: Vec<_> = form
        .files
        .iter()
        .map(|file| {
            let (id, own) = (format!("remove-{}", file.id), format!("remove-{}", file.id));
            view! {
                <li>
                    <span class="file-name">{file.name.clone()}</span>
                    <label for=own>
                        <input class="ds-input" type="checkbox" id=id name="remove" value=file.id.to_string()/>
                        {t!(lang, "upload-remove")}<span class="visually-hidden">" "{file.name.clone()}</span>
                    </label>
                </li>
            }
        })
        .collect();
    view! {
        <div class="ds-field file-field">
            <Label name=field.id.clone() label=t!(lang, "new-files").to_owned() hint optional=true/>
            {(!files.is_empty()).then(|| view! { <ul class="file-list">{files}</ul> })}
            <input class="ds-input" id=field.id.clone() name="attachments" type="file" multiple aria-invalid=field.invalid
                aria-describedby=field.described
                accept=".png,.jpg,.jpeg,.webp,.gif,.pdf,.txt,.log,.csv,.docx,.xlsx,.odt,.mp4,.webm,.mov"/>
            <FieldError name=field.id text=field.wrong/>
        </div>
        <Uploads texts form_key=form.form_key.to_string() action="/tickets/new/uploads".to_owned()/>
    }
}

/// The key that makes sending a form twice do its work once. Goes first in the form.
#[component]
pub fn FormKey(
    /// The form.
    form: FormState,
) -> impl IntoView {
    view! { <input type="hidden" name="form_key" value=form.form_key.to_string()/> }
}

/// Whose page a form is on: what is sent after their session has ended waits for them to sign in.
#[component]
pub fn AccountKey() -> impl IntoView {
    use_cx().actor.user_id().map(|id| view! { <input type="hidden" name="account" value=id.to_string()/> })
}

/// The button that sends a form.
#[component]
pub fn Submit(
    /// What it does, in words.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! { <button class="ds-button" data-variant="primary" type="submit">{label}</button> }
}
