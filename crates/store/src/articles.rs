//! Articles and their translations. Lists of them for feeds and programs are in [`crate::article_lists`], ratings in
//! [`crate::article_ratings`].

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use fyr_domain::{
    Lang,
    articles::{ArticleKind, Audience, ErrorState, Outdated, Readable},
};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Db, Result,
    case_folding::folded,
    run::{execute, fetch_all, fetch_optional},
};

/// A heading in the table of contents of an article.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TocEntry {
    /// Heading level: 2 for `h2`, and so on.
    pub level: u8,
    /// Fragment identifier of the heading.
    pub id: String,
    /// Text of the heading.
    pub text: String,
}

/// A published article in one language.
#[derive(Clone, Debug, FromRow)]
pub struct Article {
    /// Id of the article, the same in every language.
    pub id: Uuid,
    /// Slug in the URL.
    pub slug: String,
    /// Slug of the category.
    pub category: String,
    /// Language of this translation.
    #[sqlx(try_from = "String")]
    pub lang: LangColumn,
    /// Title in this language.
    pub title: String,
    /// Summary in one sentence.
    pub summary: String,
    /// Sanitised HTML of the body.
    pub html: String,
    /// Table of contents.
    pub toc: Json<Vec<TocEntry>>,
    /// Whether it is a machine translation that nobody has reviewed.
    pub machine_translated: bool,
    /// When the content of the translation last changed.
    pub updated_at: DateTime<Utc>,
    /// How far it is behind another language, an [`Outdated`]; `None` where it is not.
    pub outdated: Option<String>,
    /// The language that it is behind.
    pub follows_lang: Option<String>,
    /// Who may read it.
    #[sqlx(try_from = "String")]
    pub audience: Audience,
    /// What it is.
    #[sqlx(try_from = "String")]
    pub kind: ArticleKind,
    /// Of a known error, how far it has come: an [`ErrorState`].
    pub error_state: Option<String>,
    /// Since when it has come so far.
    pub error_state_at: Option<DateTime<Utc>>,
}

impl Article {
    /// How far a known error has come; `None` for other articles.
    pub fn error_state(&self) -> Option<ErrorState> {
        error_state(self.kind, self.error_state.as_deref())
    }

    /// How far it is behind another language.
    pub fn outdated(&self) -> Option<Outdated> {
        self.outdated.as_deref()?.parse().ok()
    }
}

/// The state of a known error, from the columns of an article.
pub(crate) fn error_state(kind: ArticleKind, stored: Option<&str>) -> Option<ErrorState> {
    let state = stored.and_then(|state| state.parse().ok()).unwrap_or(ErrorState::Investigating);
    (kind == ArticleKind::KnownError).then_some(state)
}

/// A [`Lang`] column, stored as its tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LangColumn(pub Lang);

impl TryFrom<String> for LangColumn {
    type Error = fyr_domain::lang::UnknownLang;
    fn try_from(tag: String) -> std::result::Result<Self, Self::Error> {
        tag.parse().map(Self)
    }
}

/// An article in a list.
#[derive(Clone, Debug, FromRow)]
pub struct ArticleSummary {
    /// Id of the article.
    pub id: Uuid,
    /// Slug in the URL.
    pub slug: String,
    /// Slug of the category.
    pub category: String,
    /// Language of this translation.
    #[sqlx(try_from = "String")]
    pub lang: LangColumn,
    /// Title in this language.
    pub title: String,
    /// Summary in one sentence.
    pub summary: String,
    /// Who may read it.
    #[sqlx(try_from = "String")]
    pub audience: Audience,
    /// What it is.
    #[sqlx(try_from = "String")]
    pub kind: ArticleKind,
    /// Of a known error, how far it has come: an [`ErrorState`].
    pub error_state: Option<String>,
}

impl ArticleSummary {
    /// How far a known error has come; `None` for other articles.
    pub fn error_state(&self) -> Option<ErrorState> {
        error_state(self.kind, self.error_state.as_deref())
    }
}

/// The columns of [`ArticleSummary`]: of the article `a`, its category `c` and its translation `t`.
macro_rules! article_summary {
    () => {
        "a.id, a.slug, c.slug AS category, a.audience, a.kind, a.error_state, t.lang, t.title, t.summary"
    };
}
pub(crate) use article_summary;

/// Whether the article `a` is published for a reader, whose [`Readable::as_parameter`] is the parameter with this number.
macro_rules! readable {
    ($parameter:literal) => {
        concat!(
            "(a.published AND ($",
            $parameter,
            " = '*' OR $",
            $parameter,
            " LIKE '% ' || a.audience || ' %'))"
        )
    };
}
pub(crate) use readable;

