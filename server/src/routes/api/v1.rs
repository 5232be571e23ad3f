//! `/api/v1`: articles and the search, for programs. What everyone may read, and nothing else; `/api/v1/openapi.json` describes it
//! (`OpenAPI` 3.1).

use axum::{
    Json,
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use fyr_app::RequestContext;
use fyr_domain::{Actor, Lang};
use fyr_usecases::{
    Error as UseCaseError, articles,
    articles::RecentArticle,
    search::{self, ArticleQuery, SearchHit},
};
use serde::Serialize;
use utoipa::{IntoParams, OpenApi, ToSchema};

use crate::{
    routes::status::feeds::FEED,
    web::{Error, Routes, query::find_query_param},
};

/// The most items of one page.
const MAX_PER_PAGE: i64 = 100;
/// The items of a page where a request does not say.
const PER_PAGE: i64 = 25;
/// The highest page.
const MAX_PAGE: i64 = 10_000;

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/articles", list_articles, FEED)
        .get("/api/v1/articles/{slug}", show_article, FEED)
        .get("/api/v1/search", search_articles, FEED)
        .get("/api/v1/openapi.json", openapi, FEED)
}

/// An article in a list.
#[derive(Serialize, ToSchema)]
struct ArticleItem {
    /// The readable part of its address
    slug: String,
    /// The slug of its category
    category: String,
    /// The language of title and summary
    lang: ApiLang,
    title: String,
    /// A sentence about it
    summary: String,
    /// When its content was last changed
    updated_at: DateTime<Utc>,
    /// Its address on the portal
    url: String,
}

/// A page of articles.
#[derive(Serialize, ToSchema)]
struct ArticleListing {
    /// By slug
    items: Vec<ArticleItem>,
    /// On all pages
    total: i64,
    page: i64,
    per_page: i64,
}

/// A heading inside an article.
#[derive(Serialize, ToSchema)]
struct HeadingItem {
    /// From 2 to 6
    level: u8,
    /// Fragment of its address
    id: String,
    text: String,
}

/// An article with its text.
#[derive(Serialize, ToSchema)]
struct FullArticle {
    slug: String,
    category: String,
    /// The language of the text: the one that was asked for, or else the nearest
    lang: ApiLang,
    /// Every language that it exists in
    languages: Vec<ApiLang>,
    title: String,
    summary: String,
    /// Safe HTML. Headings begin at the second level
    html: String,
    headings: Vec<HeadingItem>,
    updated_at: DateTime<Utc>,
    url: String,
}

/// An article that was found.
#[derive(Serialize, ToSchema)]
struct SearchItem {
    /// The slug of its category
    category: String,
    /// The language it was found in
    lang: ApiLang,
    title: String,
    /// The best passage, as plain text
    snippet: String,
    /// The heading inside it that the query is about, where its title says less
    heading: Option<String>,
    /// Its address on the portal, with the heading
    url: String,
}

/// What was found.
#[derive(Serialize, ToSchema)]
struct SearchListing {
    /// The best first
    items: Vec<SearchItem>,
    /// On all pages
    total: u64,
    page: i64,
    per_page: i64,
    /// The language of the items: another one than was asked for where that has none
    lang: ApiLang,
    /// The search engine is away, and the database was searched for the words themselves
    engine_unavailable: bool,
}

/// Why a request was not answered (RFC 9457).
#[derive(Serialize, ToSchema)]
struct ApiProblem {
    /// Always `about:blank`
    r#type: &'static str,
    title: &'static str,
    /// The HTTP status
    status: u16,
    /// What is wrong
    detail: String,
}

/// A language of the portal.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum ApiLang {
    /// Swedish
    Sv,
    /// Norwegian Bokmål
    Nb,
    /// Norwegian Nynorsk
    Nn,
    /// English
    En,
}

impl From<Lang> for ApiLang {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Sv => Self::Sv,
            Lang::Nb => Self::Nb,
            Lang::Nn => Self::Nn,
            Lang::En => Self::En,
        }
    }
}

