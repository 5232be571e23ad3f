//! Redacting personal data in a ticket: detected personal identity numbers, other text and files; with a preview, because it
//! cannot be undone.

use fyr_i18n::{file_size, t, text_for};
use fyr_usecases::{
    Error,
    privacy::{self, RedactionCandidates, RedactionRequest, RedactionResult},
    tickets::format_reference,
};
use leptos::prelude::*;

use crate::{
    FormState, Page, RequestContext,
    components::{Breadcrumbs, SubmitButton, TextArea},
};

/// `/desk/tickets/{reference}/redact`.
pub async fn show(cx: &RequestContext, reference: &str, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let findings = privacy::find_redaction_candidates(&cx.backend, &cx.actor, reference).await?;
    let (path, ancestors) = path_and_ancestors(cx, &findings);
    let body = view! {
        <div class="narrow">
            <Breadcrumbs ancestors current=t!(lang, "redact-title")/>
            <h1 class="ds-heading" data-size="lg">{t!(lang, "redact-title")}</h1>
            <p class="ds-paragraph lead">{t!(lang, "redact-intro")}</p>
            <p class="ds-paragraph">{t!(lang, "redact-sent")}</p>
            <form method="post" action=path class="stack" novalidate>
                <input type="hidden" name="step" value="check"/>
                {numbers(cx, &findings, &form)}
                <TextArea form=form.clone() name="text" rows=3 optional=true label=t!(lang, "redact-text")
                    hint=t!(lang, "redact-text-hint")/>
                {files(cx, &findings, &form)}
                <p class="actions"><SubmitButton label=t!(lang, "redact-go-on")/></p>
            </form>
        </div>
    };
    Ok(Page::new(t!(lang, "redact-title"), body))
}

/// The URL path of the page, and its breadcrumbs.
fn path_and_ancestors(
    cx: &RequestContext,
    findings: &RedactionCandidates,
) -> (String, Vec<(String, String)>) {
    let reference = format_reference(&findings.thread.ticket.reference);
    let ticket = format!("/desk/tickets/{reference}");
    let ancestors =
        vec![("/desk".to_owned(), t!(cx.lang, "nav-desk").to_owned()), (ticket.clone(), reference.clone())];
    (format!("{ticket}/redact"), ancestors)
}

fn numbers(cx: &RequestContext, findings: &RedactionCandidates, form: &FormState) -> AnyView {
    let lang = cx.lang;
    if findings.numbers.is_empty() {
        return view! { <p class="ds-paragraph">{t!(lang, "redact-no-numbers")}</p> }.into_any();
    }
    let untouched = form.values.is_empty();
    let items: Vec<_> = findings
        .numbers
        .iter()
        .enumerate()
        .map(|(at, number)| {
            let id = format!("number-{}", at + 1);
            let kind = text_for(lang, "redact-kind-", number.kind.as_str());
            let label = t!(
                lang,
                "redact-number",
                number = number.written.as_str(),
                kind = kind,
                places = number.places
            );
            // initially all numbers are selected
            let checked = untouched || form.is_checked("number", &number.key);
            view! {
                <li>
                    <label class="checkbox" for=id.clone()>
                        <input class="ds-input" type="checkbox" id=id.clone() name="number" value=number.key.clone() checked=checked/>
                        {label}
                    </label>
                </li>
            }
        })
        .collect();
    view! {
        <fieldset class="ds-fieldset">
            <legend class="ds-label" data-weight="medium">{t!(lang, "redact-numbers")}</legend>
            <ol class="plain-list redact-numbers">{items}</ol>
        </fieldset>
    }
    .into_any()
}

fn files(cx: &RequestContext, findings: &RedactionCandidates, form: &FormState) -> Option<AnyView> {
    let lang = cx.lang;
    let items: Vec<_> = findings
        .thread
        .files
        .iter()
        .map(|file| {
            let (id, value) = (format!("file-{}", file.id), file.id.to_string());
            let checked = form.is_checked("file", &value);
            view! {
                <li>
                    <label class="checkbox" for=id.clone()>
                        <input class="ds-input" type="checkbox" id=id.clone() name="file" value=value checked=checked/>
                        {file.name.clone()}" ("{file_size(lang, file.size)}")"
                    </label>
                </li>
            }
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <fieldset class="ds-fieldset">
                <legend class="ds-label" data-weight="medium">{t!(lang, "redact-files")}</legend>
                <ul class="plain-list redact-files">{items}</ul>
            </fieldset>
        }
        .into_any()
    })
}

/// The preview after "Continue"; nothing is redacted yet. `form` is the selection as submitted, `request` as parsed, and
/// `preview` the result that redacting would have.
pub async fn check(
    cx: &RequestContext,
    reference: &str,
    form: FormState,
    request: RedactionRequest,
    preview: RedactionResult,
) -> Result<Page, Error> {
    let lang = cx.lang;
    let findings = privacy::find_redaction_candidates(&cx.backend, &cx.actor, reference).await?;
    let (path, ancestors) = path_and_ancestors(cx, &findings);
    let hidden: Vec<_> = ["number", "file", "text"]
        .into_iter()
        .flat_map(|name| form.values.get(name).into_iter().flatten().map(move |value| (name, value.clone())))
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect();
    let selected = form.values.get("number").map_or(&[][..], Vec::as_slice);
    let numbers = findings.numbers.iter().filter(|number| selected.contains(&number.key));
    let text = form.value("text").trim().to_owned();
    let files = findings.thread.files.iter().filter(|file| request.files.contains(&file.id));
    let items: Vec<_> = numbers
        .map(|number| number.written.clone())
        .chain((!text.is_empty()).then_some(text))
        .chain(files.map(|file| file.name.clone()))
        .map(|text| view! { <li class="entry-text">{text}</li> })
        .collect();
    let body = view! {
        <div class="narrow">
            <Breadcrumbs ancestors current=t!(lang, "redact-title")/>
            <h1 class="ds-heading" data-size="lg">{t!(lang, "redact-check-title")}</h1>
            <ul class="ds-list">{items}</ul>
            <p class="ds-paragraph">
                {t!(lang, "redact-check-places", count = preview.places)}" "{t!(lang, "redact-check-files", count = preview.files)}
            </p>
            <p class="ds-paragraph">{t!(lang, "redact-sent")}</p>
            <form method="post" action=path class="actions">
                <input type="hidden" name="form_key" value=cx.backend.clock.id().to_string()/>
                {hidden}
                <button class="ds-button" data-color="danger" data-variant="primary" type="submit" name="step" value="remove">
                    {t!(lang, "redact-do")}
                </button>
                <button class="ds-button" data-variant="secondary" type="submit" name="step" value="change">{t!(lang, "change")}</button>
            </form>
        </div>
    };
    Ok(Page::new(t!(lang, "redact-check-title"), body))
}