/// The tags of languages as one parameter, ` sv nb `, of which a statement finds any with `LIKE`.
fn tags(langs: &[Lang]) -> String {
    langs.iter().fold(" ".to_owned(), |tags, lang| tags + lang.tag() + " ")
}

/// The statement of [`find_by_slug`] for each language, in the order of [`Lang::ALL`].
static FIND_BY_SLUG: LazyLock<[String; Lang::ALL.len()]> = LazyLock::new(|| {
    Lang::ALL.map(|lang| {
        let places = lang.fallback_order().into_iter().enumerate();
        let places: Vec<String> =
            places.map(|(place, lang)| format!("WHEN '{}' THEN {place}", lang.tag())).collect();
        format!(
            "SELECT a.id, a.slug, c.slug AS category, t.lang, t.title, t.summary, t.html, t.toc, t.machine_translated, t.updated_at,
               t.outdated, t.follows_lang, a.audience, a.kind, a.error_state, a.error_state_at
             FROM articles a JOIN categories c ON c.id = a.category_id JOIN article_translations t ON t.article_id = a.id
             WHERE a.slug = $1 AND {} ORDER BY CASE t.lang {} END LIMIT 1",
            readable!(2),
            places.join(" ")
        )
    })
});

/// The article to which the address of an archived one leads, where the reader may read it.
pub async fn find_redirect(db: &mut Db, slug: &str, readable: &Readable) -> Result<Option<String>> {
    let sql = concat!(
        "SELECT a.slug FROM articles o JOIN articles a ON a.id = o.redirect_to_id
         WHERE o.slug = $1 AND o.archived_at IS NOT NULL AND NOT o.published AND ",
        readable!(2)
    );
    Ok(fetch_optional!(db, (String,), sql, slug, readable.as_parameter())?.map(|(slug,)| slug))
}

/// An article that the reader may read, in the given language, or in the first fallback language it exists in.
pub async fn find_by_slug(
    db: &mut Db,
    slug: &str,
    lang: Lang,
    readable: &Readable,
) -> Result<Option<Article>> {
    fetch_optional!(db, Article, &FIND_BY_SLUG[lang as usize], slug, readable.as_parameter())
}

/// The languages of an article's translations, in the order of [`Lang::ALL`].
pub async fn list_languages(db: &mut Db, article: Uuid) -> Result<Vec<Lang>> {
    let rows =
        fetch_all!(db, (String,), "SELECT lang FROM article_translations WHERE article_id = $1", article)?;
    Ok(Lang::ALL.into_iter().filter(|lang| rows.iter().any(|(tag,)| tag == lang.tag())).collect())
}

/// Articles of a category in one language that the reader may read, by title.
pub async fn list_by_category(
    db: &mut Db,
    category: &str,
    lang: Lang,
    readable: &Readable,
    limit: i64,
    offset: i64,
) -> Result<Vec<ArticleSummary>> {
    let sql = concat!(
        "SELECT ",
        article_summary!(),
        " FROM categories c JOIN articles a ON a.category_id = c.id AND ",
        readable!(3),
        " JOIN article_translations t ON t.article_id = a.id AND t.lang = $2
          WHERE c.slug = $1 ORDER BY t.title, a.slug LIMIT $4 OFFSET $5"
    );
    fetch_all!(db, ArticleSummary, sql, category, lang.tag(), readable.as_parameter(), limit, offset)
}

/// The first `limit` articles of every category by title that the reader may read, in each of these languages; ordered by category,
/// language and title.
pub async fn list_first_per_category(
    db: &mut Db,
    langs: &[Lang],
    readable: &Readable,
    limit: i64,
) -> Result<Vec<ArticleSummary>> {
    let sql = concat!(
        "SELECT id, slug, category, audience, kind, error_state, lang, title, summary FROM (SELECT ",
        article_summary!(),
        ", ROW_NUMBER() OVER (PARTITION BY c.id, t.lang ORDER BY t.title, a.slug) AS place
          FROM categories c JOIN articles a ON a.category_id = c.id AND ",
        readable!(2),
        " JOIN article_translations t ON t.article_id = a.id AND $1 LIKE '% ' || t.lang || ' %') listed
          WHERE place <= $3 ORDER BY category, lang, place"
    );
    fetch_all!(db, ArticleSummary, sql, tags(langs), readable.as_parameter(), limit)
}

