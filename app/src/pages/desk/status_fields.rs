//! Fields of the forms for outages and maintenance, and what was typed into them.

use fyr_domain::{Lang, status::RawTexts};
use fyr_i18n::{t, text_of};
use fyr_services::status::Overview;
use leptos::prelude::*;

use crate::{
    FormState,
    components::{FieldError, Words, area_text, described_by},
    use_cx,
};

/// What was typed into a text's fields, `title_sv` and so on.
pub fn texts(form: &FormState, name: &str) -> RawTexts {
    RawTexts(Lang::ALL.map(|lang| (lang, form.value(&format!("{name}_{lang}")))).into())
}

/// Every value of a field, such as the services that were ticked.
pub fn values(form: &FormState, name: &str) -> Vec<String> {
    form.values.get(name).cloned().unwrap_or_default()
}

/// One box for each service.
#[component]
pub fn ServiceBoxes(
    /// The form.
    form: FormState,
    /// With the services.
    overview: Overview,
) -> impl IntoView {
    let lang = use_cx().lang;
    let wrong = form.problem(lang, "services");
    let described = described_by("services", false, wrong.is_some());
    let none = overview.services().is_empty();
    let boxes: Vec<_> = overview
        .services()
        .iter()
        .enumerate()
        .map(|(at, service)| {
            // the first one is where the error summary leads
            let id = if at == 0 { "services".to_owned() } else { format!("service-{}", service.slug) };
            let own = id.clone();
            view! {
                <label class="choice" for=own>
                    <input class="ds-input" type="checkbox" id=id name="services" value=service.slug.clone()
                        checked=form.ticked("services", &service.slug)/>
                    <Words text=service.title.clone()/>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="ds-fieldset" aria-describedby=described>
            <legend class="ds-label" data-weight="medium">{t!(lang, "status-desk-services")}</legend>
            {none.then(|| view! { <p class="ds-paragraph">{t!(lang, "status-desk-services-none")}</p> })}
            <div class="choices" data-columns="2">{boxes}</div>
            <FieldError name="services".to_owned() text=wrong/>
        </fieldset>
    }
}

/// One of several words, each with what it means.
#[component]
pub fn Choices(
    /// The form.
    form: FormState,
    /// The field's name, also the id of its first choice.
    name: &'static str,
    /// What is asked.
    legend: &'static str,
    /// The words as they are sent.
    words: Vec<&'static str>,
    /// Before each word, the name of the message that says it.
    says: &'static str,
) -> impl IntoView {
    let lang = use_cx().lang;
    let wrong = form.problem(lang, name);
    let described = described_by(name, false, wrong.is_some());
    let chosen = form.value(name);
    let choices: Vec<_> = words
        .into_iter()
        .enumerate()
        .map(|(at, word)| {
            let id = if at == 0 { name.to_owned() } else { format!("{name}-{word}") };
            let (own, checked) = (id.clone(), word == chosen);
            view! {
                <label class="choice" for=own>
                    <input class="ds-input" type="radio" id=id name=name value=word checked=checked/>
                    <span>
                        {text_of(lang, says, word)}
                        <span class="choice-hint">{text_of(lang, "status-explain-", word)}</span>
                    </span>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="ds-fieldset" aria-describedby=described>
            <legend class="ds-label" data-weight="medium">{legend}</legend>
            <div class="choices">{choices}</div>
            <FieldError name=name.to_owned() text=wrong/>
        </fieldset>
    }
}

/// What a text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asks {
    /// Hint of the heading; `None` where there is no heading to write.
    pub title: Option<&'static str>,
    /// Hint of the text.
    pub text: &'static str,
}

/// Heading and text in the portal's first language, and, folded away, in the others.
#[component]
pub fn Texts(
    /// The form.
    form: FormState,
    /// With which hints.
    asks: Asks,
) -> impl IntoView {
    let cx = use_cx();
    let lang = cx.lang;
    let main = cx.services.settings.default_lang;
    let others: Vec<Lang> = Lang::ALL.into_iter().filter(|one| *one != main).collect();
    // what is written or wrong must not be hidden
    let open = others.iter().any(|one| {
        ["title", "text"].iter().any(|name| {
            let field = format!("{name}_{one}");
            !form.value(&field).is_empty() || form.errors.of(&field).is_some()
        })
    });
    let others: Vec<_> = others
        .into_iter()
        .map(|one| view! { <OneLanguage form=form.clone() asks of=one hints=false/> })
        .collect();
    view! {
        <OneLanguage form=form.clone() asks of=main hints=true/>
        <details class="fold" open=open>
            <summary>{t!(lang, "status-desk-more-languages")}</summary>
            <p class="field-hint">{t!(lang, "status-desk-more-languages-hint")}</p>
            <div class="stack">{others}</div>
        </details>
    }
}

#[component]
fn OneLanguage(form: FormState, asks: Asks, of: Lang, hints: bool) -> impl IntoView {
    let lang = use_cx().lang;
    let language = text_of(lang, "status-desk-lang-", of.tag());
    let label =
        |field: &str| t!(lang, "status-desk-in-language", field = field, language = language.as_str());
    view! {
        {asks.title.map(|hint| view! {
            <TextIn form=form.clone() field="title" of label=label(t!(lang, "status-desk-field-title")) hint=hints.then_some(hint)/>
        })}
        <TextIn form=form.clone() field="text" of label=label(t!(lang, "status-desk-field-text")) hint=hints.then_some(asks.text)/>
    }
}

/// A heading (one line) or a text (several) in one language. Not required: any language will do.
#[component]
fn TextIn(
    form: FormState,
    field: &'static str,
    of: Lang,
    label: String,
    hint: Option<&'static str>,
) -> impl IntoView {
    let lang = use_cx().lang;
    let name = format!("{field}_{of}");
    let wrong = form.problem(lang, &name);
    let invalid = wrong.is_some().then_some("true");
    let described = described_by(&name, hint.is_some(), wrong.is_some());
    let value = form.value(&name);
    let input = if field == "title" {
        view! {
            <input class="ds-input" type="text" id=name.clone() name=name.clone() lang=of.tag() value=value maxlength="200"
                aria-invalid=invalid aria-describedby=described autocomplete="off"/>
        }
        .into_any()
    } else {
        view! {
            <textarea class="ds-input" id=name.clone() name=name.clone() lang=of.tag() rows="4" aria-invalid=invalid
                aria-describedby=described>{area_text(&value)}</textarea>
        }
        .into_any()
    };
    view! {
        <div class="ds-field">
            <label class="ds-label" data-weight="medium" for=name.clone()>{label}</label>
            {hint.map(|hint| view! { <p class="field-hint" id=format!("{name}-hint")>{hint}</p> })}
            {input}
            <FieldError name text=wrong/>
        </div>
    }
}
