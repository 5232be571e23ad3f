//! Sheets of people and relations: looked at first, carried out on a button's word.

use axum::response::Response;
use fyr_app::{
    Cx, FormState,
    pages::desk::people::import::{self as pages, Row, Sheet, What},
};
use fyr_domain::fields::{FieldErrors, Problem};
use fyr_services::{
    Error,
    organisations::{self, Outcome},
    relations,
};
use tokio::io::AsyncReadExt;
use uuid::Uuid;

use super::again;
use crate::{
    forms::{MAX_TEXT, Sent},
    request::{Asked, failed, page, see_other},
};

/// `GET /desk/people/import`.
pub async fn ask(Asked(cx): Asked) -> Response {
    page(cx, async |cx| pages::ask(&cx, FormState::new(Uuid::nil())).await).await
}

/// `POST /desk/people/import`: what a sheet would do; with `confirm=yes` it is done.
pub async fn post(Asked(cx): Asked, mut sent: Sent) -> Response {
    match try_post(&cx, &mut sent).await {
        Ok(response) => response,
        Err(Error::Invalid(errors)) => {
            let form = again(sent, errors, Uuid::nil());
            page(cx, async |cx| Ok(pages::ask(&cx, form).await?.status(422))).await
        }
        Err(error) => failed(cx, error).await,
    }
}

async fn try_post(cx: &Cx, sent: &mut Sent) -> Result<Response, Error> {
    let text = text(cx, sent).await;
    // nobody else is told what would be wrong with it
    organisations::administered(&cx.services, &cx.actor).await?;
    let text = text?;
    let what = match sent.value("what") {
        "relations" => What::Relations,
        _ => What::People,
    };
    if sent.value("confirm") == "yes" {
        match what {
            What::People => organisations::apply(&cx.services, &cx.actor, &text, cx.lang).await?,
            What::Relations => relations::apply(&cx.services, &cx.actor, &text).await?,
        };
        return Ok(see_other("/desk/people?done=imported"));
    }
    let rows = match what {
        What::People => organisations::plan(&cx.services, &cx.actor, &text).await?.map(|plan| {
            #[expect(
                clippy::redundant_closure_for_method_calls,
                reason = "the type of a wish has no name out here"
            )]
            let row = |line: organisations::Line| Row {
                number: line.number,
                words: line.words,
                outcome: said(line.outcome, |wish| wish.deed()),
            };
            plan.lines.into_iter().map(row).collect()
        }),
        What::Relations => relations::plan(&cx.services, &cx.actor, &text).await?.map(|plan| {
            let row = |line: relations::Line| Row {
                number: line.number,
                words: line.words,
                outcome: said(line.outcome, relations::Wish::deed),
            };
            plan.lines.into_iter().map(row).collect()
        }),
    };
    let sheet = Sheet { what, text, rows };
    Ok(page(cx.clone(), async |cx| Ok(pages::look(&cx, sheet))).await)
}

fn said<W>(outcome: Outcome<W>, deed: impl Fn(&W) -> &'static str) -> Outcome<&'static str> {
    match outcome {
        Outcome::Do(wish) => Outcome::Do(deed(&wish)),
        Outcome::Nothing => Outcome::Nothing,
        Outcome::Wrong(trouble) => Outcome::Wrong(trouble),
    }
}

/// The text of the sheet: the file that was sent, which is not kept, or what the page before carried along.
async fn text(cx: &Cx, sent: &mut Sent) -> Result<String, Error> {
    let wrong = |problem| Error::from(FieldErrors::one("file", problem));
    let files = std::mem::take(&mut sent.files);
    let mut text = None;
    for (name, received) in files {
        let Ok(file) = received else { return Err(wrong(Problem::FileTooLarge { name, max_mb: 1 })) };
        let mut bytes = Vec::new();
        let read = match cx.services.files.open(file.id).await {
            Ok(opened) => opened.take(MAX_TEXT as u64 / 2 + 1).read_to_end(&mut bytes).await,
            Err(error) => Err(error),
        };
        cx.services.files.remove(file.id).await.map_err(|error| Error::Internal(Box::new(error)))?;
        read.map_err(|error| Error::Internal(Box::new(error)))?;
        // the next page carries it along in a field
        if bytes.len() > MAX_TEXT / 2 {
            return Err(wrong(Problem::FileTooLarge { name, max_mb: 1 }));
        }
        text = Some(decoded(&bytes));
    }
    let text = text.unwrap_or_else(|| sent.value("text").to_owned());
    if text.trim().is_empty() { Err(wrong(Problem::Required)) } else { Ok(text) }
}

/// UTF-8, or what Excel writes where it was not asked to.
fn decoded(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}