/// The published articles with the most helpful votes in one language: `limit` of each audience.
pub async fn list_popular(db: &mut Db, lang: Lang, limit: i64) -> Result<Vec<ArticleSummary>> {
    let sql = concat!(
        "SELECT id, slug, category, audience, kind, error_state, lang, title, summary FROM (SELECT ",
        article_summary!(),
        ", a.helpful_yes, c.position,
            ROW_NUMBER() OVER (PARTITION BY a.audience ORDER BY a.helpful_yes DESC, c.position, a.slug) AS place
          FROM articles a JOIN categories c ON c.id = a.category_id
          JOIN article_translations t ON t.article_id = a.id AND t.lang = $1
          WHERE a.published) listed
          WHERE place <= $2 ORDER BY helpful_yes DESC, position, slug"
    );
    fetch_all!(db, ArticleSummary, sql, lang.tag(), limit)
}

/// Other articles of the same category that the reader may read, those with the most helpful votes first.
pub async fn list_related(
    db: &mut Db,
    article: Uuid,
    lang: Lang,
    readable: &Readable,
    limit: i64,
) -> Result<Vec<ArticleSummary>> {
    let sql = concat!(
        "SELECT ",
        article_summary!(),
        " FROM articles own JOIN articles a ON a.category_id = own.category_id AND a.id <> own.id AND ",
        readable!(3),
        " JOIN categories c ON c.id = a.category_id
          JOIN article_translations t ON t.article_id = a.id AND t.lang = $2
          WHERE own.id = $1 ORDER BY a.helpful_yes DESC, a.slug LIMIT $4"
    );
    fetch_all!(db, ArticleSummary, sql, article, lang.tag(), readable.as_parameter(), limit)
}

/// A translation with the summary of its article.
#[derive(Clone, Debug, FromRow)]
pub struct TranslationSummary {
    /// Id of the translation.
    pub translation_id: Uuid,
    /// The article in the language of the translation.
    #[sqlx(flatten)]
    pub article: ArticleSummary,
    /// Its headings.
    pub toc: Json<Vec<TocEntry>>,
}

/// Articles that the reader may read by the ids of their translations, unordered. Search hits are read from the database with this.
pub async fn list_by_translation_ids(
    db: &mut Db,
    ids: &[Uuid],
    readable: &Readable,
) -> Result<Vec<TranslationSummary>> {
    let readable = readable.as_parameter();
    let placeholders: Vec<String> = (2..ids.len() + 2).map(|n| format!("${n}")).collect();
    let sql = format!(
        "SELECT t.id AS translation_id, {}, t.toc
         FROM article_translations t JOIN articles a ON a.id = t.article_id AND {} JOIN categories c ON c.id = a.category_id
         WHERE t.id IN ({})",
        article_summary!(),
        readable!(1),
        if ids.is_empty() { "NULL".to_owned() } else { placeholders.join(", ") }
    );
    db.usable()?;
    match db.raw() {
        crate::connection::Raw::Sqlite(c) => {
            let query = sqlx::query_as::<_, TranslationSummary>(&sql).bind(readable);
            ids.iter().fold(query, |query, id| query.bind(*id)).fetch_all(c).await
        }
        crate::connection::Raw::Postgres(timed) => {
            let (c, limit) = timed.parts();
            let query = sqlx::query_as::<_, TranslationSummary>(&sql).bind(readable);
            let query = ids.iter().fold(query, |query, id| query.bind(*id));
            crate::connection::within(limit, query.fetch_all(c)).await
        }
    }
    .map_err(|error| db.failed(error))
}

/// Searches title, summary and text of what the reader may read by a `LIKE` pattern, for when the search engine is unavailable. The pattern comes from
/// [`like_pattern`](crate::tickets::like_pattern). Matches in the title come first.
pub async fn search(
    db: &mut Db,
    pattern: &str,
    lang: Lang,
    readable: &Readable,
    limit: i64,
) -> Result<Vec<ArticleSummary>> {
    let sql = concat!(
        "SELECT ",
        article_summary!(),
        " FROM article_translations t JOIN articles a ON a.id = t.article_id AND ",
        readable!(3),
        " JOIN categories c ON c.id = a.category_id WHERE t.lang = $2 AND (",
        folded!("t.title"),
        " LIKE $1 ESCAPE '\\' OR ",
        folded!("t.summary"),
        " LIKE $1 ESCAPE '\\' OR ",
        folded!("t.plain"),
        " LIKE $1 ESCAPE '\\') ORDER BY CASE WHEN ",
        folded!("t.title"),
        " LIKE $1 ESCAPE '\\' THEN 0 ELSE 1 END, a.helpful_yes DESC, a.slug LIMIT $4"
    );
    fetch_all!(db, ArticleSummary, sql, pattern, lang.tag(), readable.as_parameter(), limit)
}

