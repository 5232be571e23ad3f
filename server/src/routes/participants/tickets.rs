//! The tickets of all of a counsellor's people, and what is done with several at once.

use axum::{extract::State, response::Response};
use fyr_app::{
    Cx, FormState,
    pages::{desk::filter, participants::tickets as pages},
};
use fyr_domain::{
    fields::{FieldErrors, Problem},
    text::Body,
};
use fyr_services::{
    Error, people,
    relations::{self, Format, Wanted},
    tickets::Form,
};
use uuid::Uuid;

use super::show;
use crate::{
    app::App,
    forms::Sent,
    request::{Asked, at, failed, page, see_other},
    routes::desk_people::{again, download, pairs},
};

/// Characters of a search at most.
const MAX_TEXT: usize = 100;

fn wanted<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Wanted, i64) {
    let (mut wanted, mut number) = (Wanted::default(), 1);
    for (name, value) in pairs {
        match name {
            "q" => {
                let text: String = value.trim().chars().take(MAX_TEXT).collect();
                wanted.text = Some(text).filter(|text| !text.is_empty());
            }
            "show" => wanted.show = show(value),
            "participant" => wanted.participant = Uuid::parse_str(value).ok(),
            "page" => number = filter::page(value),
            _ => {}
        }
    }
    (wanted, number)
}

/// What the list was asked for that a form was sent from.
fn sent_from(sent: &Sent) -> (Wanted, i64) {
    wanted(["show", "participant", "q", "page"].map(|name| (name, sent.value(name))))
}

/// The address of that list.
fn address(wanted: &Wanted, number: i64) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pages::kept(wanted, number))
        .finish();
    format!("/participants/tickets?{query}")
}

/// `GET /participants/tickets?show=&participant=&q=&page=`.
pub async fn list(Asked(cx): Asked) -> Response {
    let pairs = pairs(&cx);
    let (wanted, number) = wanted(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let form = FormState::new(cx.services.clock.id());
    page(cx, async |cx| pages::show(&cx, wanted, number, form).await).await
}

/// `POST /participants/tickets` with `action` = `close`, `reply`, `csv` or `html`, for the tickets that are ticked.
pub async fn post(State(app): State<App>, Asked(cx): Asked, sent: Sent) -> Response {
    let form_key = sent.form_key(&app);
    match act(&cx, form_key, &sent).await {
        Ok(response) => response,
        Err(Error::Invalid(errors)) => {
            let (wanted, number) = sent_from(&sent);
            let form = again(sent, errors, form_key);
            let cx = at(cx, &address(&wanted, number));
            page(cx, async |cx| Ok(pages::show(&cx, wanted, number, form).await?.status(422))).await
        }
        Err(error) => failed(cx, error).await,
    }
}

async fn act(cx: &Cx, form_key: Uuid, sent: &Sent) -> Result<Response, Error> {
    // whoever is no counsellor is told nothing about the form
    people::participants(&cx.services, &cx.actor).await?;
    let (ctx, actor, ticked) = (&cx.services, &cx.actor, sent.all("ticket"));
    let action = sent.value("action");
    let mut errors = FieldErrors::default();
    if ticked.is_empty() && matches!(action, "close" | "reply") {
        errors.push("ticket", Problem::Required);
    }
    let (word, bulk) = match action {
        "close" if errors.is_empty() => ("closed", relations::close(ctx, actor, ticked).await?),
        "reply" => {
            let body = errors.check("body", Body::parse(sent.value("body")));
            let Some(body) = body.filter(|_| errors.is_empty()) else { return Err(errors.into()) };
            let owner = cx.owner();
            let form = Form { key: form_key, owner: &owner };
            ("replied", relations::reply(ctx, actor, form, ticked, &body).await?)
        }
        "csv" => return export(cx, sent, Format::Csv).await,
        "html" => return export(cx, sent, Format::Html).await,
        "close" => return Err(errors.into()),
        _ => return Err(FieldErrors::one("action", Problem::UnknownChoice).into()),
    };
    let (wanted, number) = sent_from(sent);
    let back = match wanted.participant.filter(|_| sent.value("back") == "person") {
        Some(id) => format!("/participants/{id}?show={}", pages::word(wanted.show)),
        None => address(&wanted, number),
    };
    Ok(see_other(format!("{back}&done={word}&count={}&left={}", bulk.done, bulk.left)))
}

async fn export(cx: &Cx, sent: &Sent, format: Format) -> Result<Response, Error> {
    let (wanted, _) = sent_from(sent);
    let cases = relations::cases(&cx.services, &cx.actor, (&wanted, sent.all("ticket")), format).await?;
    let day = cx.now.format("%Y-%m-%d");
    Ok(match format {
        Format::Csv => {
            let bytes = cases.sheet(&cx.services, cx.lang);
            download(&format!("cases-{day}.csv"), "text/csv; charset=utf-8", bytes)
        }
        Format::Html => {
            let html = fyr_app::cases_html(cx, &cases).into_bytes();
            download(&format!("cases-{day}.html"), "text/html; charset=utf-8", html)
        }
    })
}