/// The query parameters of lists, for their description.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what `Params` reads")]
struct ListParams {
    /// Otherwise that of `Accept-Language`
    #[param(inline)]
    lang: Option<ApiLang>,
    /// The slug of a category
    #[param(max_length = 80, pattern = "^[A-Za-z0-9-]+$")]
    category: Option<String>,
    /// From 1
    #[param(minimum = 1, maximum = 10_000)]
    page: Option<i64>,
    #[param(minimum = 1, maximum = 100)]
    per_page: Option<i64>,
}

/// The query parameter with the language, for its description.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what `Params` reads")]
struct LangParam {
    /// Otherwise that of `Accept-Language`
    #[param(inline)]
    lang: Option<ApiLang>,
}

/// The query parameters of a request.
struct Params {
    lang: Lang,
    category: Option<String>,
    page: i64,
    per_page: i64,
}

impl Params {
    fn parse(cx: &RequestContext) -> Result<Self, String> {
        let number = |name: &str, default: i64, max: i64| match find_query_param(cx, name) {
            None => Ok(default),
            Some(text) => {
                let valid = text.parse().ok().filter(|number| (1..=max).contains(number));
                valid.ok_or_else(|| format!("{name} is a whole number from 1 to {max}"))
            }
        };
        let category = find_query_param(cx, "category");
        if category.as_ref().is_some_and(|category| !is_slug(category)) {
            return Err("category is the slug of a category: letters, digits and hyphens".to_owned());
        }
        Ok(Self {
            lang: parse_lang(cx)?,
            category,
            page: number("page", 1, MAX_PAGE)?,
            per_page: number("per_page", PER_PAGE, MAX_PER_PAGE)?,
        })
    }
}

fn parse_lang(cx: &RequestContext) -> Result<Lang, String> {
    match find_query_param(cx, "lang") {
        None => Ok(cx.lang),
        Some(tag) => {
            tag.parse().map_err(|_| format!("lang is one of {}", Lang::ALL.map(Lang::tag).join(", ")))
        }
    }
}

