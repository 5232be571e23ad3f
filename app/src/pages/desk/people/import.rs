//! Importing people, roles and relations from CSV files, with a preview; and exporting them.

use fyr_domain::Lang;
use fyr_i18n::{t, text_for};
use fyr_usecases::{
    Error, organisations,
    organisations::{ImportEmails, ImportOptions, ImportOutcome, ImportProblem},
};
use leptos::prelude::*;

use super::{ancestors, tabs};
use crate::{
    FormState, Page, RequestContext,
    components::{Breadcrumbs, SelectField, StatusLine, Tag, Tone, textarea_content},
};

/// The kind of a CSV file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportKind {
    /// People and their roles.
    People,
    /// Relations between counsellors and participants.
    Relations,
}

impl ImportKind {
    /// The value of the form field `what`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Relations => "relations",
        }
    }

    /// The headings of [`ImportRow::details`].
    fn detail_headings(self, lang: Lang) -> [&'static str; 2] {
        match self {
            Self::People => [t!(lang, "import-detail-name"), t!(lang, "import-detail-role")],
            Self::Relations => [t!(lang, "import-detail-purpose"), t!(lang, "import-detail-scope")],
        }
    }
}

/// A line of a file in the preview.
#[derive(Clone, Debug)]
pub struct ImportRow {
    /// The line number in the file.
    pub number: usize,
    /// The person or the relation, as text.
    pub text: String,
    /// Name and role, or purpose and scope, as written: what shows that the file was read right.
    pub details: [String; 2],
    /// The result: a change, nothing, or an error.
    pub outcome: ImportOutcome<&'static str>,
}

/// The preview of a parsed file.
#[derive(Clone, Debug)]
pub struct ImportPreview {
    /// The kind of the file.
    pub kind: ImportKind,
    /// The content of the file, which is submitted again to confirm the import.
    pub text: String,
    /// The lines of the file.
    pub rows: Vec<ImportRow>,
    /// What was chosen for all lines.
    pub options: ImportOptions,
}

/// `/desk/people/import`.
pub async fn show(cx: &RequestContext, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    // fails if the actor may not administer people
    organisations::list_administered(&cx.backend, &cx.actor).await?;
    let error = form.problem_text(lang, "file");
    let default_lang = cx.backend.settings.default_lang.tag();
    let form = if form.value("lang").is_empty() { form.with("lang", default_lang) } else { form };
    let languages = Lang::ALL.iter().map(|lang| (lang.tag().to_owned(), lang.endonym().to_owned())).collect();
    let silent = form.value("silent") == "yes";
    let kinds: Vec<_> = [ImportKind::People, ImportKind::Relations]
        .into_iter()
        .map(|kind| {
            let word = kind.as_str();
            let id = format!("what-{word}");
            let chosen = form.value("what") == word || (form.value("what").is_empty() && kind == ImportKind::People);
            view! {
                <label class="choice" for=id.clone()>
                    <input class="ds-input" type="radio" id=id.clone() name="what" value=word checked=chosen/>
                    <span>
                        {text_for(lang, "import-what-", word)}
                        <span class="choice-hint">{t!(lang, "import-columns")}" "<code>{text_for(lang, "import-columns-", word)}</code></span>
                    </span>
                </label>
            }
        })
        .collect();
    let body = view! {
        <Breadcrumbs ancestors=ancestors(cx) current=t!(lang, "people-tab-import")/>
        <h1 class="ds-heading" data-size="lg">{t!(lang, "people-tab-import")}</h1>
        {tabs(cx, "/desk/people/import")}
        <section class="ds-card" aria-labelledby="import-title">
            <h2 class="ds-heading" data-size="sm" id="import-title">{t!(lang, "import-title")}</h2>
            <p class="ds-paragraph">{t!(lang, "import-text")}</p>
            {error.clone().map(|error| view! { <p class="ds-validation-message" data-color="danger" id="file-error">{error}</p> })}
            <form method="post" action="/desk/people/import" enctype="multipart/form-data" class="stack" novalidate>
                <fieldset class="ds-fieldset">
                    <legend class="ds-label" data-weight="medium">{t!(lang, "import-what")}</legend>
                    <div class="choices">{kinds}</div>
                </fieldset>
                <div class="ds-field">
                    <label class="ds-label" data-weight="medium" for="file">{t!(lang, "import-file")}</label>
                    <input class="ds-input" id="file" name="file" r#type="file" accept=".csv,.txt"
                        aria-invalid=error.is_some().then_some("true") aria-describedby=error.is_some().then_some("file-error")/>
                </div>
                <SelectField form=form.clone() name="lang" label=t!(lang, "import-language") hint=t!(lang, "import-language-hint") choices=languages/>
                <div class="ds-field">
                    <label class="checkbox" for="silent">
                        <input class="ds-input" type="checkbox" id="silent" name="silent" value="yes" checked=silent aria-describedby="silent-hint"/>
                        <span>{t!(lang, "import-silent")}</span>
                    </label>
                    <p class="field-hint" id="silent-hint">{t!(lang, "import-silent-hint")}</p>
                </div>
                <p class="actions"><button class="ds-button" data-variant="primary" type="submit">{t!(lang, "import-look")}</button></p>
            </form>
        </section>
        <section class="ds-card" aria-labelledby="export-title">
            <h2 class="ds-heading" data-size="sm" id="export-title">{t!(lang, "export-title")}</h2>
            <p class="ds-paragraph">{t!(lang, "export-text")}</p>
            <form method="post" action="/desk/people/export">
                <p class="actions">
                    <button class="ds-button" data-variant="secondary" type="submit" name="what" value="people">{t!(lang, "people-export")}</button>
                    <button class="ds-button" data-variant="secondary" type="submit" name="what" value="relations">{t!(lang, "relations-export")}</button>
                </p>
            </form>
        </section>
    };
    Ok(Page::new(t!(lang, "people-tab-import"), body))
}

