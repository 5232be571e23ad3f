//! Text on both engines: storage, and case-insensitive search.

use fyr_domain::{Lang, articles::Readable};
use fyr_store::{
    articles,
    ticket_queue::{self, QueueFilter},
    tickets::{self, Ticket, like_pattern},
};
use fyr_testing::{Harness, on_both_engines};

use crate::fixtures;

on_both_engines! {
    letters_and_emoji_are_read_back_unchanged,
    like_wildcards_in_search_terms_are_matched_literally,
    search_ignores_case,
    other_alphabets_are_matched_case_sensitively,
    nordic_letters_are_distinct_from_their_base_letters,
    nul_characters_in_search_terms_are_ignored,
}

const LETTERS: &str = "åäö ÅÄÖ æø ÆØ áčđŋšŧž Łódź Île Київ عربى 日本語 👩🏽‍🚀🎉 'quoted' \"double\" \\ % _ $1 ?";

async fn letters_and_emoji_are_read_back_unchanged(harness: &Harness) {
    let ticket = Ticket {
        subject: LETTERS.into(),
        requester_name: LETTERS.into(),
        ..fixtures::new_ticket(harness, None)
    };
    fixtures::insert_ticket(harness, &ticket).await;
    let found = tickets::find_by_id(&mut harness.read().await, ticket.id).await.unwrap().unwrap();
    assert_eq!((found.subject.as_str(), found.requester_name.as_str()), (LETTERS, LETTERS));
}

/// Whether the search term finds `text` in the queue and in articles; both must agree.
async fn finds(harness: &Harness, text: &str, term: &str) -> bool {
    let ticket = Ticket { subject: text.into(), ..fixtures::new_ticket(harness, None) };
    let mut tx = harness.begin().await;
    assert!(tickets::insert(&mut tx, &ticket).await.unwrap());
    let filter = QueueFilter { text: Some(term.into()), ..QueueFilter::default() };
    let (rows, total) = ticket_queue::list_queue(&mut tx, &fixtures::agent(), &filter, 10, 0).await.unwrap();
    assert_eq!(i64::try_from(rows.len()).unwrap(), total);

    let category = insert_article(harness, &mut tx, text).await;
    let hits = articles::search(&mut tx, &like_pattern(term), Lang::Sv, &Readable::All, 10).await.unwrap();
    assert_eq!(
        hits.len(),
        rows.len(),
        "the queue and the articles agree about {term:?} in {text:?} ({category})"
    );
    !rows.is_empty()
}

async fn insert_article(harness: &Harness, tx: &mut fyr_store::Tx, text: &str) -> uuid::Uuid {
    let category = fyr_store::categories::upsert(tx, &fixtures::titled_item(harness, "c", 1)).await.unwrap();
    let id = articles::upsert(tx, harness.id(), "a", "a", category, fixtures::at(0)).await.unwrap().id;
    let text = articles::ArticleTranslation {
        plain: text.into(),
        summary: String::new(),
        ..fixtures::new_translation(harness, id, Lang::Sv, "")
    };
    articles::upsert_translation(tx, &text).await.unwrap();
    category
}

async fn like_wildcards_in_search_terms_are_matched_literally(harness: &Harness) {
    for (text, term, found) in [
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
        assert_eq!(finds(harness, text, term).await, found, "{term} in {text}");
    }
}

async fn search_ignores_case(harness: &Harness) {
    for (text, term) in [
        ("Åsa Öberg", "åSA"),
        ("Åsa Öberg", "ÖBERG"),
        ("ÄRENDE", "ärende"),
        ("ærlig", "ÆRLIG"),
        ("ØRJAN", "ørjan"),
        ("ANDRÉ MÜLLER", "andré müller"),
        ("ČÁŊA ĐŠŦŽ", "čáŋa đšŧž"),
        ("čáŋa đšŧž", "ČÁŊA ĐŠŦŽ"),
    ] {
        assert!(finds(harness, text, term).await, "{term} in {text}");
    }
}

async fn other_alphabets_are_matched_case_sensitively(harness: &Harness) {
    for (text, term) in
        [("Łukasz Łoś", "Łukasz"), ("Київ", "Київ"), ("İstanbul", "İstan"), ("ΟΔΟΣ", "ΟΔΟΣ"), ("🎉", "🎉")]
    {
        assert!(finds(harness, text, term).await, "{term} in {text}");
    }
    assert!(!finds(harness, "Київ", "Іван").await);
}

async fn nordic_letters_are_distinct_from_their_base_letters(harness: &Harness) {
    for (text, term) in [("träd", "tra"), ("trad", "trä"), ("bok", "bøk"), ("Oslo", "øslo")] {
        assert!(!finds(harness, text, term).await, "{term} in {text}");
    }
}

async fn nul_characters_in_search_terms_are_ignored(harness: &Harness) {
    assert!(finds(harness, "vanlig text", "vanlig\0").await, "it is no part of any text, so it is left out");
}
