//! `/articles` and `/categories`: browsing, reading and rating articles.

use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use fyr_app::{
    FormState, Notice, RequestContext,
    pages::{
        self,
        articles::{AFFECTED_ID, RatingStep, StepParams},
        errors::ErrorPage,
    },
};
use fyr_domain::{
    fields::{FieldErrors, Problem},
    text::Comment,
};
use fyr_usecases::{Error as UseCaseError, QuotaKind, articles, articles::Rating};
use uuid::Uuid;

use crate::web::{
    Access::Anyone, BodyKind::SmallForm, Cache, Error, PathId, Policy, Routes, SubmittedForm,
    form_with_errors, query::query_param, render_page, render_with_errors, see_other, see_other_with,
    with_uri,
};

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/articles", list, Policy::read(Anyone))
        .get("/articles/{slug}", show, Policy::read(Anyone))
        .get("/articles/images/{id}", image, Policy::read(Anyone).cache(Cache::ByHandler))
        .post("/articles/{slug}/rating", post_rating, Policy::write(Anyone, SmallForm))
        .post("/articles/{slug}/affected", post_affected, Policy::write(Anyone, SmallForm))
        .get("/glossary", glossary, Policy::read(Anyone))
        .get("/categories/{slug}", category, Policy::read(Anyone))
}

/// `GET /articles`.
pub async fn list(cx: RequestContext) -> Result<Response, Error> {
    render_page(cx, async |cx| pages::articles::index(&cx).await).await
}

/// `GET /categories/{slug}?page=`.
pub async fn category(cx: RequestContext, Path(slug): Path<String>) -> Result<Response, Error> {
    let number = query_param(&cx, "page").parse().unwrap_or(1).max(1);
    render_page(cx, async |cx| pages::articles::category(&cx, &slug, number).await).await
}

/// `GET /glossary`.
pub async fn glossary(cx: RequestContext) -> Result<Response, Error> {
    render_page(cx, async |cx| pages::articles::glossary(&cx).await).await
}

/// `GET /articles/{slug}?rated=&step=&via=`. The address of an archived article leads to the one that took its place.
pub async fn show(cx: RequestContext, Path(slug): Path<String>) -> Result<Response, Error> {
    let rated = match query_param(&cx, "rated").as_str() {
        "yes" => RatingStep::Helpful,
        "no" => RatingStep::NotHelpful,
        "more" => RatingStep::Commented,
        "done" => RatingStep::Finished,
        _ => RatingStep::NotRated,
    };
    let at = StepParams { step: query_param(&cx, "step"), via: query_param(&cx, "via") };
    let page = render_page(cx.clone(), async |cx| {
        pages::articles::show(&cx, &slug, at, rated, FormState::default()).await
    });
    match page.await {
        Err(Error::UseCase(UseCaseError::NotFound)) => {
            match articles::find_redirect(&cx.backend, &cx.actor, &slug).await? {
                Some(path) => Ok(Redirect::permanent(&path).into_response()),
                None => Err(UseCaseError::NotFound.into()),
            }
        }
        shown => shown,
    }
}

/// `GET /articles/images/{id}`: a picture in an article. What an id names never changes.
pub async fn image(cx: RequestContext, PathId(id): PathId, headers: HeaderMap) -> Result<Response, Error> {
    let image = articles::find_image(&cx.backend, &cx.actor, id).await?;
    let tag = format!("\"{id}\"");
    let keep = if image.is_public { "no-cache" } else { "no-store" };
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let about = [(header::CACHE_CONTROL, keep.to_owned()), (header::ETAG, tag)];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, about).into_response());
    }
    Ok((about, [(header::CONTENT_TYPE, image.media_type)], image.bytes).into_response())
}

/// `POST /articles/{slug}/rating` with `helpful` (`yes` or `no`) and `comment`.
pub async fn post_rating(
    cx: RequestContext,
    Path(slug): Path<String>,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    match parse_rating(&submitted) {
        Ok(rating) => {
            let bytes = rating.comment.as_ref().map_or(0, |comment| comment.len() as u64);
            cx.backend
                .charge_quota(QuotaKind::RatingText, &cx.actor, &cx.owner_key(), bytes)
                .map_err(|full| ErrorPage::TooManyRequests { seconds: full.seconds })?;
            articles::rate(&cx.backend, &cx.actor, &cx.owner_key(), &slug, cx.lang, &rating).await?;
            Ok(see_other(format!("/articles/{slug}?rated={}#thanks", rated_param(&rating, &submitted))))
        }
        Err(errors) => {
            let step = if submitted.value("helpful") == "yes" { "yes" } else { "no" };
            let cx = with_uri(cx, &format!("/articles/{slug}?rated={step}"));
            let form = form_with_errors(submitted, Uuid::nil(), errors);
            let show = async |cx: RequestContext, form| {
                pages::articles::show(&cx, &slug, StepParams::default(), RatingStep::NotRated, form).await
            };
            render_with_errors(cx, form, show).await
        }
    }
}

/// `POST /articles/{slug}/affected` with `action=affected|unfollow`: that a known error affects the reader, who then follows it where they
/// are signed in.
pub async fn post_affected(
    cx: RequestContext,
    Path(slug): Path<String>,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let (backend, actor) = (&cx.backend, &cx.actor);
    let notice = if submitted.value("action") == "unfollow" {
        articles::unfollow(backend, actor, &slug, cx.lang).await?;
        Notice::ErrorUnfollowed
    } else {
        let follows = articles::report_affected(backend, actor, &cx.owner_key(), &slug, cx.lang).await?;
        Notice::of_affected(follows)
    };
    Ok(see_other_with(format!("/articles/{slug}#{AFFECTED_ID}"), notice))
}

/// The value of `rated` with which the page thanks for a rating; after a comment it asks for none.
fn rated_param(rating: &Rating, submitted: &SubmittedForm) -> &'static str {
    match rating {
        Rating { comment: Some(_), .. } => "more",
        // the form that asks for a comment, sent without one
        _ if submitted.fields.contains_key("comment") => "done",
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
