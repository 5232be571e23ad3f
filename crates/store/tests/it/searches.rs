//! What is searched, and whether that led anywhere.

use fyr_domain::{Lang, search_outcome::SearchOutcome};
use fyr_store::{
    Db,
    searches::{self, NewSearch, OpenSearch, RephrasedSearch, SearchGroup, Unanswered},
};
use fyr_testing::{Harness, on_both_engines};
use uuid::Uuid;

use crate::fixtures::{self, at};

on_both_engines! {
    a_trail_goes_on_until_it_is_settled,
    what_led_nowhere_is_listed_in_groups_of_people,
    an_article_knows_which_searches_led_to_it,
    what_was_rephrased_and_then_answered_is_listed,
    a_trail_that_another_has_replaced_is_settled,
    old_searches_are_deleted,
}

async fn insert(harness: &Harness, db: &mut Db, trail: Uuid, text: &str, hits: i64, minute: i64) -> Uuid {
    let id = harness.id();
    let search = NewSearch {
        id,
        trail_id: trail,
        lang: Lang::Sv,
        text: text.to_owned(),
        word_key: text.to_lowercase(),
        hits,
        at: at(minute),
    };
    searches::insert(db, &search).await.unwrap();
    id
}

async fn a_trail_goes_on_until_it_is_settled(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    let article = fixtures::article(harness, category, "a", &[Lang::Sv]).await;
    let other = fixtures::article(harness, category, "b", &[Lang::Sv]).await;
    let mut tx = harness.begin().await;
    let (mine, yours) = (harness.id(), harness.id());
    assert_eq!(searches::find_trail(&mut tx, "v1", at(0)).await.unwrap(), None);
    for (trail, visitor) in [(mine, "v1"), (yours, "v2")] {
        searches::put_trail(&mut tx, trail, visitor, at(1)).await.unwrap();
    }
    searches::put_trail(&mut tx, yours, "v2", at(40)).await.unwrap();
    assert_eq!(searches::find_trail(&mut tx, "v1", at(0)).await.unwrap(), Some(mine));
    assert_eq!(searches::find_trail(&mut tx, "v1", at(1)).await.unwrap(), None, "too long ago");
    let first = insert(harness, &mut tx, mine, "a", 3, 1).await;
    let second = insert(harness, &mut tx, mine, "B", 0, 2).await;
    insert(harness, &mut tx, yours, "c", 3, 40).await;
    let open = async |tx: &mut Db| searches::find_open(tx, mine).await.unwrap();
    assert_eq!(open(&mut tx).await, Some(OpenSearch { id: second, word_key: "b".to_owned() }));
    searches::set_outcome(&mut tx, second, SearchOutcome::Filed).await.unwrap();
    assert_eq!(open(&mut tx).await.map(|open| open.id), Some(first));
    for opened in [article, other] {
        searches::set_opened(&mut tx, first, opened).await.unwrap();
    }
    searches::settle(&mut tx, at(10)).await.unwrap();
    assert_eq!(open(&mut tx).await, None);
    assert_eq!(searches::find_trail(&mut tx, "v1", at(0)).await.unwrap(), None, "whose it was is forgotten");
    assert_eq!(searches::find_trail(&mut tx, "v2", at(0)).await.unwrap(), Some(yours));
    let counted = searches::count_outcomes(&mut tx, at(0)).await.unwrap();
    let counted: Vec<_> = counted.iter().map(|count| (count.outcome, count.searches)).collect();
    assert_eq!(counted, [(SearchOutcome::Answered, 1), (SearchOutcome::Filed, 1)]);
    assert!(searches::count_outcomes(&mut tx, at(3)).await.unwrap().is_empty());
    let leading = searches::list_leading_to(&mut tx, article, at(0), 1, 9).await.unwrap();
    assert_eq!(leading.len(), 1, "the article that was opened first");
    assert!(searches::list_leading_to(&mut tx, other, at(0), 1, 9).await.unwrap().is_empty());
}

fn texts(groups: &[SearchGroup]) -> Vec<(&str, i64)> {
    groups.iter().map(|group| (group.text.as_str(), group.people)).collect()
}

