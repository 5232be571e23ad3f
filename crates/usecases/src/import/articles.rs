//! Articles from a folder of Markdown.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::Path,
};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use fyr_content::{Import, Links, Renderer, SourceArticle, import};
use fyr_store::{
    Db, articles,
    articles::{TocEntry, Translation},
    outbox, settings,
    settings::Revision,
};
use uuid::Uuid;

use super::{Counts, Report, bad, categories};
use crate::{
    Error, Services,
    outbox::{IndexArticle, Kind},
};

/// How many articles become one transaction: others may write in between.
const BATCH: usize = 50;

/// Addresses of the portal that articles may link to as they stand.
const OWN_PAGES: [&str; 7] =
    ["/sign-in", "/tickets", "/tickets/new", "/status", "/articles", "/search", "/account"];

/// An article in all its languages.
struct Group<'a> {
    key: &'a str,
    texts: Vec<&'a SourceArticle>,
}

/// What becomes of articles that came from the folder and have no file in it any more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gone {
    /// They are unpublished. A folder without a single article is taken for a mistake, and nothing is.
    #[default]
    Unpublish,
    /// They stay.
    Keep,
}

/// Puts every article of a folder, each language of it, and what links between them mean. An article that is there
/// already, known by its place in the folder, keeps its address. Articles that came from somewhere else stay as they are.
///
/// # Errors
/// [`Error::Unavailable`]; what was written until then stays, and importing again goes on from there.
/// [`Error::Internal`] where `categories.toml` cannot be read.
pub async fn articles(ctx: &Services, dir: &Path, gone: Gone) -> Result<Report, Error> {
    if !dir.is_dir() {
        return Err(bad(dir, &"not a folder"));
    }
    let folder = dir.to_owned();
    let found = tokio::task::spawn_blocking(move || import::read_dir(&folder))
        .await
        .map_err(|error| Error::Internal(Box::new(error)))?;
    let mut groups: BTreeMap<&str, Group<'_>> = BTreeMap::new();
    for text in &found.articles {
        groups.entry(&text.key).or_insert_with(|| Group { key: &text.key, texts: vec![] }).texts.push(text);
    }
    let groups: Vec<Group<'_>> = groups.into_values().collect();
    let mut report = Report::default();

    let mut tx = ctx.store.begin().await?;
    let (shelves, counted) = categories::put(ctx, &mut tx, dir, &found.articles).await?;
    if counted.any_written() {
        settings::touch(&mut tx, Revision::Catalogue).await?;
    }
    tx.commit().await?;
    report.counts.push(("categories", counted));

    // every address first, because texts link to each other
    let from = std::fs::canonicalize(dir).map_err(|error| bad(dir, &error))?.to_string_lossy().into_owned();
    let placed = place(ctx, &groups, &shelves, &from).await?;
    let links = OwnLinks::new(found.links(), &groups, &placed);
    let (mut whole, mut texts) = (Counts::default(), Counts::default());
    for batch in groups.chunks(BATCH) {
        let rendered = batch.iter().map(|group| (group, render(ctx, group, &placed, &links))).collect();
        put(ctx, rendered, &placed, (&mut whole, &mut texts)).await?;
    }
    report.counts.push(("articles", whole));
    report.counts.push(("translations", texts));
    if gone == Gone::Unpublish && !found.articles.is_empty() {
        report.unpublished = unpublish(ctx, &from, &found.keys()).await?;
    }
    let Import { skipped, warnings, .. } = found;
    report.skipped = skipped.into_iter().map(|one| (one.path, one.reason.to_string())).collect();
    report.warnings = warnings.into_iter().map(|one| (one.path, one.problem.to_string())).collect();
    Ok(report)
}

/// Where an article is in the portal.
struct Place {
    id: Uuid,
    slug: String,
    is_new: bool,
    /// It was there, and not published.
    is_back: bool,
}

/// Gives every article its address, by key.
async fn place<'a>(
    ctx: &Services,
    groups: &[Group<'a>],
    shelves: &HashMap<String, Uuid>,
    from: &str,
) -> Result<HashMap<&'a str, Place>, Error> {
    let mut placed = HashMap::new();
    for batch in groups.chunks(BATCH) {
        let mut tx = ctx.store.begin().await?;
        let hidden = articles::unpublished(&mut tx).await?;
        for group in batch {
            let Some(first) = group.texts.first() else { continue };
            let Some(shelf) = shelves.get(&categories::slug_of(&first.category_key)) else { continue };
            let fresh = ctx.clock.id();
            let (id, slug) =
                articles::put(&mut tx, fresh, group.key, &first.slug, *shelf, ctx.clock.now()).await?;
            articles::set_folder(&mut tx, id, from).await?;
            placed.insert(group.key, Place { id, slug, is_new: id == fresh, is_back: hidden.contains(&id) });
        }
        tx.commit().await?;
    }
    Ok(placed)
}

