//! Form fields for incidents and maintenance, and their entered values.

use fyr_domain::{Lang, Localised, status::RawTexts};
use fyr_i18n::{t, text_for};
use fyr_usecases::status::StatusOverview;
use leptos::prelude::*;

use crate::{
    FormState,
    components::{FieldError, LocalisedText, described_by, textarea_content},
    use_request_context,
};

/// The entered texts of a field in all languages: `title_sv`, `title_nb`, `title_en`.
pub fn raw_texts(form: &FormState, name: &str) -> RawTexts {
    RawTexts(Lang::ALL.map(|lang| (lang, form.value(&format!("{name}_{lang}")))).into())
}

/// All values of a field, such as the checked components.
pub fn field_values(form: &FormState, name: &str) -> Vec<String> {
    form.entered(name)
}

/// The entered impacts of single components by slug: of the fields `impact_{slug}`.
pub fn component_impacts(form: &FormState) -> Vec<(String, String)> {
    let slugs = form.values.keys().filter_map(|name| name.strip_prefix("impact_"));
    let mut impacts: Vec<_> =
        slugs.map(|slug| (slug.to_owned(), form.value(&format!("impact_{slug}")))).collect();
    impacts.sort_unstable();
    impacts
}

/// The form with a text in the fields of its languages: `title_sv`, `title_nb`, `title_en`.
pub fn with_texts(form: FormState, name: &str, text: &Localised) -> FormState {
    text.iter().fold(form, |form, (lang, text)| form.with(&format!("{name}_{lang}"), text))
}

