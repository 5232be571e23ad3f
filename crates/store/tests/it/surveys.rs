//! What requesters thought of the help.

use fyr_store::surveys;

use crate::{
    bed::{Bed, on_both_engines},
    make::{self, at},
};

on_both_engines! {
    a_score_is_one_to_five,
    the_last_answer_counts,
}

async fn a_score_is_one_to_five(bed: &Bed) {
    let ticket = make::ticket(bed, None).await;
    for score in 1..=5 {
        let mut tx = bed.begin().await;
        surveys::put(&mut tx, ticket.id, score, None, at(score)).await.unwrap();
        assert_eq!(surveys::find(&mut tx, ticket.id).await.unwrap(), Some((score, None)));
    }
    for score in [0, 6, -1] {
        let mut tx = bed.begin().await;
        let refused = surveys::put(&mut tx, ticket.id, score, None, at(0)).await;
        assert!(matches!(refused, Err(fyr_store::Error::Database(_))), "{score}");
    }
    assert_eq!(surveys::find(&mut bed.read().await, ticket.id).await.unwrap(), None, "nothing was committed");
}

async fn the_last_answer_counts(bed: &Bed) {
    let (ticket, other) = (make::ticket(bed, None).await, make::ticket(bed, None).await);
    let mut tx = bed.begin().await;
    surveys::put(&mut tx, ticket.id, 2, Some("långsamt"), at(0)).await.unwrap();
    surveys::put(&mut tx, ticket.id, 5, Some("löst 🎉"), at(1)).await.unwrap();
    tx.commit().await.unwrap();
    let mut db = bed.read().await;
    assert_eq!(surveys::find(&mut db, ticket.id).await.unwrap(), Some((5, Some("löst 🎉".into()))));
    assert_eq!(surveys::find(&mut db, other.id).await.unwrap(), None);
}
