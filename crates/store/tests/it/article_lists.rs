//! Lists of published articles for feeds, site maps and programs.

use fyr_domain::{Lang, articles::Readable};
use fyr_store::{
    Db, article_lists,
    articles::{self, ArticleTranslation},
};
use fyr_testing::{Harness, on_both_engines};
use uuid::Uuid;

use crate::fixtures::{self, at};

on_both_engines! {
    what_was_changed_last_comes_first,
    addresses_are_listed_by_slug_and_language,
    published_articles_are_listed_and_counted,
    an_export_has_every_published_translation,
}

async fn what_was_changed_last_comes_first(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    for (slug, minute) in [("a", 3), ("b", 9), ("c", 6)] {
        let id = fixtures::article(harness, category, slug, &[Lang::Nb]).await;
        let text = fixtures::new_translation(harness, id, Lang::Sv, slug);
        let mut tx = harness.begin().await;
        articles::upsert_translation(&mut tx, &ArticleTranslation { updated_at: at(minute), ..text })
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
    let mut db = harness.read().await;
    let recent = article_lists::list_recent(&mut db, Lang::Sv, 2).await.unwrap();
    let listed: Vec<_> =
        recent.iter().map(|recent| (recent.article.slug.as_str(), recent.updated_at)).collect();
    assert_eq!(listed, [("b", at(9)), ("c", at(6))]);
    harness.sql("UPDATE articles SET audience = 'staff' WHERE slug = 'c'").await;
    let recent = article_lists::list_recent(&mut db, Lang::Sv, 1).await.unwrap();
    let listed: Vec<_> = recent.iter().map(|recent| recent.article.slug.as_str()).collect();
    assert_eq!(listed, ["b", "c"], "the limit is one of each audience");
    harness.sql("UPDATE articles SET published = FALSE WHERE slug = 'b'").await;
    assert_eq!(article_lists::list_recent(&mut db, Lang::Sv, 1).await.unwrap()[0].article.slug, "c");
}

async fn addresses_are_listed_by_slug_and_language(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    for slug in ["a", "b", "c", "hidden", "internal"] {
        fixtures::article(harness, category, slug, &[Lang::Nb, Lang::Sv]).await;
    }
    harness.sql("UPDATE articles SET audience = 'participants' WHERE slug = 'internal'").await;
    harness.sql("UPDATE articles SET published = FALSE WHERE slug = 'hidden'").await;
    let mut db = harness.read().await;
    let list = async |db: &mut Db, after: &str, limit| {
        let found = article_lists::list_addresses(db, after, limit).await.unwrap();
        found.into_iter().map(|address| format!("{} {}", address.slug, address.lang.0)).collect::<Vec<_>>()
    };
    assert_eq!(list(&mut db, "", 2).await, ["a nb", "a sv", "b nb", "b sv"], "the limit is one of articles");
    assert_eq!(list(&mut db, "b", 2).await, ["c nb", "c sv"]);
}

async fn published_articles_are_listed_and_counted(harness: &Harness) {
    let (category, other) = (fixtures::category(harness, "c").await, fixtures::category(harness, "d").await);
    for (slug, category) in [("b", category), ("a", category), ("x", other), ("hidden", category)] {
        fixtures::article(harness, category, slug, &[Lang::Sv]).await;
    }
    harness.sql("UPDATE articles SET published = FALSE WHERE slug = 'hidden'").await;
    let mut db = harness.read().await;
    let list = async |db: &mut Db, category, limit, offset| {
        let found =
            article_lists::list_published(db, Lang::Sv, category, &Readable::by_everyone(), limit, offset)
                .await
                .unwrap();
        found.into_iter().map(|listed| listed.article.slug).collect::<Vec<_>>()
    };
    fixtures::article(harness, category, "internal", &[Lang::Sv]).await;
    harness.sql("UPDATE articles SET audience = 'staff' WHERE slug = 'internal'").await;
    assert_eq!(list(&mut db, None, 10, 0).await, ["a", "b", "x"]);
    assert_eq!(article_lists::count_published(&mut db, Lang::Sv, None, &Readable::All).await.unwrap(), 4);
    assert_eq!(list(&mut db, Some("c"), 1, 1).await, ["b"]);
    assert_eq!(
        article_lists::count_published(&mut db, Lang::Sv, None, &Readable::by_everyone()).await.unwrap(),
        3
    );
    assert_eq!(
        article_lists::count_published(&mut db, Lang::Sv, Some("d"), &Readable::by_everyone()).await.unwrap(),
        1
    );
    assert_eq!(
        article_lists::count_published(&mut db, Lang::Nb, None, &Readable::by_everyone()).await.unwrap(),
        0
    );
}

async fn an_export_has_every_published_translation(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    for slug in ["a", "hidden", "internal"] {
        fixtures::article(harness, category, slug, &[Lang::Sv, Lang::Nb]).await;
    }
    harness.sql("UPDATE articles SET published = FALSE WHERE slug = 'hidden'").await;
    harness.sql("UPDATE articles SET audience = 'staff', kind = 'guide' WHERE slug = 'internal'").await;
    let mut db = harness.read().await;
    let first = article_lists::list_for_export(&mut db, Uuid::nil(), 3).await.unwrap();
    let rest = article_lists::list_for_export(&mut db, first[2].id, 3).await.unwrap();
    let mut listed: Vec<_> = first
        .iter()
        .chain(&rest)
        .map(|text| {
            format!("{} {} {} {} {}", text.slug, text.lang.0, text.category, text.kind, text.audience)
        })
        .collect();
    listed.sort();
    assert_eq!(
        listed,
        [
            "a nb c article everyone",
            "a sv c article everyone",
            "internal nb c guide staff",
            "internal sv c guide staff"
        ]
    );
    assert_eq!((first[0].keywords.0.len(), first[0].summary.is_empty()), (2, false));
}