/// A checkbox for each component; the form field is called `services`. An empty value is always sent, so that a form with nothing
/// checked differs from one without the field.
#[component]
pub fn ComponentCheckboxes(
    /// The state of the form.
    form: FormState,
    /// The status, with all components.
    overview: StatusOverview,
) -> impl IntoView {
    let lang = use_request_context().lang;
    let error = form.problem_text(lang, "services");
    let described_by = described_by("services", false, error.is_some());
    let none = overview.components().is_empty();
    let boxes: Vec<_> = overview
        .components()
        .iter()
        .enumerate()
        .map(|(index, component)| {
            // the link of the error summary leads to the first checkbox
            let id = if index == 0 { "services".to_owned() } else { format!("service-{}", component.slug) };
            let label_for = id.clone();
            view! {
                <label class="choice" for=label_for>
                    <input class="ds-input" type="checkbox" id=id name="services" value=component.slug.clone()
                        checked=form.is_checked("services", &component.slug)/>
                    <LocalisedText text=component.title.clone()/>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="ds-fieldset" aria-describedby=described_by>
            <legend class="ds-label" data-weight="medium">{t!(lang, "status-desk-services")}</legend>
            {none.then(|| view! { <p class="ds-paragraph">{t!(lang, "status-desk-services-none")}</p> })}
            <input type="hidden" name="services" value=""/>
            <div class="choices" data-columns="2">{boxes}</div>
            <FieldError field_id="services".to_owned() message=error/>
        </fieldset>
    }
}

/// For each component how severely it is affected, where that differs from the others. Collapsed unless one does.
#[component]
pub fn ComponentImpacts(
    /// The state of the form.
    form: FormState,
    /// The status, with all components.
    overview: StatusOverview,
    /// The impacts.
    values: Vec<&'static str>,
) -> impl IntoView {
    let lang = use_request_context().lang;
    let name = |slug: &str| format!("impact_{slug}");
    let slugs: Vec<_> = overview.components().iter().map(|component| name(&component.slug)).collect();
    let open = slugs.iter().any(|name| !form.value(name).is_empty() || form.errors.get(name).is_some());
    let fields: Vec<_> = overview
        .components()
        .iter()
        .map(|component| {
            let name = name(&component.slug);
            let (chosen, error) = (form.value(&name), form.problem_text(lang, &name));
            let (invalid, described_by) =
                (error.is_some().then_some("true"), described_by(&name, false, error.is_some()));
            let options: Vec<_> = values
                .iter()
                .map(|value| {
                    let label = text_for(lang, "status-impact-", value);
                    view! { <option value=*value selected=*value == chosen>{label}</option> }
                })
                .collect();
            view! {
                <div class="ds-field">
                    <label class="ds-label" data-weight="medium" for=name.clone()><LocalisedText text=component.title.clone()/></label>
                    <select class="ds-input" id=name.clone() name=name.clone() aria-invalid=invalid aria-describedby=described_by>
                        <option value="">{t!(lang, "status-desk-impact-same")}</option>
                        {options}
                    </select>
                    <FieldError field_id=name message=error/>
                </div>
            }
        })
        .collect();
    (fields.len() > 1 || open).then(|| {
        view! {
            <details class="fold" open=open>
                <summary>{t!(lang, "status-desk-impacts-differ")}</summary>
                <p class="field-hint">{t!(lang, "status-desk-impacts-differ-hint")}</p>
                <div class="stack">{fields}</div>
            </details>
        }
    })
}

/// Radio buttons for the values of an enum, each with an explanation.
#[component]
pub fn RadioChoices(
    /// The state of the form.
    form: FormState,
    /// The name of the field, also the id of its first radio button.
    name: &'static str,
    /// The legend.
    legend: &'static str,
    /// The values.
    values: Vec<&'static str>,
    /// The prefix of the messages with the labels of the values.
    label_prefix: &'static str,
) -> impl IntoView {
    let lang = use_request_context().lang;
    let error = form.problem_text(lang, name);
    let described_by = described_by(name, false, error.is_some());
    let chosen = form.value(name);
    let choices: Vec<_> = values
        .into_iter()
        .enumerate()
        .map(|(index, value)| {
            let id = if index == 0 { name.to_owned() } else { format!("{name}-{value}") };
            let (label_for, checked) = (id.clone(), value == chosen);
            view! {
                <label class="choice" for=label_for>
                    <input class="ds-input" type="radio" id=id name=name value=value checked=checked/>
                    <span>
                        {text_for(lang, label_prefix, value)}
                        <span class="choice-hint">{text_for(lang, "status-explain-", value)}</span>
                    </span>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="ds-fieldset" aria-describedby=described_by>
            <legend class="ds-label" data-weight="medium">{legend}</legend>
            <div class="choices">{choices}</div>
            <FieldError field_id=name.to_owned() message=error/>
        </fieldset>
    }
}

/// The hints of the text fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextHints {
    /// The hint of the title; `None` if the form has no title field.
    pub title: Option<&'static str>,
    /// The hint of the text; `None` if the form has no text field.
    pub text: Option<&'static str>,
}

/// Title and text in the language of the person who posts, and, collapsed, in the other languages.
#[component]
pub fn LocalisedTextFields(
    /// The state of the form.
    form: FormState,
    /// The hints.
    hints: TextHints,
) -> impl IntoView {
    let cx = use_request_context();
    let lang = cx.lang;
    let main = cx.actor.user.as_ref().map_or(cx.backend.settings.default_lang, |user| user.lang);
    let others: Vec<Lang> = Lang::ALL.into_iter().filter(|lang| *lang != main).collect();
    // expanded if there are values or errors
    let open = others.iter().any(|lang| {
        ["title", "text"].iter().any(|name| {
            let field = format!("{name}_{lang}");
            !form.value(&field).is_empty() || form.errors.get(&field).is_some()
        })
    });
    let others: Vec<_> = others
        .into_iter()
        .map(|language| view! { <LanguageFields form=form.clone() hints language show_hints=false/> })
        .collect();
    view! {
        <LanguageFields form=form.clone() hints language=main show_hints=true/>
        <details class="fold" open=open>
            <summary>{t!(lang, "status-desk-more-languages")}</summary>
            <p class="field-hint">{t!(lang, "status-desk-more-languages-hint")}</p>
            <div class="stack">{others}</div>
        </details>
    }
}

#[component]
fn LanguageFields(form: FormState, hints: TextHints, language: Lang, show_hints: bool) -> impl IntoView {
    let lang = use_request_context().lang;
    let language_name = text_for(lang, "status-desk-lang-", language.tag());
    let label =
        |field: &str| t!(lang, "status-desk-in-language", field = field, language = language_name.as_str());
    view! {
        {hints.title.map(|hint| view! {
            <LocalisedTextInput form=form.clone() field="title" language label=label(t!(lang, "status-desk-field-title")) hint=show_hints.then_some(hint)/>
        })}
        {hints.text.map(|hint| view! {
            <LocalisedTextInput form=form.clone() field="text" language label=label(t!(lang, "status-desk-field-text")) hint=show_hints.then_some(hint)/>
        })}
    }
}

/// A title (one line) or a text (several lines) in one language. Optional, because one language is enough.
#[component]
fn LocalisedTextInput(
    form: FormState,
    field: &'static str,
    language: Lang,
    label: String,
    hint: Option<&'static str>,
) -> impl IntoView {
    let lang = use_request_context().lang;
    let name = format!("{field}_{language}");
    let error = form.problem_text(lang, &name);
    let invalid = error.is_some().then_some("true");
    let described_by = described_by(&name, hint.is_some(), error.is_some());
    let value = form.value(&name);
    let input = if field == "title" {
        view! {
            <input class="ds-input" type="text" id=name.clone() name=name.clone() lang=language.tag() value=value maxlength="200"
                aria-invalid=invalid aria-describedby=described_by autocomplete="off"/>
        }
        .into_any()
    } else {
        view! {
            <textarea class="ds-input" id=name.clone() name=name.clone() lang=language.tag() rows="4" aria-invalid=invalid
                aria-describedby=described_by>{textarea_content(&value)}</textarea>
        }
        .into_any()
    };
    view! {
        <div class="ds-field">
            <label class="ds-label" data-weight="medium" for=name.clone()>{label}</label>
            {hint.map(|hint| view! { <p class="field-hint" id=format!("{name}-hint")>{hint}</p> })}
            {input}
            <FieldError field_id=name message=error/>
        </div>
    }
}
