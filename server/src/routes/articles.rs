//! Browsing, reading and rating articles.

use axum::{
    extract::{Path, RawQuery},
    response::Response,
};
use fyr_app::{
    FormState, RequestContext,
    pages::{self, articles::RatingStep},
};
use fyr_domain::{
    fields::{FieldErrors, Problem},
    text::Comment,
};
use fyr_usecases::{articles, articles::Rating};
use uuid::Uuid;

use crate::{
    web::context::{error_response, render_page, see_other},
    web::forms::SubmittedForm,
};

/// The first value of a query parameter.
fn query_param(query: Option<&str>, param: &str) -> Option<String> {
    let query = query.unwrap_or_default();
    url::form_urlencoded::parse(query.as_bytes())
        .find_map(|(name, value)| (name == param).then(|| value.into_owned()))
}

/// `GET /articles`.
pub async fn list(cx: RequestContext) -> Response {
    render_page(cx, async |cx| pages::articles::index(&cx).await).await
}

/// `GET /categories/{slug}?page=`.
pub async fn category(cx: RequestContext, Path(slug): Path<String>, RawQuery(query): RawQuery) -> Response {
    let number = query_param(query.as_deref(), "page").and_then(|page| page.parse().ok()).unwrap_or(1).max(1);
    render_page(cx, async |cx| pages::articles::category(&cx, &slug, number).await).await
}

/// `GET /articles/{slug}?rated=`.
pub async fn show(cx: RequestContext, Path(slug): Path<String>, RawQuery(query): RawQuery) -> Response {
    let rated = match query_param(query.as_deref(), "rated").as_deref() {
        Some("yes") => RatingStep::Helpful,
        Some("no") => RatingStep::NotHelpful,
        Some("more") => RatingStep::Commented,
        _ => RatingStep::NotRated,
    };
    render_page(cx, async |cx| pages::articles::show(&cx, &slug, rated, FormState::default()).await).await
}

/// `POST /articles/{slug}/rating` with `helpful` (`yes` or `no`) and `comment`.
pub async fn post_rating(cx: RequestContext, Path(slug): Path<String>, submitted: SubmittedForm) -> Response {
    match parse_rating(&submitted) {
        Ok(rating) => match articles::rate(&cx.backend, &cx.owner_key(), &slug, cx.lang, &rating).await {
            Ok(()) => see_other(format!("/articles/{slug}?rated={}#thanks", rated_param(&rating))),
            Err(error) => error_response(cx, error).await,
        },
        Err(errors) => {
            let form = FormState { errors, ..submitted.into_state(Uuid::nil()) };
            render_page(cx, async |cx| {
                Ok(pages::articles::show(&cx, &slug, RatingStep::NotRated, form).await?.status(422))
            })
            .await
        }
    }
}

/// The value of `rated` with which the page thanks for a rating; after a comment it asks for none.
fn rated_param(rating: &Rating) -> &'static str {
    match rating {
        Rating { comment: Some(_), .. } => "more",
        Rating { helpful: true, .. } => "yes",
        Rating { helpful: false, .. } => "no",
    }
}

fn parse_rating(submitted: &SubmittedForm) -> Result<Rating, FieldErrors> {
    let mut errors = FieldErrors::default();
    let helpful = match submitted.value("helpful") {
        "yes" => Ok(true),
        "no" => Ok(false),
        "" => Err(Problem::Required),
        _ => Err(Problem::UnknownChoice),
    };
    let helpful = errors.check("helpful", helpful);
    let comment = errors.check("comment", Comment::parse_optional(submitted.value("comment")));
    match (helpful, comment) {
        (Some(helpful), Some(comment)) => Ok(Rating { helpful, comment }),
        _ => Err(errors),
    }
}
