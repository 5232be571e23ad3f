//! What people read, in each language it was written in.

use chrono::{DateTime, Utc};
use fyr_domain::Lang;
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Db, Result,
    letters::folded,
    run::{all, exec, one},
};

/// A heading of an article, for its table of contents.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TocEntry {
    /// 2 for `h2`, and so on.
    pub level: u8,
    /// The anchor.
    pub id: String,
    /// What it says.
    pub text: String,
}

/// An article in one language.
#[derive(Clone, Debug, FromRow)]
pub struct Article {
    /// The article, whatever the language.
    pub id: Uuid,
    /// In its address.
    pub slug: String,
    /// Slug of its category.
    pub category: String,
    /// Language of this text.
    #[sqlx(try_from = "String")]
    pub lang: LangColumn,
    /// The heading.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// Safe HTML.
    pub html: String,
    /// Its headings.
    pub toc: Json<Vec<TocEntry>>,
    /// Made by a machine and not read by a person.
    pub machine_translated: bool,
    /// When the text last changed.
    pub updated_at: DateTime<Utc>,
}

/// A language as stored.
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
pub struct Listed {
    /// The article.
    pub id: Uuid,
    /// In its address.
    pub slug: String,
    /// Slug of its category.
    pub category: String,
    /// Language of this text.
    #[sqlx(try_from = "String")]
    pub lang: LangColumn,
    /// The heading.
    pub title: String,
    /// One sentence.
    pub summary: String,
}

/// The order in which another language stands in for the wanted one (`$2`), as SQL.
macro_rules! nearest {
    () => {
        "CASE t.lang WHEN $2 THEN 0 WHEN (CASE $2 WHEN 'sv' THEN 'nb' ELSE 'sv' END) THEN 1 ELSE 2 END"
    };
}

/// A published article in the wanted language, else in the nearest it exists in.
pub async fn find(db: &mut Db, slug: &str, lang: Lang) -> Result<Option<Article>> {
    let sql = concat!(
        "SELECT a.id, a.slug, c.slug AS category, t.lang, t.title, t.summary, t.html, t.toc, t.machine_translated, t.updated_at
         FROM articles a JOIN categories c ON c.id = a.category_id JOIN article_translations t ON t.article_id = a.id
         WHERE a.slug = $1 AND a.published ORDER BY ",
        nearest!(),
        " LIMIT 1"
    );
    one!(db, Article, sql, slug, lang.tag())
}

/// The languages an article exists in.
pub async fn langs(db: &mut Db, article: Uuid) -> Result<Vec<Lang>> {
    let rows = all!(db, (String,), "SELECT lang FROM article_translations WHERE article_id = $1", article)?;
    Ok(Lang::ALL.into_iter().filter(|lang| rows.iter().any(|(tag,)| tag == lang.tag())).collect())
}

/// Published articles of a category in one language, by title.
pub async fn in_category(
    db: &mut Db,
    category: &str,
    lang: Lang,
    limit: i64,
    offset: i64,
) -> Result<Vec<Listed>> {
    let sql = "SELECT a.id, a.slug, c.slug AS category, t.lang, t.title, t.summary FROM categories c
               JOIN articles a ON a.category_id = c.id AND a.published
               JOIN article_translations t ON t.article_id = a.id AND t.lang = $2
               WHERE c.slug = $1 ORDER BY t.title, a.slug LIMIT $3 OFFSET $4";
    all!(db, Listed, sql, category, lang.tag(), limit, offset)
}

/// The first published articles of every category by title, in each of up to three languages; by category, language and
/// title.
pub async fn first_of_categories(db: &mut Db, langs: &[Lang], limit: i64) -> Result<Vec<Listed>> {
    let sql = "SELECT id, slug, category, lang, title, summary FROM (
                 SELECT a.id, a.slug, c.slug AS category, t.lang, t.title, t.summary,
                   ROW_NUMBER() OVER (PARTITION BY c.id, t.lang ORDER BY t.title, a.slug) AS place
                 FROM categories c JOIN articles a ON a.category_id = c.id AND a.published
                 JOIN article_translations t ON t.article_id = a.id AND t.lang IN ($1, $2, $3)) listed
               WHERE place <= $4 ORDER BY category, lang, place";
    let tag = |at: usize| langs.get(at).map_or("", |lang| lang.tag());
    all!(db, Listed, sql, tag(0), tag(1), tag(2), limit)
}

