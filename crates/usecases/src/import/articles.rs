//! Importing articles from a folder of Markdown files.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, HashMap},
    path::Path,
};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use fyr_content::{ArticleLinks, Import, Renderer, SourceArticle, import};
use fyr_domain::articles::{ArticleKind, Audience, AudienceLevel, ErrorState};
use fyr_store::{
    Db, article_desk, articles,
    articles::{ArticleKey, ArticleTranslation, TocEntry},
    organisations, settings,
    settings::Revision,
};
use uuid::Uuid;

use super::{ImportCounts, ImportReport, categories, invalid_file};
use crate::{
    Backend, Error,
    articles::{is_linkable, relink},
    events::Event,
};

/// The number of articles in one transaction, so that other writers get their turn in between.
const BATCH: usize = 50;

/// The files of one article, one for each language.
struct ArticleGroup<'a> {
    key: &'a str,
    translations: Vec<&'a SourceArticle>,
}

/// What to do with articles that were imported from the folder and have no file in it any more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MissingArticles {
    /// Unpublish them, unless the folder has no article at all, which is taken for a mistake.
    #[default]
    Unpublish,
    /// Leave them published.
    Keep,
}

/// Imports all articles of a folder in all their languages, and resolves the links between them. An existing article,
/// identified by its path in the folder, keeps its slug. Left unchanged are articles that were imported from elsewhere, and those that
/// were changed at the desk.
///
/// # Errors
/// [`Error::Unavailable`]; batches that were committed before remain, and importing again completes the rest.
/// [`Error::Internal`] where `categories.toml` cannot be read.
pub async fn articles(
    backend: &Backend,
    dir: &Path,
    missing: MissingArticles,
) -> Result<ImportReport, Error> {
    if !dir.is_dir() {
        return Err(invalid_file(dir, &"not a folder"));
    }
    let folder = dir.to_owned();
    let mut found = tokio::task::spawn_blocking(move || import::read_dir(&folder))
        .await
        .map_err(|error| Error::Internal(Box::new(error)))?;
    found.hold_back(backend.clock.now().with_timezone(&backend.settings.zone).date_naive());
    let mut groups: BTreeMap<&str, ArticleGroup<'_>> = BTreeMap::new();
    for text in &found.articles {
        groups
            .entry(&text.key)
            .or_insert_with(|| ArticleGroup { key: &text.key, translations: vec![] })
            .translations
            .push(text);
    }
    let mut report = ImportReport::default();
    let mut kinds = HashMap::new();
    {
        let mut db = backend.store.read().await?;
        for group in groups.values() {
            match kind_of(&mut db, group).await? {
                Ok(kind) => drop(kinds.insert(group.key, kind)),
                // nobody is to read what is not meant for them
                Err(reason) => report
                    .skipped
                    .extend(group.translations.iter().map(|text| (text.path.clone(), reason.to_owned()))),
            }
        }
    }
    let groups: Vec<ArticleGroup<'_>> =
        groups.into_values().filter(|group| kinds.contains_key(group.key)).collect();

    let mut tx = backend.begin().await?;
    let (category_ids, category_counts) =
        categories::import_all(backend, &mut tx, dir, &found.articles).await?;
    if category_counts.any_written() {
        settings::increment_revision(&mut tx, Revision::Classification).await?;
    }
    tx.commit().await?;
    report.counts.push(("categories", category_counts));

    // all slugs are assigned first, because articles link to each other
    let folder =
        std::fs::canonicalize(dir).map_err(|error| invalid_file(dir, &error))?.to_string_lossy().into_owned();
    let targets = upsert_articles(backend, &groups, &category_ids, &kinds, &folder).await?;
    let links = LinkResolver::new(found.links(), &groups, &targets);
    let mut counts = ArticleCounts::default();
    let (kept, written): (Vec<_>, Vec<_>) =
        groups.into_iter().partition(|group| targets.get(group.key).is_some_and(|target| target.is_of_desk));
    report.kept = kept
        .iter()
        .filter_map(|group| {
            let target = targets.get(group.key)?;
            Some((format!("/articles/{}", target.slug), group.key.to_owned()))
        })
        .collect();
    for batch in written.chunks(BATCH) {
        let rendered = batch.iter().map(|group| (group, render(backend, group, &targets, &links))).collect();
        write_batch(backend, rendered, &targets, &mut counts).await?;
    }
    report.counts.push(("articles", counts.articles));
    report.counts.push(("translations", counts.translations));
    if missing == MissingArticles::Unpublish && !found.articles.is_empty() {
        report.unpublished = unpublish_missing(backend, &folder, &found.keys()).await?;
    }
    let Import { skipped, warnings, .. } = found;
    report.skipped.extend(skipped.into_iter().map(|file| (file.path, file.reason.to_string())));
    report.warnings =
        warnings.into_iter().map(|warning| (warning.path, warning.problem.to_string())).collect();
    Ok(report)
}

