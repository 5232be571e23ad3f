//! Pictures in articles that are written at the desk.

use chrono::{DateTime, Utc};
use fyr_domain::articles::Audience;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_optional},
};

/// A picture to insert.
#[derive(Clone, Debug)]
pub struct NewImage {
    /// Id of the picture.
    pub id: Uuid,
    /// Id of the article.
    pub article_id: Uuid,
    /// `image/png` or `image/jpeg`.
    pub media_type: &'static str,
    /// The bytes in Base64.
    pub data: String,
    /// Who has added it.
    pub added_by_id: Option<Uuid>,
    /// When it was done.
    pub added_at: DateTime<Utc>,
}

/// Inserts a picture; one with its id stays as it is.
pub async fn insert(db: &mut Db, image: &NewImage) -> Result<()> {
    let sql = "INSERT INTO article_images (id, article_id, media_type, data, added_by_id, added_at)
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING";
    let NewImage { id, article_id, media_type, data, added_by_id, added_at } = image;
    execute!(db, sql, *id, *article_id, *media_type, data, *added_by_id, *added_at).map(|_| ())
}

/// A stored picture.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ArticleImage {
    /// `image/png` or `image/jpeg`.
    pub media_type: String,
    /// The bytes in Base64.
    pub data: String,
    /// Whether readers find its article.
    pub published: bool,
    /// Who may read its article.
    #[sqlx(try_from = "String")]
    pub audience: Audience,
}

/// A picture by its id.
pub async fn find(db: &mut Db, image: Uuid) -> Result<Option<ArticleImage>> {
    let sql = "SELECT i.media_type, i.data, a.published, a.audience FROM article_images i JOIN articles a ON a.id = i.article_id WHERE i.id = $1";
    fetch_optional!(db, ArticleImage, sql, image)
}
