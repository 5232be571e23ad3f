//! What programs find articles by: a site map, an Atom feed, and a description of the search for browsers. Only what everyone may read is
//! in them.

use std::fmt::Write;

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use fyr_app::RequestContext;
use fyr_domain::{Actor, Lang, articles::Readable};
use fyr_i18n::t;
use fyr_usecases::{Error as UseCaseError, articles, articles::ArticleAddress, classification, search};

use crate::{
    app::App,
    web::{
        Access::Anyone,
        Cache, Error, Policy, Routes,
        query::{find_query_param, query_param},
        xml::{escape, time},
    },
};

/// How many articles one site map holds: with four languages fewer than the 50,000 addresses that it may have.
const ARTICLES_PER_MAP: usize = 10_000;
/// The most suggestions for a browser's address field.
const MAX_SUGGESTIONS: u32 = 8;

/// The routes of this file.
pub fn routes() -> Routes {
    const LISTED: Policy = Policy::read(Anyone).cache(Cache::Public { seconds: 300 });
    Routes::new()
        .get("/articles/feed.atom", feed, LISTED)
        .get("/opensearch.xml", open_search, LISTED)
        .get("/search/suggestions.json", suggestions, LISTED)
        .get("/sitemap.xml", sitemap, LISTED)
}

/// `GET /articles/feed.atom`: the articles that were changed last (RFC 4287).
async fn feed(cx: RequestContext) -> Result<Response, Error> {
    let lang = cx.lang;
    let classification = classification::get(&cx.backend).await?;
    let recent = classification.recent_articles(lang, &Readable::by_everyone());
    let site = escape(&cx.backend.settings.public_url);
    let title = format!("{} – {}", cx.portal_name(), t!(lang, "articles-recent"));
    let updated = recent.iter().map(|article| article.updated_at).max().unwrap_or_default();
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{lang}\">\n\
         <id>{site}/articles/feed.atom?lang={lang}</id>\n<title>{}</title>\n<updated>{}</updated>\n\
         <author><name>{}</name></author>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{site}/articles/feed.atom?lang={lang}\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{site}/articles?lang={lang}\"/>\n",
        escape(&title),
        time(updated),
        escape(cx.portal_name()),
    );
    for recent in &recent {
        let (article, own) = (&recent.article, recent.article.lang.0);
        // writing to a string cannot fail
        let _ = write!(
            xml,
            "<entry xml:lang=\"{own}\">\n<id>urn:uuid:{}</id>\n<title>{}</title>\n<updated>{}</updated>\n\
             <link rel=\"alternate\" type=\"text/html\" href=\"{site}/articles/{}?lang={own}\"/>\n<summary>{}</summary>\n</entry>\n",
            recent.translation_id,
            escape(&article.title),
            time(recent.updated_at),
            article.slug,
            escape(&article.summary),
        );
    }
    xml.push_str("</feed>\n");
    Ok(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], xml).into_response())
}

/// `GET /opensearch.xml`: how a browser searches the portal (`OpenSearch` 1.1).
async fn open_search(cx: RequestContext) -> Response {
    let lang = cx.lang;
    let site = escape(&cx.backend.settings.public_url);
    // at most 16 characters, says the specification
    let name: String = cx.portal_name().chars().take(16).collect();
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n<ShortName>{}</ShortName>\n\
         <Description>{}</Description>\n<InputEncoding>UTF-8</InputEncoding>\n<Language>{lang}</Language>\n\
         <Image height=\"16\" width=\"16\">{site}/favicon.ico</Image>\n\
         <Url type=\"text/html\" template=\"{site}/search?q={{searchTerms}}&amp;lang={lang}\"/>\n\
         <Url type=\"application/x-suggestions+json\" template=\"{site}/search/suggestions.json?q={{searchTerms}}&amp;lang={lang}\"/>\n\
         <Url type=\"application/opensearchdescription+xml\" rel=\"self\" template=\"{site}/opensearch.xml?lang={lang}\"/>\n\
         </OpenSearchDescription>\n",
        escape(&name),
        escape(t!(lang, "home-lead")),
    );
    ([(header::CONTENT_TYPE, "application/opensearchdescription+xml; charset=utf-8")], xml).into_response()
}