/// Unpublishes what came from the folder and is no longer in it; gives address and former place of each.
async fn unpublish(
    ctx: &Services,
    from: &str,
    there: &BTreeSet<String>,
) -> Result<Vec<(String, String)>, Error> {
    let mut tx = ctx.store.begin().await?;
    let mut gone = articles::of_folder(&mut tx, from).await?;
    gone.retain(|article| !there.contains(&article.source_key));
    for article in &gone {
        articles::unpublish(&mut tx, article.id).await?;
        promise_index(ctx, &mut tx, article.id).await?;
    }
    if !gone.is_empty() {
        settings::touch(&mut tx, Revision::Catalogue).await?;
    }
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(gone.into_iter().map(|article| (format!("/articles/{}", article.slug), article.source_key)).collect())
}

/// Where links in the texts lead: to the addresses that the articles really got.
struct OwnLinks {
    links: Links,
    /// The address that was suggested, and the one that was given.
    given: HashMap<String, String>,
}

impl OwnLinks {
    fn new(links: Links, groups: &[Group<'_>], placed: &HashMap<&str, Place>) -> Self {
        let given = groups.iter().filter_map(|group| {
            let (first, place) = (group.texts.first()?, placed.get(group.key)?);
            Some((first.slug.clone(), place.slug.clone()))
        });
        Self { given: given.collect(), links }
    }

    fn resolve(&self, from: &SourceArticle, href: &str) -> Option<String> {
        let Some(suggested) = self.links.resolve(from, href) else {
            let page = href.split(['?', '#']).next().unwrap_or_default();
            return OWN_PAGES.contains(&page).then(|| href.to_owned());
        };
        let (slug, fragment) = suggested.strip_prefix("/articles/")?.split_once('#').map_or_else(
            || (suggested.trim_start_matches("/articles/"), String::new()),
            |(slug, fragment)| (slug, format!("#{fragment}")),
        );
        Some(format!("/articles/{}{fragment}", self.given.get(slug).map_or(slug, String::as_str)))
    }
}

fn render(
    ctx: &Services,
    group: &Group<'_>,
    placed: &HashMap<&str, Place>,
    links: &OwnLinks,
) -> Vec<Translation> {
    let Some(place) = placed.get(group.key) else { return Vec::new() };
    let translation = |text: &&SourceArticle| {
        let resolve = |href: &str| links.resolve(text, href);
        let rendered =
            Renderer::new(&resolve).in_language(text.lang).under_title(&text.title).render(&text.body);
        Translation {
            id: ctx.clock.id(),
            article_id: place.id,
            lang: text.lang,
            title: text.title.clone(),
            summary: text.summary.clone(),
            keywords: text.keywords.clone(),
            source: text.body.clone(),
            html: rendered.html,
            toc: rendered
                .toc
                .into_iter()
                .map(|h| TocEntry { level: h.level, id: h.id, text: h.text })
                .collect(),
            plain: rendered.plain,
            machine_translated: text.machine_translated,
            updated_at: text.updated.and_then(noon).unwrap_or_else(|| ctx.clock.now()),
        }
    };
    group.texts.iter().map(translation).collect()
}

/// A day as a moment that is on this day everywhere in Europe.
fn noon(day: NaiveDate) -> Option<DateTime<Utc>> {
    Some(day.and_time(NaiveTime::from_hms_opt(12, 0, 0)?).and_utc())
}

async fn put(
    ctx: &Services,
    rendered: Vec<(&Group<'_>, Vec<Translation>)>,
    placed: &HashMap<&str, Place>,
    (whole, texts): (&mut Counts, &mut Counts),
) -> Result<(), Error> {
    let mut tx = ctx.store.begin().await?;
    let mut any_written = false;
    for (group, translations) in rendered {
        let Some(place) = placed.get(group.key) else { continue };
        let before = *texts;
        put_texts(&mut tx, place, &translations, texts).await?;
        let written = place.is_back || texts.unchanged - before.unchanged < translations.len();
        match (place.is_new, written) {
            (true, _) => whole.new += 1,
            (false, true) => whole.changed += 1,
            (false, false) => whole.unchanged += 1,
        }
        if written {
            promise_index(ctx, &mut tx, place.id).await?;
            any_written = true;
        }
    }
    if any_written {
        settings::touch(&mut tx, Revision::Catalogue).await?;
    }
    tx.commit().await?;
    if any_written {
        ctx.work.notify_waiters();
    }
    Ok(())
}

async fn put_texts(
    db: &mut Db,
    place: &Place,
    translations: &[Translation],
    counts: &mut Counts,
) -> Result<(), Error> {
    let known = if place.is_new { Vec::new() } else { articles::langs(db, place.id).await? };
    for text in translations {
        match (articles::put_translation(db, text).await?, known.contains(&text.lang)) {
            (false, _) => counts.unchanged += 1,
            (true, true) => counts.changed += 1,
            (true, false) => counts.new += 1,
        }
    }
    Ok(())
}

/// Promises, as part of the transaction, that the index learns what changed about an article.
pub(crate) async fn promise_index(ctx: &Services, db: &mut Db, article: Uuid) -> Result<(), Error> {
    let payload =
        serde_json::to_value(IndexArticle { article }).map_err(|error| Error::Internal(Box::new(error)))?;
    Ok(outbox::put(db, ctx.clock.id(), Kind::Index.as_str(), &payload, ctx.clock.now()).await?)
}