async fn what_led_nowhere_is_listed_in_groups_of_people(harness: &Harness) {
    let mut tx = harness.begin().await;
    for (text, hits, outcome, people) in [
        ("ingen", 0, None, 3),
        ("Ingen", 0, Some(SearchOutcome::Abandoned), 1),
        ("sällan", 0, None, 1),
        ("oöppnad", 4, Some(SearchOutcome::Abandoned), 2),
        ("ärende", 4, Some(SearchOutcome::Filed), 2),
        ("svar", 4, Some(SearchOutcome::Answered), 9),
    ] {
        for _ in 0..people {
            let trail = harness.id();
            // twice by one person is one person
            for minute in [1, 2] {
                let id = insert(harness, &mut tx, trail, text, hits, minute).await;
                if let Some(outcome) = outcome {
                    searches::set_outcome(&mut tx, id, outcome).await.unwrap();
                }
            }
        }
    }
    let list = async |tx: &mut Db, kind, least| {
        let groups = searches::list_unanswered(tx, kind, at(0), least, 9).await.unwrap();
        texts(&groups)
            .iter()
            .map(|(text, people)| format!("{} {people}", text.to_lowercase()))
            .collect::<Vec<_>>()
    };
    assert_eq!(list(&mut tx, Unanswered::NoHits, 1).await, ["ingen 4", "sällan 1"]);
    assert_eq!(list(&mut tx, Unanswered::NoHits, 2).await, ["ingen 4"]);
    assert_eq!(list(&mut tx, Unanswered::NotOpened, 1).await, ["oöppnad 2"]);
    assert_eq!(list(&mut tx, Unanswered::Filed, 1).await, ["ärende 2"]);
    let none = searches::list_unanswered(&mut tx, Unanswered::Filed, at(3), 1, 9).await.unwrap();
    assert!(none.is_empty(), "before the period");
}

async fn an_article_knows_which_searches_led_to_it(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    let article = fixtures::article(harness, category, "a", &[Lang::Sv]).await;
    let mut tx = harness.begin().await;
    for text in ["x", "x", "y"] {
        let trail = harness.id();
        let id = insert(harness, &mut tx, trail, text, 1, 1).await;
        searches::set_opened(&mut tx, id, article).await.unwrap();
        searches::set_outcome(&mut tx, id, SearchOutcome::Filed).await.unwrap();
    }
    let leading = searches::list_leading_to(&mut tx, article, at(0), 2, 9).await.unwrap();
    assert_eq!(texts(&leading), [("x", 2)]);
    assert_eq!(searches::count_filed_after(&mut tx, article, at(0)).await.unwrap(), 3);
    assert_eq!(searches::count_filed_after(&mut tx, article, at(2)).await.unwrap(), 0);
    assert_eq!(searches::count_filed_after(&mut tx, harness.id(), at(0)).await.unwrap(), 0);
}

async fn what_was_rephrased_and_then_answered_is_listed(harness: &Harness) {
    let mut tx = harness.begin().await;
    for outcome in [SearchOutcome::Answered, SearchOutcome::Answered, SearchOutcome::Abandoned] {
        let trail = harness.id();
        let first = insert(harness, &mut tx, trail, "kodord", 0, 1).await;
        searches::set_outcome(&mut tx, first, SearchOutcome::Rephrased).await.unwrap();
        let second = insert(harness, &mut tx, trail, "lösenord", 2, 2).await;
        searches::set_outcome(&mut tx, second, outcome).await.unwrap();
    }
    let list =
        async |tx: &mut Db, lang, least| searches::list_rephrased(tx, lang, at(0), least, 9).await.unwrap();
    let expected = RephrasedSearch { first: "kodord".into(), second: "lösenord".into(), people: 2 };
    assert_eq!(list(&mut tx, Lang::Sv, 2).await, [expected]);
    assert!(list(&mut tx, Lang::Sv, 3).await.is_empty());
    assert!(list(&mut tx, Lang::Nb, 1).await.is_empty());
}

async fn a_trail_that_another_has_replaced_is_settled(harness: &Harness) {
    let mut tx = harness.begin().await;
    let (before, now) = (harness.id(), harness.id());
    searches::put_trail(&mut tx, before, "v", at(1)).await.unwrap();
    insert(harness, &mut tx, before, "a", 1, 1).await;
    searches::put_trail(&mut tx, now, "v", at(40)).await.unwrap();
    let open = insert(harness, &mut tx, now, "b", 1, 40).await;
    searches::settle(&mut tx, at(10)).await.unwrap();
    assert_eq!(searches::find_open(&mut tx, before).await.unwrap(), None);
    assert_eq!(searches::find_open(&mut tx, now).await.unwrap().map(|open| open.id), Some(open));
}

async fn old_searches_are_deleted(harness: &Harness) {
    let mut tx = harness.begin().await;
    let trail = harness.id();
    for minute in [1, 2] {
        insert(harness, &mut tx, trail, "a", 0, minute).await;
    }
    assert_eq!(searches::delete_before(&mut tx, at(2)).await.unwrap(), 1);
    assert_eq!(searches::delete_before(&mut tx, at(2)).await.unwrap(), 0);
}