/// A published translation with the fields that the search index stores.
#[derive(Clone, Debug, FromRow)]
pub struct IndexableTranslation {
    /// Id of the translation, and of the document in the index.
    pub id: Uuid,
    /// Id of the article.
    pub article_id: Uuid,
    /// Language of this translation.
    #[sqlx(try_from = "String")]
    pub lang: LangColumn,
    /// Slug of the category.
    pub category: String,
    /// Title in this language.
    pub title: String,
    /// Summary in one sentence.
    pub summary: String,
    /// Additional search terms.
    pub keywords: Json<Vec<String>>,
    /// Body as plain text.
    pub plain: String,
    /// Number of helpful votes.
    pub helpful_yes: i64,
    /// Who may read it.
    #[sqlx(try_from = "String")]
    pub audience: Audience,
}

/// Published translations with an id greater than `after`, in order of id; only those of one article where one is given.
pub async fn list_for_index(
    db: &mut Db,
    article: Option<Uuid>,
    after: Uuid,
    limit: i64,
) -> Result<Vec<IndexableTranslation>> {
    let sql = "SELECT t.id, t.article_id, t.lang, c.slug AS category, t.title, t.summary, t.keywords, t.plain, a.helpful_yes, a.audience
               FROM article_translations t JOIN articles a ON a.id = t.article_id AND a.published
               JOIN categories c ON c.id = a.category_id
               WHERE t.id > $1 AND ($2 IS NULL OR t.article_id = $2) ORDER BY t.id LIMIT $3";
    fetch_all!(db, IndexableTranslation, sql, after, article, limit)
}

/// Ids of all translations of an article, published or not: the documents the index may hold.
pub async fn list_translation_ids(db: &mut Db, article: Uuid) -> Result<Vec<Uuid>> {
    let rows = fetch_all!(
        db,
        (Uuid,),
        "SELECT id FROM article_translations WHERE article_id = $1 ORDER BY id",
        article
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Number of published translations, which is the expected number of documents in the index.
pub async fn count_published_translations(db: &mut Db) -> Result<i64> {
    let sql =
        "SELECT COUNT(*) FROM article_translations t JOIN articles a ON a.id = t.article_id AND a.published";
    crate::run::fetch_scalar!(db, i64, sql)
}

/// Id and URL slug of an article.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ArticleKey {
    /// Id of the article.
    pub id: Uuid,
    /// Slug in the URL.
    pub slug: String,
}

/// Inserts an imported article, or updates category and publication of the one with the same source key. One that was changed at
/// the desk stays as it is.
pub async fn upsert(
    db: &mut Db,
    id: Uuid,
    source_key: &str,
    slug: &str,
    category: Uuid,
    now: DateTime<Utc>,
) -> Result<ArticleKey> {
    let sql = "INSERT INTO articles (id, slug, source_key, category_id, published, created_at, edited_at)
               SELECT $1, $2, $3, $4, TRUE, $5, $5 WHERE NOT EXISTS (SELECT 1 FROM articles WHERE slug = $2 AND source_key <> $3)
               ON CONFLICT (source_key) DO UPDATE SET category_id = excluded.category_id, published = TRUE
               WHERE articles.origin = 'import'";
    if execute!(db, sql, id, slug, source_key, category, now)? == 0 {
        // the slug belongs to another article (or this one to the desk, and nothing is written): append a suffix from the id
        let unique_slug = format!("{slug}-{}", &id.simple().to_string()[24..]);
        execute!(db, sql, id, &unique_slug, source_key, category, now)?;
    }
    let key =
        fetch_optional!(db, ArticleKey, "SELECT id, slug FROM articles WHERE source_key = $1", source_key)?;
    Ok(key.unwrap_or_else(|| ArticleKey { id, slug: slug.to_owned() }))
}

/// An article that was imported from a folder.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ImportedArticle {
    /// Id of the article.
    pub id: Uuid,
    /// Path of its source inside the folder.
    pub source_key: String,
    /// Slug in the URL.
    pub slug: String,
}