/// The numbers of articles and of their translations.
#[derive(Default)]
struct ArticleCounts {
    articles: ImportCounts,
    translations: ImportCounts,
}

/// The row of an article to import.
struct TargetArticle {
    id: Uuid,
    slug: String,
    is_new: bool,
    /// It existed, but was not published.
    was_unpublished: bool,
    /// It was changed at the desk, and stays as it is there.
    is_of_desk: bool,
}

/// Upserts the rows of all articles, which assigns their slugs; returns them by source key.
async fn upsert_articles<'a>(
    backend: &Backend,
    groups: &[ArticleGroup<'a>],
    category_ids: &HashMap<String, Uuid>,
    kinds: &HashMap<&str, Option<ImportedKind>>,
    folder: &str,
) -> Result<HashMap<&'a str, TargetArticle>, Error> {
    let mut targets = HashMap::new();
    for batch in groups.chunks(BATCH) {
        let mut tx = backend.begin().await?;
        let unpublished = articles::list_unpublished_ids(&mut tx).await?;
        let of_desk: BTreeSet<String> =
            article_desk::list_desk_source_keys(&mut tx).await?.into_iter().collect();
        for group in batch {
            let Some(first) = group.translations.first() else { continue };
            let Some(category) = category_ids.get(&categories::category_slug(&first.category_key)) else {
                continue;
            };
            let new_id = backend.clock.id();
            let ArticleKey { id, slug } =
                articles::upsert(&mut tx, new_id, group.key, &first.slug, *category, backend.clock.now())
                    .await?;
            let is_of_desk = of_desk.contains(group.key);
            if !is_of_desk {
                articles::set_import_folder(&mut tx, id, folder).await?;
            }
            if let Some(Some(ImportedKind { kind, error_state, audience })) = kinds.get(group.key)
                && articles::set_import_kind(&mut tx, id, *kind, *error_state, *audience).await?
            {
                settings::increment_revision(&mut tx, Revision::Classification).await?;
                tx.emit(Event::ArticleChanged { article: id });
            }
            let was_unpublished = unpublished.contains(&id);
            let target = TargetArticle { id, slug, is_new: id == new_id, was_unpublished, is_of_desk };
            targets.insert(group.key, target);
        }
        tx.commit().await?;
    }
    Ok(targets)
}

/// What files say of an article as a whole.
#[derive(Clone, Copy, Debug)]
struct ImportedKind {
    kind: ArticleKind,
    error_state: Option<ErrorState>,
    audience: Audience,
}

/// What the files of an article say of it as a whole: the first that says something; `None` where none does. An error is why it cannot be imported.
async fn kind_of(
    db: &mut Db,
    group: &ArticleGroup<'_>,
) -> Result<Result<Option<ImportedKind>, &'static str>, Error> {
    let first = |field: fn(&SourceArticle) -> Option<&String>| {
        group.translations.iter().find_map(|text| field(text)).map(|value| value.to_lowercase())
    };
    let (kind, state) = (first(|text| text.kind.as_ref()), first(|text| text.error_state.as_ref()));
    let (level, slug) = (first(|text| text.audience.as_ref()), first(|text| text.organisation.as_ref()));
    if kind.is_none() && level.is_none() && slug.is_none() {
        return Ok(Ok(None));
    }
    let Ok(kind) = kind.map_or(Ok(ArticleKind::Article), |kind| kind.parse()) else {
        return Ok(Err("its kind is not known"));
    };
    let Ok(error_state) = state.map(|state| state.parse()).transpose() else {
        return Ok(Err("its error_state is not known"));
    };
    let Ok(level) = level.map_or(Ok(AudienceLevel::Everyone), |level| level.parse()) else {
        return Ok(Err("its audience is not known"));
    };
    let organisation = match slug {
        Some(slug) => match organisations::find_by_slug(db, &slug).await? {
            Some(known) => Some(known.id),
            None => return Ok(Err("its organisation is not known")),
        },
        None => None,
    };
    Ok(Ok(Some(ImportedKind { kind, error_state, audience: Audience::new(level, organisation) })))
}

/// Unpublishes articles that were imported from the folder and are no longer in it; returns path and source key of each.
async fn unpublish_missing(
    backend: &Backend,
    folder: &str,
    present_keys: &BTreeSet<String>,
) -> Result<Vec<(String, String)>, Error> {
    let mut tx = backend.begin().await?;
    let mut missing = articles::list_for_import_folder(&mut tx, folder).await?;
    missing.retain(|article| !present_keys.contains(&article.source_key));
    for article in &missing {
        articles::unpublish(&mut tx, article.id).await?;
        tx.emit(Event::ArticleChanged { article: article.id });
    }
    if !missing.is_empty() {
        settings::increment_revision(&mut tx, Revision::Classification).await?;
    }
    tx.commit().await?;
    Ok(missing
        .into_iter()
        .map(|article| (format!("/articles/{}", article.slug), article.source_key))
        .collect())
}

