//! People, roles and relations from a sheet: what each line would do, then a button.

use fyr_i18n::{t, text_of};
use fyr_services::{
    Error, Unreadable, organisations,
    organisations::{Outcome, Trouble},
};
use leptos::prelude::*;

use super::{above, tabs};
use crate::{
    Cx, FormState, Page,
    components::{Breadcrumbs, Tag, Tone, area_text},
};

/// What a sheet is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// People and their roles.
    People,
    /// Counsellors and participants.
    Relations,
}

impl What {
    /// Its word in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Relations => "relations",
        }
    }
}

/// A line of a sheet, in words.
#[derive(Clone, Debug)]
pub struct Row {
    /// Of the file.
    pub number: usize,
    /// Whom it is about.
    pub words: String,
    /// What comes of it: what would be done, nothing, or what is wrong.
    pub outcome: Outcome<&'static str>,
}

/// A sheet that was read.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// What it is about.
    pub what: What,
    /// The text itself, to be sent again.
    pub text: String,
    /// Its lines, or why there are none.
    pub rows: Result<Vec<Row>, Unreadable>,
}

/// `/desk/people/import`: the form.
pub async fn ask(cx: &Cx, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    // whether someone may be here at all
    organisations::administered(&cx.services, &cx.actor).await?;
    let wrong = form.problem(lang, "file");
    let what: Vec<_> = [What::People, What::Relations]
        .into_iter()
        .map(|what| {
            let word = what.as_str();
            let id = format!("what-{word}");
            let chosen = form.value("what") == word || (form.value("what").is_empty() && what == What::People);
            view! {
                <label class="choice" for=id.clone()>
                    <input class="ds-input" type="radio" id=id.clone() name="what" value=word checked=chosen/>
                    <span>
                        {text_of(lang, "import-what-", word)}
                        <span class="choice-hint">{t!(lang, "import-columns")}" "<code>{text_of(lang, "import-columns-", word)}</code></span>
                    </span>
                </label>
            }
        })
        .collect();
    let body = view! {
        <Breadcrumbs above=above(cx) here=t!(lang, "people-tab-import")/>
        <h1 class="ds-heading" data-size="lg">{t!(lang, "people-tab-import")}</h1>
        {tabs(cx, "/desk/people/import")}
        <section class="ds-card" aria-labelledby="import-title">
            <h2 class="ds-heading" data-size="sm" id="import-title">{t!(lang, "import-title")}</h2>
            <p class="ds-paragraph">{t!(lang, "import-text")}</p>
            {wrong.clone().map(|wrong| view! { <p class="ds-validation-message" data-color="danger" id="file-error" role="alert">{wrong}</p> })}
            <form method="post" action="/desk/people/import" enctype="multipart/form-data" class="stack">
                <fieldset class="ds-fieldset">
                    <legend class="ds-label" data-weight="medium">{t!(lang, "import-what")}</legend>
                    <div class="choices">{what}</div>
                </fieldset>
                <div class="ds-field">
                    <label class="ds-label" data-weight="medium" for="file">{t!(lang, "import-file")}</label>
                    <input class="ds-input" id="file" name="file" r#type="file" accept=".csv,.txt"
                        aria-invalid=wrong.is_some().then_some("true") aria-describedby=wrong.is_some().then_some("file-error")/>
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

/// What a sheet would do, line by line. Nothing has happened yet.
pub fn look(cx: &Cx, sheet: Sheet) -> Page {
    let lang = cx.lang;
    let mut way = above(cx);
    way.push(("/desk/people/import".to_owned(), t!(lang, "people-tab-import").to_owned()));
    let rows = match &sheet.rows {
        Ok(rows) => rows.as_slice(),
        Err(_) => &[],
    };
    let count =
        |fits: fn(&Outcome<&'static str>) -> bool| rows.iter().filter(|row| fits(&row.outcome)).count();
    let deeds = count(|outcome| matches!(outcome, Outcome::Do(_)));
    let wrong = count(|outcome| matches!(outcome, Outcome::Wrong(_)));
    let unreadable = sheet.rows.as_ref().err().map(|unreadable| {
        let words = match unreadable {
            Unreadable::Empty => t!(lang, "import-empty").to_owned(),
            Unreadable::NoColumn(column) => t!(lang, "import-no-column", column = *column),
            Unreadable::TooLong => t!(lang, "import-too-long").to_owned(),
        };
        view! { <p class="ds-alert" data-color="danger" role="alert">{words}</p> }
    });
    let lines: Vec<_> = rows
        .iter()
        .map(|row| {
            let (tone, words) = match &row.outcome {
                Outcome::Do(deed) => (Tone::Good, text_of(lang, "import-do-", deed)),
                Outcome::Nothing => (Tone::Neutral, t!(lang, "import-nothing").to_owned()),
                Outcome::Wrong(trouble) => (Tone::Danger, trouble_words(cx, *trouble)),
            };
            view! {
                <tr>
                    <td data-label=t!(lang, "import-line")>{row.number}</td>
                    <th scope="row">{row.words.clone()}</th>
                    <td data-label=t!(lang, "import-outcome")><Tag tone text=words/></td>
                </tr>
            }
        })
        .collect();
    let readable = sheet.rows.is_ok();
    let body = view! {
        <Breadcrumbs above=way here=t!(lang, "import-look-title")/>
        <h1 class="ds-heading" data-size="lg">{t!(lang, "import-look-title")}</h1>
        {unreadable}
        {readable.then(|| view! {
            <p class="ds-paragraph">{t!(lang, "import-summary", deeds = deeds, wrong = wrong)}</p>
            <table class="ds-table table-cards">
                <caption class="visually-hidden">{t!(lang, "import-look-title")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!(lang, "import-line")}</th>
                        <th scope="col">{t!(lang, "import-who")}</th>
                        <th scope="col">{t!(lang, "import-outcome")}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        })}
        <form method="post" action="/desk/people/import">
            <input type="hidden" name="what" value=sheet.what.as_str()/>
            <textarea hidden name="text">{area_text(&sheet.text)}</textarea>
            <p class="actions">
                {(deeds > 0).then(|| view! {
                    <button class="ds-button" data-variant="primary" type="submit" name="confirm" value="yes">{t!(lang, "import-button", count = deeds)}</button>
                })}
                <a class="ds-link" href="/desk/people/import">{t!(lang, "import-again")}</a>
            </p>
        </form>
    };
    Page::new(t!(lang, "import-look-title"), body)
}

fn trouble_words(cx: &Cx, trouble: Trouble) -> String {
    text_of(cx.lang, "import-trouble-", trouble.as_str())
}