/// Sets what an imported article is and who may read it; one that was changed at the desk stays as it is. `true` where that was
/// something else before.
pub async fn set_import_kind(
    db: &mut Db,
    article: Uuid,
    kind: ArticleKind,
    error_state: Option<ErrorState>,
    audience: Audience,
) -> Result<bool> {
    let sql = "UPDATE articles SET kind = $2, error_state = COALESCE($3, error_state), audience = $4
               WHERE id = $1 AND origin = 'import'
                 AND (kind <> $2 OR audience <> $4 OR COALESCE(error_state, '') <> COALESCE($3, error_state, ''))";
    let state = error_state.map(ErrorState::as_str);
    Ok(execute!(db, sql, article, kind.as_str(), state, audience.to_string())? == 1)
}

/// Records the folder that an article was last imported from.
pub async fn set_import_folder(db: &mut Db, article: Uuid, folder: &str) -> Result<()> {
    let sql = "UPDATE articles SET folder = $2 WHERE id = $1 AND (folder IS NULL OR folder <> $2)";
    execute!(db, sql, article, folder).map(|_| ())
}

/// Published articles that an import from a folder may unpublish: they were imported from it, and not changed at the desk, by source key.
pub async fn list_for_import_folder(db: &mut Db, folder: &str) -> Result<Vec<ImportedArticle>> {
    let sql =
        "SELECT id, source_key, slug FROM articles WHERE folder = $1 AND published AND origin = 'import'
               ORDER BY source_key";
    fetch_all!(db, ImportedArticle, sql, folder)
}

/// Ids of unpublished articles.
pub async fn list_unpublished_ids(db: &mut Db) -> Result<Vec<Uuid>> {
    let rows = fetch_all!(db, (Uuid,), "SELECT id FROM articles WHERE NOT published")?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Unpublishes an article in all languages; [`upsert`] publishes it again.
pub async fn unpublish(db: &mut Db, article: Uuid) -> Result<()> {
    execute!(db, "UPDATE articles SET published = FALSE WHERE id = $1", article).map(|_| ())
}

/// A translation to insert or update.
#[derive(Clone, Debug)]
pub struct ArticleTranslation {
    /// Id for a new translation; an existing one keeps its id.
    pub id: Uuid,
    /// Id of the article.
    pub article_id: Uuid,
    /// Language of the translation.
    pub lang: Lang,
    /// Title in this language.
    pub title: String,
    /// Summary in one sentence.
    pub summary: String,
    /// Additional search terms.
    pub keywords: Vec<String>,
    /// Source of the body in Markdown.
    pub source: String,
    /// Sanitised HTML rendered from the source.
    pub html: String,
    /// Table of contents.
    pub toc: Vec<TocEntry>,
    /// Body as plain text, for searching.
    pub plain: String,
    /// Whether it is a machine translation that nobody has reviewed.
    pub machine_translated: bool,
    /// When the content last changed.
    pub updated_at: DateTime<Utc>,
}

/// Inserts or updates a translation; `false` where the content is unchanged (`updated_at` is not compared). `updated_at` stays where
/// readers see no difference.
pub async fn upsert_translation(db: &mut Db, text: &ArticleTranslation) -> Result<bool> {
    let sql = "INSERT INTO article_translations
                 (id, article_id, lang, title, summary, keywords, source, html, toc, plain, machine_translated, updated_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
               ON CONFLICT (article_id, lang) DO UPDATE SET title = excluded.title, summary = excluded.summary,
                 keywords = excluded.keywords, source = excluded.source, html = excluded.html, toc = excluded.toc,
                 plain = excluded.plain, machine_translated = excluded.machine_translated,
                 updated_at = CASE WHEN article_translations.title = excluded.title
                   AND article_translations.summary = excluded.summary AND article_translations.html = excluded.html
                   THEN article_translations.updated_at ELSE excluded.updated_at END
               WHERE article_translations.title <> excluded.title OR article_translations.summary <> excluded.summary
                 OR article_translations.html <> excluded.html OR article_translations.keywords <> excluded.keywords
                 OR article_translations.source <> excluded.source OR article_translations.toc <> excluded.toc
                 OR article_translations.plain <> excluded.plain
                 OR article_translations.machine_translated <> excluded.machine_translated";
    let rows = execute!(
        db,
        sql,
        text.id,
        text.article_id,
        text.lang.tag(),
        &text.title,
        &text.summary,
        Json(&text.keywords),
        &text.source,
        &text.html,
        Json(&text.toc),
        &text.plain,
        text.machine_translated,
        text.updated_at
    )?;
    Ok(rows == 1)
}