fn is_slug(text: &str) -> bool {
    (1..=80).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// An answer that programs on other sites may read, too.
fn answer(body: impl Serialize) -> Response {
    ([(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")], Json(body)).into_response()
}

fn problem(status: StatusCode, title: &'static str, detail: String) -> Response {
    let body = ApiProblem { r#type: "about:blank", title, status: status.as_u16(), detail };
    let headers =
        [(header::CONTENT_TYPE, "application/problem+json"), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    (status, headers, Json(body)).into_response()
}

fn bad_request(detail: String) -> Response {
    problem(StatusCode::BAD_REQUEST, "Bad request", detail)
}

fn url(cx: &RequestContext, path: &str) -> String {
    format!("{}{path}", cx.backend.settings.public_url)
}

fn article_item(cx: &RequestContext, listed: RecentArticle) -> ArticleItem {
    let RecentArticle { article, updated_at, .. } = listed;
    ArticleItem {
        url: url(cx, &format!("/articles/{}?lang={}", article.slug, article.lang.0)),
        slug: article.slug,
        category: article.category,
        lang: article.lang.0.into(),
        title: article.title,
        summary: article.summary,
        updated_at,
    }
}

/// Lists the published articles in one language
#[utoipa::path(
    get,
    path = "/api/v1/articles",
    params(ListParams),
    responses(
        (status = 200, body = ArticleListing),
        (status = 400, body = ApiProblem, content_type = "application/problem+json", description = "A parameter is invalid"),
    )
)]
async fn list_articles(cx: RequestContext) -> Result<Response, Error> {
    let Params { lang, category, page, per_page } = match Params::parse(&cx) {
        Ok(params) => params,
        Err(detail) => return Ok(bad_request(detail)),
    };
    let found =
        articles::list_published(&cx.backend, &Actor::ANONYMOUS, lang, category.as_deref(), page, per_page)
            .await?;
    let items = found.articles.into_iter().map(|listed| article_item(&cx, listed)).collect();
    Ok(answer(ArticleListing { items, total: found.total, page, per_page }))
}

/// Shows a published article in a language, or else in the nearest one
#[utoipa::path(
    get,
    path = "/api/v1/articles/{slug}",
    params(
        ("slug" = String, Path, description = "The readable part of its address", max_length = 80, pattern = "^[A-Za-z0-9-]+$"),
        LangParam,
    ),
    responses(
        (status = 200, body = FullArticle),
        (status = 400, body = ApiProblem, content_type = "application/problem+json", description = "A parameter is invalid"),
        (status = 404, body = ApiProblem, content_type = "application/problem+json", description = "No such article is published"),
    )
)]
async fn show_article(cx: RequestContext, Path(slug): Path<String>) -> Result<Response, Error> {
    let lang = match parse_lang(&cx) {
        Ok(lang) => lang,
        Err(detail) => return Ok(bad_request(detail)),
    };
    let (article, langs) = match articles::find_article(&cx.backend, &Actor::ANONYMOUS, &slug, lang).await {
        Err(UseCaseError::NotFound) => {
            let detail = "There is no published article with this slug".to_owned();
            return Ok(problem(StatusCode::NOT_FOUND, "Not found", detail));
        }
        found => found?,
    };
    let headings = article.toc.iter().map(|heading| HeadingItem {
        level: heading.level,
        id: heading.id.clone(),
        text: heading.text.clone(),
    });
    Ok(answer(FullArticle {
        url: url(&cx, &format!("/articles/{}?lang={}", article.slug, article.lang.0)),
        category: article.category,
        lang: article.lang.0.into(),
        languages: langs.into_iter().map(ApiLang::from).collect(),
        title: article.title,
        summary: article.summary,
        headings: headings.collect(),
        html: article.html,
        updated_at: article.updated_at,
        slug: article.slug,
    }))
}

fn search_item(cx: &RequestContext, hit: SearchHit) -> SearchItem {
    SearchItem {
        url: url(cx, &hit.nearest_href()),
        title: hit.title_text(),
        snippet: hit.snippet.into_iter().map(|segment| segment.text).collect(),
        category: hit.category,
        lang: hit.lang.into(),
        heading: hit.heading.map(|heading| heading.text),
    }
}

/// Searches articles: in one language first, and in the others where it has none
#[utoipa::path(
    get,
    path = "/api/v1/search",
    params(
        ("q" = String, Query, description = "What is searched; a question as people type it", min_length = 1, max_length = 200),
        ListParams,
    ),
    responses(
        (status = 200, body = SearchListing),
        (status = 400, body = ApiProblem, content_type = "application/problem+json", description = "A parameter is missing or invalid"),
    )
)]
async fn search_articles(cx: RequestContext) -> Result<Response, Error> {
    let Params { lang, category, page, per_page } = match Params::parse(&cx) {
        Ok(params) => params,
        Err(detail) => return Ok(bad_request(detail)),
    };
    let text = match find_query_param(&cx, "q") {
        Some(text) if (1..=search::MAX_QUERY_CHARS).contains(&text.chars().count()) => text,
        _ => return Ok(bad_request(format!("q has from 1 to {} characters", search::MAX_QUERY_CHARS))),
    };
    let query = ArticleQuery {
        text: &text,
        lang,
        category: category.as_deref(),
        page: u32::try_from(page).unwrap_or(1),
        per_page: u32::try_from(per_page).unwrap_or(1),
    };
    let found = search::search(&cx.backend, &Actor::ANONYMOUS, query).await?;
    let items = found.hits.into_iter().map(|hit| search_item(&cx, hit)).collect();
    let (total, lang, engine_unavailable) = (found.total, found.lang.into(), found.engine_unavailable);
    Ok(answer(SearchListing { items, total, page, per_page, lang, engine_unavailable }))
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Fyr", version = "1", description = "Articles of a support portal, and searching them"),
    paths(list_articles, show_article, search_articles)
)]
struct Description;

/// `GET /api/v1/openapi.json`.
async fn openapi(cx: RequestContext) -> Response {
    let mut description = Description::openapi();
    description.servers = Some(vec![utoipa::openapi::Server::new(cx.backend.settings.public_url.clone())]);
    answer(description)
}
