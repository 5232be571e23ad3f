//! Whom a known error affects, and who is told.

use fyr_domain::{
    Lang, Role,
    articles::{ArticleKind, Audience, ErrorState, Readable},
};
use fyr_store::{
    affected_readers::{self, AffectedReader},
    article_desk::{self, ArticleGroup, ArticleProperties, DeskFilter},
    article_lists, articles,
};
use fyr_testing::{Harness, on_both_engines};
use uuid::Uuid;

use crate::fixtures::{self, at};

on_both_engines! {
    a_reader_counts_once_and_may_follow,
    a_known_error_has_a_state_and_others_have_none,
    articles_of_a_kind_are_listed_for_their_readers,
}

async fn known_error(harness: &Harness, category: Uuid, slug: &str) -> Uuid {
    let id = fixtures::article(harness, category, slug, &[Lang::Sv]).await;
    let mut tx = harness.begin().await;
    let (audience, kind) = (Audience::EVERYONE, ArticleKind::KnownError);
    let properties = ArticleProperties { category, review_at: None, expires_at: None, audience, kind };
    article_desk::set_properties(&mut tx, id, properties, at(0)).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn a_reader_counts_once_and_may_follow(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    let (id, other) = (known_error(harness, category, "a").await, known_error(harness, category, "b").await);
    let user = fixtures::person(harness, Role::Participant, "Petra").await.id;
    let mut tx = harness.begin().await;
    assert_eq!(affected_readers::find(&mut tx, id, "r1").await.unwrap(), None);
    for _ in 0..2 {
        affected_readers::upsert(&mut tx, id, "r1", None, at(1)).await.unwrap();
        affected_readers::upsert(&mut tx, id, "r2", Some(user), at(2)).await.unwrap();
    }
    affected_readers::upsert(&mut tx, other, "r2", None, at(3)).await.unwrap();
    assert_eq!(affected_readers::count(&mut tx, id).await.unwrap(), 2);
    let of = |follows| Some(AffectedReader { follows });
    assert_eq!(affected_readers::find(&mut tx, id, "r1").await.unwrap(), of(false));
    assert_eq!(affected_readers::find(&mut tx, id, "r2").await.unwrap(), of(true));
    assert_eq!(affected_readers::list_followers(&mut tx, id).await.unwrap(), [user]);
    assert!(affected_readers::follows(&mut tx, id, user).await.unwrap());
    assert!(!affected_readers::follows(&mut tx, other, user).await.unwrap());
    assert_eq!(affected_readers::list_followed(&mut tx, user).await.unwrap(), [("a".to_owned(), at(2))]);
    affected_readers::unfollow(&mut tx, id, user).await.unwrap();
    assert_eq!(affected_readers::find(&mut tx, id, "r2").await.unwrap(), of(false), "it still affects them");
    assert!(affected_readers::list_followers(&mut tx, id).await.unwrap().is_empty());
    assert_eq!(affected_readers::count(&mut tx, id).await.unwrap(), 2);
}

async fn a_known_error_has_a_state_and_others_have_none(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    let id = known_error(harness, category, "a").await;
    let plain = fixtures::article(harness, category, "b", &[Lang::Sv]).await;
    let mut tx = harness.begin().await;
    let state =
        async |tx: &mut fyr_store::Db, id| article_desk::find(tx, id).await.unwrap().unwrap().error_state();
    assert_eq!(state(&mut tx, id).await, Some(ErrorState::Investigating), "until something else is said");
    assert_eq!(state(&mut tx, plain).await, None);
    assert!(!article_desk::set_error_state(&mut tx, id, ErrorState::Investigating, at(1)).await.unwrap());
    assert!(!article_desk::set_error_state(&mut tx, plain, ErrorState::Fixed, at(1)).await.unwrap());
    let open = DeskFilter { group: ArticleGroup::KnownErrors, ..DeskFilter::default() };
    assert_eq!(article_desk::count(&mut tx, &open, at(1)).await.unwrap(), 1);
    assert!(article_desk::set_error_state(&mut tx, id, ErrorState::Fixed, at(2)).await.unwrap());
    assert!(!article_desk::set_error_state(&mut tx, id, ErrorState::Fixed, at(3)).await.unwrap());
    assert_eq!(article_desk::count(&mut tx, &open, at(1)).await.unwrap(), 0);
    let article = articles::find_by_slug(&mut tx, "a", Lang::Sv, &Readable::All).await.unwrap().unwrap();
    assert_eq!((article.error_state(), article.error_state_at), (Some(ErrorState::Fixed), Some(at(2))));
}

async fn articles_of_a_kind_are_listed_for_their_readers(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    let fixed = known_error(harness, category, "fixed").await;
    for slug in ["open", "internal", "hidden"] {
        known_error(harness, category, slug).await;
    }
    fixtures::article(harness, category, "plain", &[Lang::Sv]).await;
    harness.sql("UPDATE articles SET audience = 'staff' WHERE slug = 'internal'").await;
    harness.sql("UPDATE articles SET published = FALSE WHERE slug = 'hidden'").await;
    let mut tx = harness.begin().await;
    article_desk::set_error_state(&mut tx, fixed, ErrorState::Fixed, at(5)).await.unwrap();
    let list = async |tx: &mut fyr_store::Db, readable: &Readable, since, limit| {
        let kind = ArticleKind::KnownError;
        let found = article_lists::list_by_kind(tx, kind, Lang::Sv, readable, since, limit).await.unwrap();
        found.into_iter().map(|article| article.slug).collect::<Vec<_>>()
    };
    let everyone = Readable::by_everyone();
    assert_eq!(list(&mut tx, &everyone, at(5), 9).await, ["fixed", "open"]);
    assert_eq!(list(&mut tx, &everyone, at(6), 9).await, ["open"], "fixed long ago");
    assert_eq!(list(&mut tx, &Readable::All, at(6), 9).await, ["internal", "open"]);
    assert_eq!(list(&mut tx, &Readable::All, at(6), 1).await, ["internal"]);
}