/// The articles most readers found helpful, in one language.
pub async fn popular(db: &mut Db, lang: Lang, limit: i64) -> Result<Vec<Listed>> {
    let sql = "SELECT a.id, a.slug, c.slug AS category, t.lang, t.title, t.summary FROM articles a
               JOIN categories c ON c.id = a.category_id
               JOIN article_translations t ON t.article_id = a.id AND t.lang = $1
               WHERE a.published ORDER BY a.helpful_yes DESC, c.position, a.slug LIMIT $2";
    all!(db, Listed, sql, lang.tag(), limit)
}

/// Other published articles of the same category, the helpful ones first.
pub async fn related(db: &mut Db, article: Uuid, lang: Lang, limit: i64) -> Result<Vec<Listed>> {
    let sql = "SELECT a.id, a.slug, c.slug AS category, t.lang, t.title, t.summary FROM articles own
               JOIN articles a ON a.category_id = own.category_id AND a.id <> own.id AND a.published
               JOIN categories c ON c.id = a.category_id
               JOIN article_translations t ON t.article_id = a.id AND t.lang = $2
               WHERE own.id = $1 ORDER BY a.helpful_yes DESC, a.slug LIMIT $3";
    all!(db, Listed, sql, article, lang.tag(), limit)
}

/// Published articles by the ids of their translations, in no particular order. Search hits are re-read with this.
pub async fn by_translation(db: &mut Db, ids: &[Uuid]) -> Result<Vec<(Uuid, Listed)>> {
    #[derive(FromRow)]
    struct Row {
        translation_id: Uuid,
        #[sqlx(flatten)]
        listed: Listed,
    }
    let marks: Vec<String> = (1..=ids.len()).map(|n| format!("${n}")).collect();
    let sql = format!(
        "SELECT t.id AS translation_id, a.id, a.slug, c.slug AS category, t.lang, t.title, t.summary FROM article_translations t
         JOIN articles a ON a.id = t.article_id AND a.published JOIN categories c ON c.id = a.category_id
         WHERE t.id IN ({})",
        if ids.is_empty() { "NULL".to_owned() } else { marks.join(", ") }
    );
    let rows = match db.raw() {
        crate::connect::Raw::Sqlite(c) => {
            ids.iter().fold(sqlx::query_as::<_, Row>(&sql), |query, id| query.bind(*id)).fetch_all(c).await?
        }
        crate::connect::Raw::Postgres(c) => {
            ids.iter().fold(sqlx::query_as::<_, Row>(&sql), |query, id| query.bind(*id)).fetch_all(c).await?
        }
    };
    Ok(rows.into_iter().map(|row| (row.translation_id, row.listed)).collect())
}

