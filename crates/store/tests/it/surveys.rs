//! Answers to the survey about a ticket.

use fyr_store::surveys::{self, SurveyAnswer};
use fyr_testing::{Harness, on_both_engines};

use crate::fixtures::{self, at};

on_both_engines! {
    a_score_is_one_to_five,
    a_later_answer_replaces_an_earlier_one,
}

async fn a_score_is_one_to_five(harness: &Harness) {
    let ticket = fixtures::ticket(harness, None).await;
    for score in 1..=5 {
        let mut tx = harness.begin().await;
        surveys::upsert(&mut tx, ticket.id, score, None, at(score)).await.unwrap();
        assert_eq!(
            surveys::find_for_ticket(&mut tx, ticket.id).await.unwrap(),
            Some(SurveyAnswer { score, comment: None })
        );
    }
    for score in [0, 6, -1] {
        let mut tx = harness.begin().await;
        let refused = surveys::upsert(&mut tx, ticket.id, score, None, at(0)).await;
        assert!(matches!(refused, Err(fyr_store::Error::Database(_))), "{score}");
    }
    assert_eq!(
        surveys::find_for_ticket(&mut harness.read().await, ticket.id).await.unwrap(),
        None,
        "nothing was committed"
    );
}

async fn a_later_answer_replaces_an_earlier_one(harness: &Harness) {
    let (ticket, other) = (fixtures::ticket(harness, None).await, fixtures::ticket(harness, None).await);
    let mut tx = harness.begin().await;
    surveys::upsert(&mut tx, ticket.id, 2, Some("långsamt"), at(0)).await.unwrap();
    surveys::upsert(&mut tx, ticket.id, 5, Some("löst 🎉"), at(1)).await.unwrap();
    tx.commit().await.unwrap();
    let mut db = harness.read().await;
    assert_eq!(
        surveys::find_for_ticket(&mut db, ticket.id).await.unwrap(),
        Some(SurveyAnswer { score: 5, comment: Some("löst 🎉".into()) })
    );
    assert_eq!(surveys::find_for_ticket(&mut db, other.id).await.unwrap(), None);
}
