//! Form fields: label, hint, error message and entered value, connected for assistive technology.

use std::fmt::Display;

use fyr_domain::{Lang, text::likely_address};
use fyr_i18n::{problem_text, t, text_for};
use fyr_usecases::{
    classification::{Classification, ClassificationItem},
    store::attachments::Attachment,
};
use leptos::prelude::*;

use crate::{
    FORM_NAME_FIELD, FormState, Refusal,
    islands::{FileUploads, PersonalNumberHint},
    use_request_context,
};

/// The value of `aria-describedby`: the ids of a field's hint and error message, those that exist.
pub fn described_by(field_id: &str, hint: bool, error: bool) -> Option<String> {
    let parts = [(hint, "hint"), (error, "error")];
    let ids: Vec<String> = parts
        .iter()
        .filter(|(exists, _)| *exists)
        .map(|(_, suffix)| format!("{field_id}-{suffix}"))
        .collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// All error messages of a form, each a link to its field. It takes the focus when the page is opened.
#[component]
pub(super) fn ErrorSummary(
    /// The errors.
    refusal: Refusal,
    /// What could not be done; `None` for the usual words.
    heading: Option<&'static str>,
) -> impl IntoView {
    let lang = use_request_context().lang;
    let Refusal { errors, id_prefix } = refusal;
    let items: Vec<_> = errors
        .0
        .iter()
        .map(|(field, problem)| {
            view! { <li><a class="ds-link" href=format!("#{id_prefix}{field}")>{problem_text(lang, field, problem)}</a></li> }
        })
        .collect();
    view! {
        <div class="ds-error-summary" role="alert" tabindex="-1" autofocus=true id="errors" aria-labelledby="errors-title">
            <h2 class="ds-heading" data-size="xs" id="errors-title">{heading.unwrap_or_else(|| t!(lang, "errors-title"))}</h2>
            <ul class="ds-list">{items}</ul>
        </div>
    }
}

/// The error message of a field. Renders nothing if there is none.
#[component]
pub fn FieldError(
    /// The id of the field; the message gets the id `{field_id}-error`.
    field_id: String,
    /// The error message.
    message: Option<String>,
) -> impl IntoView {
    let lang = use_request_context().lang;
    message.map(|message| {
        view! {
            <p class="ds-validation-message" data-color="danger" id=format!("{field_id}-error")>
                <span class="visually-hidden">{t!(lang, "error-prefix")}" "</span>{message}
            </p>
        }
    })
}

#[component]
fn Label(field_id: String, label: String, hint: Option<String>, optional: bool) -> impl IntoView {
    let lang = use_request_context().lang;
    view! {
        <label class="ds-label" data-weight="medium" for=field_id.clone()>
            {label}{optional.then(|| view! { <span class="optional">" ("{t!(lang, "optional")}")"</span> })}
        </label>
        {hint.map(|hint| view! { <p class="field-hint" id=format!("{field_id}-hint")>{hint}</p> })}
    }
}

/// The id, error message and ARIA attributes of a form control.
struct FieldBinding {
    id: String,
    error: Option<String>,
    /// The value of `aria-invalid`.
    invalid: Option<&'static str>,
    /// The value of `aria-describedby`.
    described_by: Option<String>,
}

impl FieldBinding {
    fn new(form: &FormState, name: &str, id_prefix: &str, hint: Option<&String>) -> Self {
        let error = form.problem_text(use_request_context().lang, name);
        let id = format!("{id_prefix}{name}");
        let described_by = described_by(&id, hint.is_some(), error.is_some());
        Self { id, invalid: error.is_some().then_some("true"), described_by, error }
    }

    /// Renders the control with its label, hint and error message.
    fn with_label(
        self,
        control: AnyView,
        label: String,
        hint: Option<String>,
        optional: bool,
    ) -> impl IntoView {
        view! {
            <div class="ds-field">
                <Label field_id=self.id.clone() label hint optional/>
                {control}
                <FieldError field_id=self.id message=self.error/>
            </div>
        }
    }
}

/// The escaped content of a `textarea`, because leptos does not escape it. HTML parsers drop a line break at the beginning, so
/// one is added to keep an entered one.
pub fn textarea_content(value: &str) -> String {
    format!("\n{}", value.replace('&', "&amp;").replace('<', "&lt;"))
}

/// A text field with one line.
#[component]
pub fn TextField(
    /// The state of the form.
    form: FormState,
    /// The name of the field, also its id.
    name: &'static str,
    /// The label.
    #[prop(into)]
    label: String,
    /// A hint below the label.
    #[prop(optional, into)]
    hint: Option<String>,
    /// The `type` of the input: `text`, `email`, `password`, `datetime-local`, …
    #[prop(default = "text")]
    kind: &'static str,
    /// The `autocomplete` attribute.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// The keyboard of a phone: `numeric` for a code of digits.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// Whether the field may be left empty.
    #[prop(optional)]
    optional: bool,
    /// The prefix of the field's id, on pages with several forms that share field names.
    #[prop(optional)]
    id_prefix: &'static str,
) -> impl IntoView {
    // a password is never sent back
    let value = if kind == "password" { String::new() } else { form.value(name) };
    let hint = if kind == "email" { with_likely_address(hint, &value) } else { hint };
    let field = FieldBinding::new(&form, name, id_prefix, hint.as_ref());
    let control = view! {
        <input class="ds-input" id=field.id.clone() name=name r#type=kind value=value autocomplete=autocomplete inputmode=inputmode
            required=!optional aria-invalid=field.invalid aria-describedby=field.described_by.clone()/>
    };
    field.with_label(control.into_any(), label, hint, optional)
}

/// A hint with the address that was likely meant. What was typed counts all the same.
fn with_likely_address(hint: Option<String>, typed: &str) -> Option<String> {
    let Some(meant) = likely_address(typed) else { return hint };
    let question = t!(use_request_context().lang, "email-likely", email = meant);
    Some(hint.map_or(question.clone(), |hint| format!("{hint} {question}")))
}

/// A text field with several lines.
#[component]
pub fn TextArea(
    /// The state of the form.
    form: FormState,
    /// The name of the field, also its id.
    name: &'static str,
    /// The label.
    #[prop(into)]
    label: String,
    /// A hint below the label.
    #[prop(optional, into)]
    hint: Option<String>,
    /// The height in lines.
    #[prop(default = 8)]
    rows: u32,
    /// Whether the field may be left empty.
    #[prop(optional)]
    optional: bool,
    /// The prefix of the field's id, on pages with several forms that share field names.
    #[prop(optional)]
    id_prefix: &'static str,
) -> impl IntoView {
    let field = FieldBinding::new(&form, name, id_prefix, hint.as_ref());
    let control = view! {
        <textarea class="ds-input" id=field.id.clone() name=name rows=rows required=!optional aria-invalid=field.invalid
            aria-describedby=field.described_by.clone()>{textarea_content(&form.value(name))}</textarea>
    };
    field.with_label(control.into_any(), label, hint, optional)
}

/// A checkbox that sends `yes`.
#[component]
pub fn Checkbox(
    /// The state of the form.
    form: FormState,
    /// The name of the field, also its id.
    name: &'static str,
    /// The label.
    #[prop(into)]
    label: String,
    /// The id of a hint that stands elsewhere.
    #[prop(optional)]
    described_by: Option<&'static str>,
) -> impl IntoView {
    let checked = form.is_checked(name, "yes");
    view! {
        <label class="checkbox" for=name>
            <input class="ds-input" type="checkbox" id=name name=name value="yes" checked=checked aria-describedby=described_by/>
            <span>{label}</span>
        </label>
    }
}

/// The choices of an enum, each with its text from the messages that begin with `prefix`.
pub fn choices_of<T: Display>(lang: Lang, prefix: &str, all: &[T]) -> Vec<(String, String)> {
    let choice = |item: &T| {
        let word = item.to_string();
        let label = text_for(lang, prefix, &word);
        (word, label)
    };
    all.iter().map(choice).collect()
}

/// The choices of topics.
pub fn topic_choices(lang: Lang, classification: &Classification) -> Vec<(String, String)> {
    let choice = |topic: &ClassificationItem| (topic.slug.clone(), topic.title.text(lang).to_owned());
    classification.topics.iter().map(choice).collect()
}

/// A `select` field.
#[component]
pub fn SelectField(
    /// The state of the form.
    form: FormState,
    /// The name of the field, also its id.
    name: &'static str,
    /// The label.
    #[prop(into)]
    label: String,
    /// A hint below the label.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Value and label of each option. An empty first value forces a choice.
    choices: Vec<(String, String)>,
    /// Whether the first option is an empty "Choose …", so that nobody is chosen by leaving the field as it is.
    #[prop(optional)]
    unset: bool,
    /// Whether the field may be left empty.
    #[prop(optional)]
    optional: bool,
    /// The prefix of the field's id, on pages with several forms that share field names.
    #[prop(optional)]
    id_prefix: &'static str,
) -> impl IntoView {
    let field = FieldBinding::new(&form, name, id_prefix, hint.as_ref());
    let chosen = form.value(name);
    let unset = unset.then(|| (String::new(), t!(use_request_context().lang, "choose").to_owned()));
    let choices: Vec<_> = unset.into_iter().chain(choices).collect();
    // where none of them is empty, one is chosen at all times
    let required = !optional && choices.first().is_some_and(|(value, _)| value.is_empty());
    let options: Vec<_> = choices
        .into_iter()
        .map(|(value, label)| view! { <option selected=value == chosen value=value.clone()>{label}</option> })
        .collect();
    let control = view! {
        <select class="ds-input" id=field.id.clone() name=name required=required aria-invalid=field.invalid
            aria-describedby=field.described_by.clone()>
            {options}
        </select>
    };
    field.with_label(control.into_any(), label, hint, optional)
}

/// A file field. With JavaScript files are uploaded as soon as they are chosen. Uploaded files are listed, each with a checkbox
/// that removes it. Uploads belong to the form's key.
#[component]
pub fn FileField(
    /// The state of the form.
    form: FormState,
    /// The prefix of the field's id, on pages with several file fields.
    #[prop(optional)]
    id_prefix: &'static str,
) -> impl IntoView {
    let cx = use_request_context();
    let (lang, settings) = (cx.lang, &cx.backend.settings);
    let (max_file_mb, max_total_mb) =
        (settings.max_file_bytes / 1_000_000, settings.max_total_bytes / 1_000_000);
    let hint = Some(t!(lang, "new-files-hint", one = max_file_mb, all = max_total_mb));
    let field = FieldBinding::new(&form, "attachments", id_prefix, hint.as_ref());
    let too_large = t!(lang, "problem-files-too-large", max = max_total_mb);
    view! {
        <div class="ds-field file-field">
            <Label field_id=field.id.clone() label=t!(lang, "new-files").to_owned() hint optional=true/>
            {(!form.files.is_empty()).then(|| view! { <ul class="file-list"><UploadedFiles files=form.files.clone()/></ul> })}
            <input class="ds-input" id=field.id.clone() name="attachments" type="file" multiple aria-invalid=field.invalid
                aria-describedby=field.described_by
                accept=".png,.jpg,.jpeg,.heic,.heif,.avif,.webp,.gif,.pdf,.txt,.log,.csv,.docx,.xlsx,.odt,.eml,.msg,.mp4,.webm,.mov,text/plain"/>
            <FieldError field_id=field.id message=field.error/>
        </div>
        <div class="uploads" data-action="/tickets/new/uploads" data-form-key=form.form_key.to_string()
            data-sending=t!(lang, "upload-sending") data-ready=t!(lang, "upload-ready") data-failed=t!(lang, "upload-failed")>
            <p class="upload-state" role="status"></p>
            <div role="alert"></div>
            <ul class="file-list"></ul>
            <template><UploadProblem problem=too_large/></template>
        </div>
        <FileUploads/>
    }
}

/// List items of the files that were uploaded for a form, each with a checkbox that removes it.
#[component]
pub fn UploadedFiles(
    /// The files.
    files: Vec<Attachment>,
) -> impl IntoView {
    let lang = use_request_context().lang;
    files
        .into_iter()
        .map(|file| {
            let id = format!("remove-{}", file.id);
            view! {
                <li>
                    <span class="file-name">{file.name.clone()}</span>
                    <label for=id.clone()>
                        <input class="ds-input" type="checkbox" id=id.clone() name="remove" value=file.id.to_string()/>
                        {t!(lang, "upload-remove")}<span class="visually-hidden">" "{file.name}</span>
                    </label>
                </li>
            }
        })
        .collect_view()
}

/// Why a file was not uploaded.
#[component]
pub fn UploadProblem(
    /// Why, in a sentence for the reader.
    problem: String,
) -> impl IntoView {
    view! { <p class="ds-validation-message" data-color="danger">{problem}</p> }
}

/// A warning while the value of a field looks like it contains a personal identity number.
#[component]
pub fn NumberHint(
    /// The id of the field.
    field_id: &'static str,
) -> impl IntoView {
    let lang = use_request_context().lang;
    view! {
        <div class="number-hint" role="status" data-field=field_id>
            <template><p class="ds-alert" data-color="warning">{t!(lang, "number-typing")}</p></template>
        </div>
        <PersonalNumberHint/>
    }
}

/// The hidden fields with the form's idempotency key and, where it has one, its name. They come first in the form.
#[component]
pub fn FormKey(
    /// The state of the form.
    form: FormState,
) -> impl IntoView {
    let name = (!form.name.is_empty())
        .then(|| view! { <input type="hidden" name=FORM_NAME_FIELD value=form.name/> });
    view! {
        <input type="hidden" name="form_key" value=form.form_key.to_string()/>
        {name}
    }
}

/// The primary button of a form.
#[component]
pub fn SubmitButton(
    /// The label.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! { <button class="ds-button" data-variant="primary" type="submit">{label}</button> }
}
