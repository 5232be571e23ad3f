//! Letters: what is written comes back, and what is looked for is found as it stands, on both engines alike.

use fyr_domain::Lang;
use fyr_store::{
    articles,
    tickets::{self, QueueFilter, Ticket, like_pattern},
};

use crate::{
    bed::{Bed, on_both_engines},
    make,
};

on_both_engines! {
    letters_and_emoji_come_back_as_they_were_written,
    signs_that_mean_something_to_like_are_looked_for_as_they_stand,
    capitals_are_found_by_small_letters_and_the_other_way_round,
    letters_of_other_alphabets_are_found_as_they_were_written,
    nordic_letters_are_letters_of_their_own,
    a_nul_character_is_looked_for_in_vain_and_breaks_nothing,
}

const LETTERS: &str = "åäö ÅÄÖ æø ÆØ áčđŋšŧž Łódź Île Київ عربى 日本語 👩🏽‍🚀🎉 'quoted' \"double\" \\ % _ $1 ?";

async fn letters_and_emoji_come_back_as_they_were_written(bed: &Bed) {
    let ticket =
        Ticket { subject: LETTERS.into(), requester_name: LETTERS.into(), ..make::new_ticket(bed, None) };
    make::put(bed, &ticket).await;
    let found = tickets::find(&mut bed.read().await, ticket.id).await.unwrap().unwrap();
    assert_eq!((found.subject.as_str(), found.requester_name.as_str()), (LETTERS, LETTERS));
}

/// Whether the queue, and the plain search of articles, find `text` by `wanted`.
async fn finds(bed: &Bed, text: &str, wanted: &str) -> bool {
    let ticket = Ticket { subject: text.into(), ..make::new_ticket(bed, None) };
    let mut tx = bed.begin().await;
    assert!(tickets::put(&mut tx, &ticket).await.unwrap());
    let filter = QueueFilter { text: Some(wanted.into()), ..QueueFilter::default() };
    let (rows, total) = tickets::queue(&mut tx, &make::agent(), &filter, 10, 0).await.unwrap();
    assert_eq!(i64::try_from(rows.len()).unwrap(), total);

    let category = make_article(bed, &mut tx, text).await;
    let hits = articles::search_plain(&mut tx, &like_pattern(wanted), Lang::Sv, 10).await.unwrap();
    assert_eq!(
        hits.len(),
        rows.len(),
        "the queue and the articles agree about {wanted:?} in {text:?} ({category})"
    );
    !rows.is_empty()
}

async fn make_article(bed: &Bed, tx: &mut fyr_store::Tx, text: &str) -> uuid::Uuid {
    let category = fyr_store::catalogue::put_category(tx, &make::listed(bed, "c", 1)).await.unwrap();
    let (id, _) = articles::put(tx, bed.id(), "a", "a", category, make::at(0)).await.unwrap();
    let text = articles::Translation {
        plain: text.into(),
        summary: String::new(),
        ..make::new_text(bed, id, Lang::Sv, "")
    };
    articles::put_translation(tx, &text).await.unwrap();
    category
}

async fn signs_that_mean_something_to_like_are_looked_for_as_they_stand(bed: &Bed) {
    for (text, wanted, found) in [
        ("100 % klart", "100 %", true),
        ("100 procent", "100 %", false),
        ("100 procent", "%", false),
        ("fil_namn", "l_n", true),
        ("filXnamn", "l_n", false),
        (r"C:\temp", r"c:\t", true),
        (r"C:temp", r"\", false),
        (r"50\% av", r"\%", true),
        ("50% av", r"\%", false),
        ("it's", "t's", true),
    ] {
        assert_eq!(finds(bed, text, wanted).await, found, "{wanted} in {text}");
    }
}

async fn capitals_are_found_by_small_letters_and_the_other_way_round(bed: &Bed) {
    for (text, wanted) in [
        ("Åsa Öberg", "åSA"),
        ("Åsa Öberg", "ÖBERG"),
        ("ÄRENDE", "ärende"),
        ("ærlig", "ÆRLIG"),
        ("ØRJAN", "ørjan"),
        ("ANDRÉ MÜLLER", "andré müller"),
        ("ČÁŊA ĐŠŦŽ", "čáŋa đšŧž"),
        ("čáŋa đšŧž", "ČÁŊA ĐŠŦŽ"),
    ] {
        assert!(finds(bed, text, wanted).await, "{wanted} in {text}");
    }
}

async fn letters_of_other_alphabets_are_found_as_they_were_written(bed: &Bed) {
    for (text, wanted) in
        [("Łukasz Łoś", "Łukasz"), ("Київ", "Київ"), ("İstanbul", "İstan"), ("ΟΔΟΣ", "ΟΔΟΣ"), ("🎉", "🎉")]
    {
        assert!(finds(bed, text, wanted).await, "{wanted} in {text}");
    }
    assert!(!finds(bed, "Київ", "Іван").await);
}

async fn nordic_letters_are_letters_of_their_own(bed: &Bed) {
    for (text, wanted) in [("träd", "tra"), ("trad", "trä"), ("bok", "bøk"), ("Oslo", "øslo")] {
        assert!(!finds(bed, text, wanted).await, "{wanted} in {text}");
    }
}

async fn a_nul_character_is_looked_for_in_vain_and_breaks_nothing(bed: &Bed) {
    assert!(finds(bed, "vanlig text", "vanlig\0").await, "it is no part of any text, so it is left out");
}