/// The number of lines from which the buttons stand above them as well.
const LONG: usize = 10;

/// The preview of an import, line by line. Nothing is changed yet.
pub fn preview(cx: &RequestContext, preview: ImportPreview) -> Page {
    let lang = cx.lang;
    let mut ancestors = ancestors(cx);
    ancestors.push(("/desk/people/import".to_owned(), t!(lang, "people-tab-import").to_owned()));
    let mut rows = preview.rows;
    // what is wrong comes first, then what would happen, each in the order of the file
    rows.sort_by_key(|row| match row.outcome {
        ImportOutcome::Invalid(_) => 0,
        ImportOutcome::Apply(_) => 1,
        ImportOutcome::Unchanged => 2,
    });
    let headings = preview.kind.detail_headings(lang);
    let count = |predicate: fn(&ImportOutcome<&'static str>) -> bool| {
        rows.iter().filter(|row| predicate(&row.outcome)).count()
    };
    let changes = count(|outcome| matches!(outcome, ImportOutcome::Apply(_)));
    let errors = count(|outcome| matches!(outcome, ImportOutcome::Invalid(_)));
    let lines: Vec<_> = rows
        .iter()
        .map(|row| {
            let (tone, text) = match &row.outcome {
                ImportOutcome::Apply(action) => (Tone::Success, text_for(lang, "import-do-", action)),
                ImportOutcome::Unchanged => (Tone::Neutral, t!(lang, "import-nothing").to_owned()),
                ImportOutcome::Invalid(problem) => (Tone::Danger, problem_text(cx, *problem)),
            };
            let details: Vec<_> = headings
                .iter()
                .zip(&row.details)
                .map(|(heading, detail)| view! { <td data-label=*heading>{detail.clone()}</td> })
                .collect();
            view! {
                <tr>
                    <td data-label=t!(lang, "import-line")>{row.number}</td>
                    <th scope="row">{row.text.clone()}</th>
                    {details}
                    <td data-label=t!(lang, "import-outcome")><Tag tone text/></td>
                </tr>
            }
        })
        .collect();
    let detail_headings = headings.map(|heading| view! { <th scope="col">{heading}</th> });
    let summary = t!(lang, "import-summary", deeds = changes, wrong = errors);
    let summary_line = if changes > 0 {
        view! { <p class="ds-paragraph">{summary.clone()}</p> }.into_any()
    } else {
        view! { <StatusLine text=summary.clone()/> }.into_any()
    };
    let actions = || {
        view! {
            <p class="actions">
                {(changes > 0).then(|| view! {
                    <button class="ds-button" data-variant="primary" type="submit" name="confirm" value="yes">{t!(lang, "import-button", count = changes)}</button>
                })}
                <a class="ds-link" href="/desk/people/import">{t!(lang, "import-again")}</a>
            </p>
        }
    };
    let is_long = rows.len() > LONG;
    let is_silent = preview.kind == ImportKind::People && preview.options.emails == ImportEmails::None;
    let body = view! {
        <Breadcrumbs ancestors current=t!(lang, "import-look-title")/>
        <h1 class="ds-heading" data-size="lg">{t!(lang, "import-look-title")}</h1>
        {summary_line}
        <form method="post" action="/desk/people/import" class="stack">
            <input type="hidden" name="what" value=preview.kind.as_str()/>
            <input type="hidden" name="lang" value=preview.options.lang.tag()/>
            {is_silent.then(|| view! {
                <input type="hidden" name="silent" value="yes"/>
                <p class="ds-paragraph">{t!(lang, "import-silent-hint")}</p>
            })}
            <textarea hidden name="text">{textarea_content(&preview.text)}</textarea>
            {is_long.then(actions)}
            <table class="ds-table table-cards">
                <caption class="visually-hidden">{t!(lang, "import-look-title")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!(lang, "import-line")}</th>
                        <th scope="col">{t!(lang, "import-who")}</th>
                        {detail_headings}
                        <th scope="col">{t!(lang, "import-outcome")}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
            {actions()}
        </form>
    };
    let page = Page::new(t!(lang, "import-look-title"), body);
    if changes > 0 { page } else { page.outcome(summary) }
}

fn problem_text(cx: &RequestContext, problem: ImportProblem) -> String {
    text_for(cx.lang, "import-trouble-", problem.as_str())
}