/// A plain search in the database, for when the search engine is away: the pattern must fit title, summary or text.
/// `pattern` comes from [`like_pattern`](crate::tickets::like_pattern). Fitting titles come first.
pub async fn search_plain(db: &mut Db, pattern: &str, lang: Lang, limit: i64) -> Result<Vec<Listed>> {
    let sql = concat!(
        "SELECT a.id, a.slug, c.slug AS category, t.lang, t.title, t.summary FROM article_translations t
         JOIN articles a ON a.id = t.article_id AND a.published JOIN categories c ON c.id = a.category_id
         WHERE t.lang = $2 AND (",
        folded!("t.title"),
        " LIKE $1 ESCAPE '\\' OR ",
        folded!("t.summary"),
        " LIKE $1 ESCAPE '\\' OR ",
        folded!("t.plain"),
        " LIKE $1 ESCAPE '\\') ORDER BY CASE WHEN ",
        folded!("t.title"),
        " LIKE $1 ESCAPE '\\' THEN 0 ELSE 1 END, a.helpful_yes DESC, a.slug LIMIT $3"
    );
    all!(db, Listed, sql, pattern, lang.tag(), limit)
}

/// What the search index holds of one translation.
#[derive(Clone, Debug, FromRow)]
pub struct Indexed {
    /// The translation.
    pub id: Uuid,
    /// The article.
    pub article_id: Uuid,
    /// Its language.
    #[sqlx(try_from = "String")]
    pub lang: LangColumn,
    /// Slug of its category.
    pub category: String,
    /// The heading.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// Other words people search for.
    pub keywords: Json<Vec<String>>,
    /// The text without markup.
    pub plain: String,
    /// How many readers found it helpful.
    pub helpful_yes: i64,
}

/// Published translations for the index after the given id, in order of id; of one article where one is named.
pub async fn for_index(db: &mut Db, article: Option<Uuid>, after: Uuid, limit: i64) -> Result<Vec<Indexed>> {
    let sql = "SELECT t.id, t.article_id, t.lang, c.slug AS category, t.title, t.summary, t.keywords, t.plain, a.helpful_yes
               FROM article_translations t JOIN articles a ON a.id = t.article_id AND a.published
               JOIN categories c ON c.id = a.category_id
               WHERE t.id > $1 AND ($2 IS NULL OR t.article_id = $2) ORDER BY t.id LIMIT $3";
    all!(db, Indexed, sql, after, article, limit)
}

/// Every translation of an article, published or not: what the index may hold of it.
pub async fn translation_ids(db: &mut Db, article: Uuid) -> Result<Vec<Uuid>> {
    let rows =
        all!(db, (Uuid,), "SELECT id FROM article_translations WHERE article_id = $1 ORDER BY id", article)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// How many published translations there are.
pub async fn count_published(db: &mut Db) -> Result<i64> {
    let sql =
        "SELECT COUNT(*) FROM article_translations t JOIN articles a ON a.id = t.article_id AND a.published";
    crate::run::value!(db, i64, sql)
}

/// Adds an article or moves the one with the same source; gives its id and slug.
pub async fn put(
    db: &mut Db,
    id: Uuid,
    source_key: &str,
    slug: &str,
    category: Uuid,
    now: DateTime<Utc>,
) -> Result<(Uuid, String)> {
    let sql = "INSERT INTO articles (id, slug, source_key, category_id, published, created_at)
               SELECT $1, $2, $3, $4, TRUE, $5 WHERE NOT EXISTS (SELECT 1 FROM articles WHERE slug = $2 AND source_key <> $3)
               ON CONFLICT (source_key) DO UPDATE SET category_id = excluded.category_id, published = TRUE";
    if exec!(db, sql, id, slug, source_key, category, now)? == 0 {
        // the slug is another article's: ours gets a tail that is its own
        let own = format!("{slug}-{}", &id.simple().to_string()[24..]);
        exec!(db, sql, id, &own, source_key, category, now)?;
    }
    let row = one!(db, (Uuid, String), "SELECT id, slug FROM articles WHERE source_key = $1", source_key)?;
    Ok(row.unwrap_or((id, slug.to_owned())))
}

/// An imported article: which, where it lies in its folder, and its address.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Source {
    /// The article.
    pub id: Uuid,
    /// Its place in the folder.
    pub source_key: String,
    /// In its address.
    pub slug: String,
}

/// Remembers from which folder an article came last.
pub async fn set_folder(db: &mut Db, article: Uuid, folder: &str) -> Result<()> {
    let sql = "UPDATE articles SET folder = $2 WHERE id = $1 AND (folder IS NULL OR folder <> $2)";
    exec!(db, sql, article, folder).map(|_| ())
}

/// The published articles that came from a folder, by their place in it.
pub async fn of_folder(db: &mut Db, folder: &str) -> Result<Vec<Source>> {
    let sql = "SELECT id, source_key, slug FROM articles WHERE folder = $1 AND published ORDER BY source_key";
    all!(db, Source, sql, folder)
}

/// The articles that are there and not published.
pub async fn unpublished(db: &mut Db) -> Result<Vec<Uuid>> {
    let rows = all!(db, (Uuid,), "SELECT id FROM articles WHERE NOT published")?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Takes an article out of everybody's sight, in all its languages. Put again, it is back.
pub async fn unpublish(db: &mut Db, article: Uuid) -> Result<()> {
    exec!(db, "UPDATE articles SET published = FALSE WHERE id = $1", article).map(|_| ())
}

/// What an import or an author puts as one language of an article.
#[derive(Clone, Debug)]
pub struct Translation {
    /// Used where the language is new.
    pub id: Uuid,
    /// Of which article.
    pub article_id: Uuid,
    /// In which language.
    pub lang: Lang,
    /// The heading.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// Other words people search for.
    pub keywords: Vec<String>,
    /// Markdown.
    pub source: String,
    /// Safe HTML made of it.
    pub html: String,
    /// Its headings.
    pub toc: Vec<TocEntry>,
    /// The text without markup.
    pub plain: String,
    /// Made by a machine and not read by a person.
    pub machine_translated: bool,
    /// When the text last changed.
    pub updated_at: DateTime<Utc>,
}

/// Puts one language of an article; `false` where it is already exactly so, whatever `updated_at` says.
pub async fn put_translation(db: &mut Db, text: &Translation) -> Result<bool> {
    let sql = "INSERT INTO article_translations
                 (id, article_id, lang, title, summary, keywords, source, html, toc, plain, machine_translated, updated_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
               ON CONFLICT (article_id, lang) DO UPDATE SET title = excluded.title, summary = excluded.summary,
                 keywords = excluded.keywords, source = excluded.source, html = excluded.html, toc = excluded.toc,
                 plain = excluded.plain, machine_translated = excluded.machine_translated, updated_at = excluded.updated_at
               WHERE article_translations.title <> excluded.title OR article_translations.summary <> excluded.summary
                 OR article_translations.html <> excluded.html OR article_translations.keywords <> excluded.keywords
                 OR article_translations.source <> excluded.source OR article_translations.toc <> excluded.toc
                 OR article_translations.plain <> excluded.plain
                 OR article_translations.machine_translated <> excluded.machine_translated";
    let rows = exec!(
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

/// What a reader thought of an article.
#[derive(Clone, Debug)]
pub struct Rating<'a> {
    /// Which article.
    pub article: Uuid,
    /// Who: a person's id, or a random key kept in the browser.
    pub reader: &'a str,
    /// Whether it helped.
    pub helpful: bool,
    /// Why.
    pub comment: Option<&'a str>,
    /// In which language they read it.
    pub lang: Lang,
}

/// Keeps one rating per reader and article, the last one, and the article's sums with it. A comment stays until there is
/// another, because people say why after they have said whether.
pub async fn rate(db: &mut Db, rating: &Rating<'_>, now: DateTime<Utc>) -> Result<()> {
    let Rating { article, reader, helpful, comment, lang } = rating;
    // one at a time: two who counted at once would each miss the other's rating
    exec!(db, "UPDATE articles SET helpful_yes = helpful_yes WHERE id = $1", *article)?;
    let sql =
        "INSERT INTO ratings (article_id, reader, helpful, comment, lang, at) VALUES ($1, $2, $3, $4, $5, $6)
               ON CONFLICT (article_id, reader) DO UPDATE SET helpful = excluded.helpful,
               comment = COALESCE(excluded.comment, ratings.comment), lang = excluded.lang, at = excluded.at";
    exec!(db, sql, *article, *reader, *helpful, *comment, lang.tag(), now)?;
    let sql = "UPDATE articles SET helpful_yes = (SELECT COUNT(*) FROM ratings WHERE article_id = $1 AND helpful),
               helpful_no = (SELECT COUNT(*) FROM ratings WHERE article_id = $1 AND NOT helpful) WHERE id = $1";
    exec!(db, sql, *article).map(|_| ())
}

/// How many readers an article helped, and how many not.
pub async fn rating_counts(db: &mut Db, article: Uuid) -> Result<Option<(i64, i64)>> {
    one!(db, (i64, i64), "SELECT helpful_yes, helpful_no FROM articles WHERE id = $1", article)
}
