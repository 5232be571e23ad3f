//! Browsing, reading and rating articles.

use axum::{
    extract::{Path, RawQuery},
    response::Response,
};
use fyr_app::{
    FormState,
    pages::{self, articles::Rated},
};
use fyr_domain::{
    fields::{FieldErrors, Problem},
    text::Comment,
};
use fyr_services::{articles, articles::Rating};
use uuid::Uuid;

use crate::{
    forms::Sent,
    request::{Asked, failed, page, see_other},
};

/// The value of a name in a query.
fn value(query: Option<&str>, wanted: &str) -> Option<String> {
    let query = query.unwrap_or_default();
    url::form_urlencoded::parse(query.as_bytes())
        .find_map(|(name, value)| (name == wanted).then(|| value.into_owned()))
}

/// `GET /articles`.
pub async fn all(Asked(cx): Asked) -> Response {
    page(cx, async |cx| pages::articles::all(&cx).await).await
}

/// `GET /categories/{slug}?page=`.
pub async fn category(Asked(cx): Asked, Path(slug): Path<String>, RawQuery(query): RawQuery) -> Response {
    let number = value(query.as_deref(), "page").and_then(|page| page.parse().ok()).unwrap_or(1).max(1);
    page(cx, async |cx| pages::articles::category(&cx, &slug, number).await).await
}

/// `GET /articles/{slug}?rated=`.
pub async fn show(Asked(cx): Asked, Path(slug): Path<String>, RawQuery(query): RawQuery) -> Response {
    let rated = match value(query.as_deref(), "rated").as_deref() {
        Some("yes") => Rated::Helped,
        Some("no") => Rated::DidNotHelp,
        Some("more") => Rated::Commented,
        _ => Rated::NotYet,
    };
    page(cx, async |cx| pages::articles::show(&cx, &slug, rated, FormState::default()).await).await
}

/// `POST /articles/{slug}/rating` with `helpful` (`yes` or `no`) and `comment`.
pub async fn post_rating(Asked(cx): Asked, Path(slug): Path<String>, sent: Sent) -> Response {
    match read(&sent) {
        Ok(rating) => match articles::rate(&cx.services, &cx.owner(), &slug, cx.lang, &rating).await {
            Ok(()) => see_other(format!("/articles/{slug}?rated={}#thanks", outcome(&rating))),
            Err(error) => failed(cx, error).await,
        },
        Err(errors) => {
            let form = FormState { errors, ..sent.into_state(Uuid::nil()) };
            page(cx, async |cx| Ok(pages::articles::show(&cx, &slug, Rated::NotYet, form).await?.status(422)))
                .await
        }
    }
}

/// What the page says after it: whoever has said more is not asked for more.
fn outcome(rating: &Rating) -> &'static str {
    match rating {
        Rating { comment: Some(_), .. } => "more",
        Rating { helpful: true, .. } => "yes",
        Rating { helpful: false, .. } => "no",
    }
}

fn read(sent: &Sent) -> Result<Rating, FieldErrors> {
    let mut errors = FieldErrors::default();
    let helpful = match sent.value("helpful") {
        "yes" => Ok(true),
        "no" => Ok(false),
        "" => Err(Problem::Required),
        _ => Err(Problem::UnknownChoice),
    };
    let helpful = errors.check("helpful", helpful);
    let comment = errors.check("comment", Comment::parse_optional(sent.value("comment")));
    match (helpful, comment) {
        (Some(helpful), Some(comment)) => Ok(Rating { helpful, comment }),
        _ => Err(errors),
    }
}
