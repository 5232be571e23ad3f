//! Taking personal data out of a ticket: what is found, what else is pointed at, and a look at it before it goes for good.

use fyr_i18n::{size, t, text_of};
use fyr_services::{
    Error,
    privacy::{self, Findings, Redacted, Wanted},
    tickets::spoken,
};
use leptos::prelude::*;

use crate::{
    Cx, FormState, Page,
    components::{Breadcrumbs, ErrorSummary, Submit, TextArea},
};

/// `/desk/tickets/{reference}/redact`.
pub async fn show(cx: &Cx, reference: &str, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let found = privacy::look(&cx.services, &cx.actor, reference).await?;
    let (path, above) = place(cx, &found);
    let body = view! {
        <div class="narrow">
            <Breadcrumbs above here=t!(lang, "redact-title")/>
            <h1 class="ds-heading" data-size="lg">{t!(lang, "redact-title")}</h1>
            <p class="ds-paragraph lead">{t!(lang, "redact-intro")}</p>
            <p class="ds-paragraph">{t!(lang, "redact-sent")}</p>
            <ErrorSummary form=form.clone()/>
            <form method="post" action=path class="stack" novalidate>
                <input type="hidden" name="step" value="check"/>
                {numbers(cx, &found, &form)}
                <TextArea form=form.clone() name="text" rows=3 optional=true label=t!(lang, "redact-text")
                    hint=t!(lang, "redact-text-hint")/>
                {files(cx, &found, &form)}
                <p class="actions"><Submit label=t!(lang, "redact-go-on")/></p>
            </form>
        </div>
    };
    Ok(Page::new(t!(lang, "redact-title"), body))
}

/// Where the form is sent, and the pages above.
fn place(cx: &Cx, found: &Findings) -> (String, Vec<(String, String)>) {
    let reference = spoken(&found.thread.ticket.reference);
    let ticket = format!("/desk/tickets/{reference}");
    let above =
        vec![("/desk".to_owned(), t!(cx.lang, "nav-desk").to_owned()), (ticket.clone(), reference.clone())];
    (format!("{ticket}/redact"), above)
}

fn numbers(cx: &Cx, found: &Findings, form: &FormState) -> AnyView {
    let lang = cx.lang;
    if found.numbers.is_empty() {
        return view! { <p class="ds-paragraph">{t!(lang, "redact-no-numbers")}</p> }.into_any();
    }
    let first = form.values.is_empty();
    let items: Vec<_> = found
        .numbers
        .iter()
        .enumerate()
        .map(|(at, number)| {
            let id = format!("number-{}", at + 1);
            let kind = text_of(lang, "redact-kind-", number.kind.as_str());
            let words = t!(
                lang,
                "redact-number",
                number = number.written.as_str(),
                kind = kind,
                places = number.places
            );
            // all of them are chosen to begin with
            let checked = first || form.ticked("number", &number.key);
            view! {
                <li>
                    <label class="checkbox" for=id.clone()>
                        <input class="ds-input" type="checkbox" id=id.clone() name="number" value=number.key.clone() checked=checked/>
                        {words}
                    </label>
                </li>
            }
        })
        .collect();
    view! {
        <fieldset class="ds-fieldset">
            <legend class="ds-label" data-weight="medium">{t!(lang, "redact-numbers")}</legend>
            <ol class="ds-list redact-numbers">{items}</ol>
        </fieldset>
    }
    .into_any()
}

fn files(cx: &Cx, found: &Findings, form: &FormState) -> Option<AnyView> {
    let lang = cx.lang;
    let items: Vec<_> = found
        .thread
        .files
        .iter()
        .map(|file| {
            let (id, value) = (format!("file-{}", file.id), file.id.to_string());
            let checked = form.ticked("file", &value);
            view! {
                <li>
                    <label class="checkbox" for=id.clone()>
                        <input class="ds-input" type="checkbox" id=id.clone() name="file" value=value checked=checked/>
                        {file.name.clone()}" ("{size(lang, file.size)}")"
                    </label>
                </li>
            }
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <fieldset class="ds-fieldset">
                <legend class="ds-label" data-weight="medium">{t!(lang, "redact-files")}</legend>
                <ul class="ds-list redact-files">{items}</ul>
            </fieldset>
        }
        .into_any()
    })
}

/// The page after "Continue": nothing has gone yet. `form` is what was chosen, `would` what would go.
pub async fn check(
    cx: &Cx,
    reference: &str,
    (form, wanted): (FormState, Wanted),
    would: Redacted,
) -> Result<Page, Error> {
    let lang = cx.lang;
    let found = privacy::look(&cx.services, &cx.actor, reference).await?;
    let (path, above) = place(cx, &found);
    let hidden: Vec<_> = ["number", "file", "text"]
        .into_iter()
        .flat_map(|name| form.values.get(name).into_iter().flatten().map(move |value| (name, value.clone())))
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect();
    let chosen = form.values.get("number").map_or(&[][..], Vec::as_slice);
    let numbers = found.numbers.iter().filter(|number| chosen.contains(&number.key));
    let text = form.value("text").trim().to_owned();
    let files = found.thread.files.iter().filter(|file| wanted.files.contains(&file.id));
    let items: Vec<_> = numbers
        .map(|number| number.written.clone())
        .chain((!text.is_empty()).then_some(text))
        .chain(files.map(|file| file.name.clone()))
        .map(|text| view! { <li class="entry-text">{text}</li> })
        .collect();
    let body = view! {
        <div class="narrow">
            <Breadcrumbs above here=t!(lang, "redact-title")/>
            <h1 class="ds-heading" data-size="lg">{t!(lang, "redact-check-title")}</h1>
            <ul class="ds-list">{items}</ul>
            <p class="ds-paragraph">
                {t!(lang, "redact-check-places", count = would.places)}" "{t!(lang, "redact-check-files", count = would.files)}
            </p>
            <p class="ds-paragraph">{t!(lang, "redact-sent")}</p>
            <form method="post" action=path class="actions">
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