/// `GET /search/suggestions.json?q=`: articles for a browser's address field (`OpenSearch` Suggestions 1.1): the query, titles, summaries,
/// addresses.
async fn suggestions(cx: RequestContext) -> Result<Response, Error> {
    let query = query_param(&cx, "q");
    let hits = search::suggest(&cx.backend, &Actor::ANONYMOUS, cx.lang, &query, MAX_SUGGESTIONS).await?;
    let site = &cx.backend.settings.public_url;
    let titles: Vec<_> = hits.iter().map(search::SearchHit::title_text).collect();
    let parts: Vec<_> =
        hits.iter().map(|hit| hit.heading.as_ref().map_or("", |heading| heading.text.as_str())).collect();
    let addresses: Vec<_> = hits.iter().map(|hit| format!("{site}{}", hit.nearest_href())).collect();
    let headers = [(header::CONTENT_TYPE, "application/x-suggestions+json")];
    Ok((headers, Json((query, titles, parts, addresses))).into_response())
}

/// `GET /sitemap.xml?after=`: every page that everyone may read, with its languages; an index of such maps where one cannot hold them.
async fn sitemap(State(app): State<App>, cx: RequestContext) -> Result<Response, Error> {
    let after = find_query_param(&cx, "after");
    let is_slug = |text: &String| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !after.as_ref().is_none_or(is_slug) {
        return Err(UseCaseError::NotFound.into());
    }
    let headers = [(header::CONTENT_TYPE, "application/xml; charset=utf-8")];
    let site = escape(&app.config.http.public_url);
    let (first, is_full) = read_map(&cx, after.as_deref().unwrap_or_default()).await?;
    if after.is_none() && is_full {
        return Ok((headers, index_of_maps(&cx, &site).await?).into_response());
    }
    let mut xml = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
        xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n"
        .to_owned();
    if after.as_deref().unwrap_or_default().is_empty() {
        let classification = classification::get(&cx.backend).await?;
        let categories =
            classification.categories.iter().map(|category| format!("/categories/{}", category.slug));
        for path in ["/", "/articles", "/status"].map(str::to_owned).into_iter().chain(categories) {
            let _ = writeln!(xml, "<url><loc>{site}{path}</loc></url>");
        }
    }
    let offered = cx.branding.languages();
    for translations in first.chunk_by(|one, other| one.slug == other.slug) {
        push_article(&mut xml, &site, translations, &offered);
    }
    xml.push_str("</urlset>\n");
    Ok((headers, xml).into_response())
}

/// The addresses of one map, and whether there may be more.
async fn read_map(cx: &RequestContext, after: &str) -> Result<(Vec<ArticleAddress>, bool), Error> {
    let limit = i64::try_from(ARTICLES_PER_MAP).unwrap_or(i64::MAX);
    let addresses = articles::list_addresses(&cx.backend, after, limit).await?;
    let count = addresses.chunk_by(|one, other| one.slug == other.slug).count();
    Ok((addresses, count >= ARTICLES_PER_MAP))
}

/// Appends the addresses of an article, each with those of its other languages.
fn push_article(xml: &mut String, site: &str, translations: &[ArticleAddress], offered: &[Lang]) {
    let offered: Vec<_> = translations.iter().filter(|one| offered.contains(&one.lang.0)).collect();
    let mut alternates = String::new();
    for ArticleAddress { slug, lang, .. } in offered.iter().copied() {
        let tag = lang.0.tag();
        let _ = write!(
            alternates,
            "<xhtml:link rel=\"alternate\" hreflang=\"{tag}\" href=\"{site}/articles/{slug}?lang={tag}\"/>"
        );
    }
    for ArticleAddress { slug, lang, updated_at } in offered {
        let _ = writeln!(
            xml,
            "<url><loc>{site}/articles/{slug}?lang={}</loc><lastmod>{}</lastmod>{alternates}</url>",
            lang.0.tag(),
            time(*updated_at)
        );
    }
}

/// The index of as many site maps as the articles need.
async fn index_of_maps(cx: &RequestContext, site: &str) -> Result<String, Error> {
    let mut xml = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
        <sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
        .to_owned();
    let mut after = String::new();
    loop {
        let _ = writeln!(xml, "<sitemap><loc>{site}/sitemap.xml?after={after}</loc></sitemap>");
        let (articles, is_full) = read_map(cx, &after).await?;
        match articles.last() {
            Some(last) if is_full => after.clone_from(&last.slug),
            _ => break,
        }
    }
    xml.push_str("</sitemapindex>\n");
    Ok(xml)
}