/// Resolves links between articles to the slugs they really have.
struct LinkResolver {
    links: ArticleLinks,
    /// The slug in the database by the slug that the file suggests.
    slugs: HashMap<String, String>,
}

impl LinkResolver {
    fn new(links: ArticleLinks, groups: &[ArticleGroup<'_>], targets: &HashMap<&str, TargetArticle>) -> Self {
        let slugs = groups.iter().filter_map(|group| {
            let (first, target) = (group.translations.first()?, targets.get(group.key)?);
            Some((first.slug.clone(), target.slug.clone()))
        });
        Self { slugs: slugs.collect(), links }
    }

    fn resolve(&self, from: &SourceArticle, href: &str) -> Option<String> {
        let Some(suggested) = self.links.resolve(from, href) else {
            return is_linkable(href).then(|| href.to_owned());
        };
        let (slug, fragment) = suggested.strip_prefix("/articles/")?.split_once('#').map_or_else(
            || (suggested.trim_start_matches("/articles/"), String::new()),
            |(slug, fragment)| (slug, format!("#{fragment}")),
        );
        Some(format!("/articles/{}{fragment}", self.slugs.get(slug).map_or(slug, String::as_str)))
    }
}

fn render(
    backend: &Backend,
    group: &ArticleGroup<'_>,
    targets: &HashMap<&str, TargetArticle>,
    links: &LinkResolver,
) -> Vec<ArticleTranslation> {
    let Some(target) = targets.get(group.key) else { return Vec::new() };
    let translation = |text: &&SourceArticle| {
        let resolved = RefCell::new(Vec::new());
        let resolve = |href: &str| {
            let path = links.resolve(text, href)?;
            resolved.borrow_mut().push((href.to_owned(), path.clone()));
            Some(path)
        };
        let rendered =
            Renderer::new(&resolve).in_language(text.lang).under_title(&text.title).render(&text.body);
        ArticleTranslation {
            id: backend.clock.id(),
            article_id: target.id,
            lang: text.lang,
            title: text.title.clone(),
            summary: text.summary.clone(),
            keywords: text.keywords.clone(),
            // as it can be changed at the desk, where nobody knows the folder
            source: relink(&text.body, &resolved.borrow()),
            html: rendered.html,
            toc: rendered
                .toc
                .into_iter()
                .map(|heading| TocEntry { level: heading.level, id: heading.id, text: heading.text })
                .collect(),
            plain: rendered.plain,
            machine_translated: text.machine_translated,
            updated_at: text.updated.and_then(noon).unwrap_or_else(|| backend.clock.now()),
        }
    };
    group.translations.iter().map(translation).collect()
}

/// Noon UTC of a day, which is on this day everywhere in Europe.
fn noon(day: NaiveDate) -> Option<DateTime<Utc>> {
    Some(day.and_time(NaiveTime::from_hms_opt(12, 0, 0)?).and_utc())
}

/// Writes the translations of some articles in one transaction.
async fn write_batch(
    backend: &Backend,
    rendered: Vec<(&ArticleGroup<'_>, Vec<ArticleTranslation>)>,
    targets: &HashMap<&str, TargetArticle>,
    counts: &mut ArticleCounts,
) -> Result<(), Error> {
    let mut tx = backend.begin().await?;
    let mut any_written = false;
    for (group, translations) in rendered {
        let Some(target) = targets.get(group.key) else { continue };
        let before = counts.translations.unchanged;
        upsert_translations(&mut tx, target, &translations, &mut counts.translations).await?;
        let written = target.was_unpublished || counts.translations.unchanged - before < translations.len();
        match (target.is_new, written) {
            (true, _) => counts.articles.new += 1,
            (false, true) => counts.articles.changed += 1,
            (false, false) => counts.articles.unchanged += 1,
        }
        if written {
            tx.emit(Event::ArticleChanged { article: target.id });
            any_written = true;
        }
    }
    if any_written {
        settings::increment_revision(&mut tx, Revision::Classification).await?;
    }
    tx.commit().await
}

async fn upsert_translations(
    db: &mut Db,
    target: &TargetArticle,
    translations: &[ArticleTranslation],
    counts: &mut ImportCounts,
) -> Result<(), Error> {
    let known = if target.is_new { Vec::new() } else { articles::list_languages(db, target.id).await? };
    for translation in translations {
        match (articles::upsert_translation(db, translation).await?, known.contains(&translation.lang)) {
            (false, _) => counts.unchanged += 1,
            (true, true) => counts.changed += 1,
            (true, false) => counts.new += 1,
        }
    }
    Ok(())
}
