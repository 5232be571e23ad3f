//! Ranking, totals, categories and paging.

use std::collections::HashSet;

use fyr_domain::Lang::Sv;
use fyr_search::Query;
use uuid::Uuid;

use super::{Engine, documents::FORM_COUNT, promises, query, search, titles};

promises! { all_documents:
    title_beats_keywords_beat_summary_beats_body,
    popularity_decides_between_equals,
    an_article_may_be_left_out,
    documents_with_all_words_come_before_those_with_some,
    categories_are_counted_and_filtered,
    pages_are_complete_and_do_not_overlap,
}

async fn title_beats_keywords_beat_summary_beats_body(engine: &Engine) {
    let results = search(engine, Sv, "kvitto").await;
    assert_eq!(titles(&results), ["Kvitto och utlägg", "Ersättning för resa", "Resor med tåg", "Egen bil"]);
    assert_eq!(results.total, 4);
}

async fn popularity_decides_between_equals(engine: &Engine) {
    let ids: Vec<Uuid> = search(engine, Sv, "parkering").await.hits.iter().map(|hit| hit.id).collect();
    assert_eq!(ids, [21, 22, 20].map(Uuid::from_u128));
}

async fn an_article_may_be_left_out(engine: &Engine) {
    let all = search(engine, Sv, "kvitto").await.hits;
    let excluding = Query { exclude: Some(all[0].article_id), ..query(Sv, "kvitto") };
    let results = engine.search(&excluding).await.unwrap();
    assert_eq!(results.total, all.len() as u64 - 1);
    let left: Vec<Uuid> = results.hits.iter().map(|hit| hit.id).collect();
    assert_eq!(left, all[1..].iter().map(|hit| hit.id).collect::<Vec<_>>());
}

async fn documents_with_all_words_come_before_those_with_some(engine: &Engine) {
    let both = titles(&search(engine, Sv, "kvitto resa").await);
    assert_eq!(both[..2], ["Ersättning för resa", "Resor med tåg"], "{both:?}");
    assert_eq!(titles(&search(engine, Sv, "xylofon lösenord").await), ["Byt lösenord"]);
    let either = search(engine, Sv, "snickeri xylofon aktivitetsrapport").await;
    let found: HashSet<String> = titles(&either).into_iter().collect();
    assert_eq!(found, HashSet::from(["Trä och snickeri", "Aktivitetsrapport"].map(str::to_owned)));
    assert_eq!(either.total, 2);
    assert_eq!(either.categories, [("ovrigt".to_owned(), 2)]);
    assert_eq!(search(engine, Sv, "xylofon zebrafink").await.total, 0);
}

async fn categories_are_counted_and_filtered(engine: &Engine) {
    let counts = [("ansokan".to_owned(), 15), ("intyg".to_owned(), 8)];
    assert_eq!(search(engine, Sv, "blankett").await.categories, counts);
    let in_category = |category: &str| Query { category: Some(category.to_owned()), ..query(Sv, "blankett") };
    let intyg = engine.search(&in_category("intyg")).await.unwrap();
    assert_eq!((intyg.total, intyg.hits.len()), (8, 8));
    assert_eq!(intyg.categories, counts, "counts are independent of the filter");
    for nowhere in ["konto", "finns-inte", "\" OR category EXISTS"] {
        let results = engine.search(&in_category(nowhere)).await.unwrap();
        assert_eq!((results.total, results.hits.len()), (0, 0), "{nowhere}");
        assert_eq!(results.categories, counts, "{nowhere}");
    }
    let any = Query { category: Some("konto".to_owned()), ..query(Sv, "xylofon lösenord") };
    assert_eq!(titles(&engine.search(&any).await.unwrap()), ["Byt lösenord"]);
}

async fn pages_are_complete_and_do_not_overlap(engine: &Engine) {
    let mut seen = HashSet::new();
    for (page, hits) in [(1, 10), (2, 10), (3, 3), (4, 0), (u32::MAX, 0)] {
        let results = engine.search(&Query { page, ..query(Sv, "blankett") }).await.unwrap();
        assert_eq!(results.total, u64::from(FORM_COUNT), "page {page}");
        assert_eq!(results.hits.len(), hits, "page {page}");
        assert!(results.hits.iter().all(|hit| seen.insert(hit.id)), "page {page} repeats a hit");
    }
    let results = engine.search(&Query { page: 0, per_page: 0, ..query(Sv, "blankett") }).await.unwrap();
    assert_eq!(results.hits.len(), 1, "page 0 is page 1, and a page has at least one hit");
    let results = engine.search(&Query { per_page: u32::MAX, ..query(Sv, "blankett") }).await.unwrap();
    assert_eq!(results.hits.len(), FORM_COUNT as usize);
}
