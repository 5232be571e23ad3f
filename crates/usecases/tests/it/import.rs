//! Importing articles and demonstration data; importing the same files again changes nothing.

use std::path::Path;

use fyr_domain::{
    Actor, Lang, Level, Role, User,
    articles::{ArticleKind, ArticleText, ErrorState, Readable},
    tickets::TicketEventKind,
};
use fyr_usecases::{
    accounts::{self, SignInAttempt},
    articles::{self, Publication, TextRef},
    classification,
    import::{self, ImportCounts, MissingArticles},
    people, search, status,
    store::{people as rows, ticket_events, ticket_queue, tickets},
};
use uuid::Uuid;

use crate::support::Fixture;

const NEW: fn(usize) -> ImportCounts = |new| ImportCounts { new, ..ImportCounts::default() };
const UNCHANGED: fn(usize) -> ImportCounts =
    |unchanged| ImportCounts { unchanged, ..ImportCounts::default() };

fn article(title: &str, text: &str) -> String {
    format!("---\ntitle: {title}\ndescription: Om {title}\n---\n\n{text}\n")
}

#[tokio::test]
async fn the_same_place_below_each_language_is_one_article() {
    let fyr = Fixture::new().await;
    for (lang, title) in
        [("sv", "Nytt lösenord"), ("nb", "Nytt passord"), ("nn", "Nytt passord"), ("en", "New password")]
    {
        fyr.write(&format!("{lang}/sign-in/password.md"), &article(title, "Text."));
    }
    fyr.write("sv/sign-in/code.md", &article("Engångskod", "Text."));
    let report = fyr.import().await;
    assert_eq!((report.counts_for("articles"), report.counts_for("translations")), (NEW(2), NEW(5)));
    let reading =
        articles::find_page(&fyr.backend, &Actor::ANONYMOUS, "password", Lang::Nb).await.expect("an article");
    assert_eq!(reading.article.title, "Nytt passord");
    assert_eq!(reading.langs, Lang::ALL);
    let shown =
        articles::find_page(&fyr.backend, &Actor::ANONYMOUS, "code", Lang::En).await.expect("an article");
    assert_eq!((shown.article.lang.0, shown.langs), (Lang::Sv, vec![Lang::Sv]), "another language stands in");
}

#[tokio::test]
async fn the_nearest_language_stands_in_for_one_that_an_article_lacks() {
    let fyr = Fixture::new().await;
    let all = ["sv", "nb", "nn", "en"];
    for lacking in Lang::ALL {
        for lang in all.iter().filter(|tag| **tag != lacking.tag()) {
            fyr.write(&format!("{lang}/sign-in/without-{lacking}.md"), &article(lang, "Text."));
        }
    }
    fyr.import().await;
    for lacking in Lang::ALL {
        let slug = format!("without-{lacking}");
        let shown = articles::find_page(&fyr.backend, &Actor::ANONYMOUS, &slug, lacking)
            .await
            .expect("an article")
            .article;
        assert_eq!(shown.lang.0, lacking.fallback_order()[1], "{lacking}");
    }
}

#[tokio::test]
async fn importing_twice_changes_nothing() {
    let fyr = Fixture::new().await;
    fyr.write("sv/sign-in/password.md", &article("Nytt lösenord", "Text."));
    fyr.write("sv/empty.md", "");
    fyr.import_and_index().await;
    let before = articles::find_page(&fyr.backend, &Actor::ANONYMOUS, "password", Lang::Sv)
        .await
        .expect("an article")
        .article;
    fyr.clock.advance(chrono::TimeDelta::days(1));
    let report = fyr.import().await;
    assert_eq!(
        (report.counts_for("articles"), report.counts_for("translations")),
        (UNCHANGED(1), UNCHANGED(1))
    );
    assert!(!report.any_written(), "{report}");
    assert_eq!(fyr.pending_jobs().await, 0, "no index job");
    let after = articles::find_page(&fyr.backend, &Actor::ANONYMOUS, "password", Lang::Sv)
        .await
        .expect("an article")
        .article;
    assert_eq!((before.id, before.updated_at), (after.id, after.updated_at));
    assert_eq!(report.skipped, [("sv/empty.md".to_owned(), "no text".to_owned())]);
}

#[tokio::test]
async fn only_what_changed_is_written() {
    let fyr = Fixture::new().await;
    for name in ["a", "b", "c"] {
        fyr.write(&format!("sv/sign-in/{name}.md"), &article(name, "Text."));
    }
    fyr.import_and_index().await;
    fyr.write("sv/sign-in/b.md", &article("b", "Ny text om fyrvaktare."));
    fyr.write("en/sign-in/c.md", &article("c", "Text."));
    let report = fyr.import().await;
    assert_eq!(report.counts_for("articles"), ImportCounts { new: 0, changed: 2, unchanged: 1 });
    assert_eq!(report.counts_for("translations"), ImportCounts { new: 1, changed: 1, unchanged: 2 });
    assert_eq!(fyr.pending_jobs().await, 2);
    fyr.index().await;
    let hits =
        search::suggest(&fyr.backend, &Actor::ANONYMOUS, Lang::Sv, "fyrvaktare", 5).await.expect("an answer");
    assert_eq!(hits.iter().map(|hit| hit.href.as_str()).collect::<Vec<_>>(), ["/articles/b"]);
}

async fn count_hits(fyr: &Fixture, word: &str) -> usize {
    search::suggest(&fyr.backend, &Actor::ANONYMOUS, Lang::Sv, word, 5).await.expect("an answer").len()
}

#[tokio::test]
async fn an_article_whose_file_is_missing_is_unpublished_until_the_file_is_back() {
    let fyr = Fixture::new().await;
    for name in ["stays", "goes"] {
        fyr.write(&format!("sv/sea/{name}.md"), &article(name, "Text om fyrvaktare."));
    }
    let other = tempfile::tempdir().expect("a folder");
    std::fs::create_dir_all(other.path().join("sv/sea")).expect("a folder");
    std::fs::write(other.path().join("sv/sea/elsewhere.md"), article("elsewhere", "Text.")).expect("written");
    import::articles(&fyr.backend, other.path(), MissingArticles::Unpublish).await.expect("imported");
    fyr.import_and_index().await;
    assert_eq!(count_hits(&fyr, "fyrvaktare").await, 2);

    std::fs::remove_file(fyr.content().join("sv/sea/goes.md")).expect("removed");
    let kept = import::articles(&fyr.backend, &fyr.content(), MissingArticles::Keep).await.expect("imported");
    assert!(!kept.any_written(), "{kept}");
    let report = fyr.import().await;
    assert_eq!(report.unpublished, [("/articles/goes".to_owned(), "sea/goes".to_owned())]);
    assert!(report.to_string().contains("/articles/goes (sea/goes)"), "{report}");
    fyr.index().await;
    assert!(articles::find_page(&fyr.backend, &Actor::ANONYMOUS, "goes", Lang::Sv).await.is_err());
    assert_eq!(count_hits(&fyr, "fyrvaktare").await, 1, "the index is updated");
    let classification = classification::get(&fyr.backend).await.expect("a classification");
    assert_eq!(
        classification.article_count("sea", Lang::Sv, &Readable::by_everyone()),
        2,
        "what came from elsewhere is still there"
    );
    assert!(!fyr.import().await.any_written(), "nothing is left to unpublish");

    fyr.write("sv/sea/goes.md", &article("goes", "Text om fyrvaktare."));
    let restored = fyr.import().await;
    assert_eq!(restored.counts_for("articles"), ImportCounts { new: 0, changed: 1, unchanged: 1 });
    fyr.index().await;
    assert_eq!(count_hits(&fyr, "fyrvaktare").await, 2);
}

#[tokio::test]
async fn an_empty_file_and_an_empty_folder_unpublish_nothing() {
    let fyr = Fixture::new().await;
    fyr.write("sv/sea/a.md", &article("a", "Text."));
    fyr.write("sv/sea/b.md", &article("b", "Text."));
    fyr.import().await;
    fyr.write("sv/sea/a.md", "");
    assert!(fyr.import().await.unpublished.is_empty(), "a file without text is a mistake");
    fyr.write("sv/sea/a.md", "---\ntitle: a\npublished: false\n---\n\nText.\n");
    assert_eq!(fyr.import().await.unpublished.len(), 1, "its author took it back");
    std::fs::remove_dir_all(fyr.content()).expect("removed");
    std::fs::create_dir_all(fyr.content()).expect("a folder");
    assert!(fyr.import().await.unpublished.is_empty(), "a folder that was not mounted, perhaps");
}

#[tokio::test]
async fn a_demonstration_without_articles_is_imported() {
    let fyr = Fixture::new().await;
    fyr.write("demo.toml", "[[topic]]\nslug = \"other\"\norder = 1\nname = { sv = \"Annat\" }\n");
    let report =
        import::demo(&fyr.backend, &fyr.content(), MissingArticles::Unpublish).await.expect("imported");
    assert_eq!((report.counts_for("topics"), report.counts_for("articles")), (NEW(1), NEW(0)));
}

#[tokio::test]
async fn links_resolve_to_the_slugs_that_articles_have() {
    let fyr = Fixture::new().await;
    fyr.write("sv/first/start.md", &article("Början", "Text."));
    fyr.import().await;
    std::fs::remove_dir_all(fyr.content()).expect("removed");
    fyr.write("sv/second/start.md", &article("En annan början", "Text."));
    fyr.write(
        "sv/second/more.md",
        &article("Mer", "[Början](start.md#en-del), [in](/sign-in), [bort](gone.md)."),
    );
    fyr.import().await;
    let html = articles::find_page(&fyr.backend, &Actor::ANONYMOUS, "more", Lang::Sv)
        .await
        .expect("an article")
        .article
        .html;
    let (_, rest) = html.split_once("href=\"/articles/start-").expect("the address with a tail of its own");
    assert!(rest.contains("#en-del\""), "{html}");
    assert!(html.contains("href=\"/sign-in\"") && !html.contains("gone"), "{html}");
}

#[tokio::test]
async fn categories_are_named_by_a_file_or_else_by_their_folder() {
    let fyr = Fixture::new().await;
    let named = r#"[[category]]
        slug = "sign-in"
        order = 1
        title = { sv = "Logga in", en = "Signing in" }"#;
    fyr.write("categories.toml", named);
    fyr.write("sv/sign-in/a.md", &article("a", "Text."));
    fyr.write("sv/åtkomst och roller/b.md", &article("b", "Text."));
    fyr.import().await;
    let classification = classification::get(&fyr.backend).await.expect("a classification");
    let seen: Vec<_> =
        classification.categories.iter().map(|c| (c.slug.as_str(), c.title.text(Lang::En))).collect();
    assert_eq!(seen, [("sign-in", "Signing in"), ("atkomst-och-roller", "Åtkomst och roller")]);
    assert_eq!(classification.article_count("sign-in", Lang::Sv, &Readable::by_everyone()), 1);
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_an_error() {
    let fyr = Fixture::new().await;
    let error = import::articles(&fyr.backend, Path::new("/nowhere/at/all"), MissingArticles::Unpublish)
        .await
        .expect_err("refused");
    assert!(error.to_string().contains("/nowhere/at/all"), "{error}");
}

fn demo() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo")
}

#[tokio::test]
async fn the_demonstration_is_imported_completely_and_once() {
    let fyr = Fixture::new().await;
    let report = import::demo(&fyr.backend, &demo(), MissingArticles::Unpublish).await.expect("imported");
    assert!(report.skipped.is_empty() && report.warnings.is_empty(), "{report}");
    for what in [
        "articles",
        "translations",
        "people",
        "organisations",
        "topics",
        "tickets",
        "services",
        "incidents",
        "maintenances",
    ] {
        assert!(report.counts_for(what).new > 0, "{what}: {report}");
    }
    fyr.index().await;
    assert_eq!(fyr.pending_jobs().await, 0, "nobody gets mail");
    fyr.clock.advance(chrono::TimeDelta::days(3));
    let second = import::demo(&fyr.backend, &demo(), MissingArticles::Unpublish).await.expect("imported");
    assert!(!second.any_written(), "{second}");
    assert_eq!(fyr.pending_jobs().await, 0);
    let amina =
        SignInAttempt { email: "amina.yusuf@example.org", password: people::DEMO_PASSWORD, device: None };
    accounts::sign_in(&fyr.backend, &Actor::ANONYMOUS, amina).await.expect("the password works");
    let overview = status::overview(&fyr.backend).await.expect("a status");
    assert_eq!(
        (overview.open_incidents().count(), overview.upcoming_maintenances().count()),
        (1, 0),
        "three days on, the work is over"
    );
}

#[tokio::test]
async fn demonstration_tickets_have_consistent_events() {
    let fyr = Fixture::new().await;
    import::demo(&fyr.backend, &demo(), MissingArticles::Unpublish).await.expect("imported");
    let mut db = fyr.backend.store.read().await.expect("a connection");
    let agent = rows::find_by_email(&mut db, "jonas.ek@example.org").await.expect("read").expect("an agent");
    let actor = Actor::signed_in(agent.into());
    let everything = ticket_queue::QueueFilter {
        state: ticket_queue::QueueState::All,
        ..ticket_queue::QueueFilter::default()
    };
    let (listed, _) = ticket_queue::list_queue(&mut db, &actor, &everything, 100, 0).await.expect("read");
    assert_eq!(listed.len(), 8);
    for summary in listed.into_iter().map(|row| row.summary) {
        let ticket =
            tickets::find_visible(&mut db, &actor, &summary.reference).await.expect("read").expect("seen");
        let thread =
            ticket_events::list_for_ticket(&mut db, &actor, ticket.id, Uuid::nil()).await.expect("read");
        assert!(
            thread.is_sorted_by_key(|entry| entry.created_at),
            "{}: ids and times agree",
            summary.subject
        );
        assert_eq!(thread[0].kind, TicketEventKind::Message);
        assert_eq!(thread[0].created_at, ticket.created_at);
        assert_eq!(thread.last().map(|entry| entry.created_at), Some(ticket.updated_at));
        let became = thread.iter().rev().find_map(ticket_events::TicketEvent::new_status);
        assert!(
            became.is_none_or(|status| status == ticket.status),
            "{}: the thread ends as the ticket does",
            summary.subject
        );
        assert!(ticket.updated_at <= fyr.backend.clock.now(), "{} is in the past", summary.subject);
        assert!(ticket.waiting_since.is_none() || !ticket.status.is_done());
    }
}

#[tokio::test]
async fn the_example_of_the_operators_guide_can_be_imported() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/operations.md");
    let guide = std::fs::read_to_string(guide).expect("the guide");
    let (_, after) = guide.split_once("`demo/demo.toml` explains the form").expect("its place in the guide");
    let example =
        after.split("```").nth(1).and_then(|block| block.strip_prefix("toml")).expect("a block of TOML");
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("demo.toml"), example).expect("written");
    let fyr = Fixture::new().await;
    let report =
        import::demo(&fyr.backend, folder.path(), MissingArticles::Unpublish).await.expect("imported");
    assert!(report.skipped.is_empty() && report.warnings.is_empty(), "{report}");
    assert_eq!(
        (report.counts_for("people").new, report.counts_for("topics").new, report.counts_for("services").new),
        (3, 1, 1)
    );
}

/// Somebody who publishes articles.
fn editor(id: Uuid) -> Actor {
    Actor::signed_in(User {
        id,
        name: "Astrid".into(),
        email: "astrid@exempel.se".into(),
        email_confirmed: true,
        role: Role::Admin,
        level: Level::default(),
        lang: Lang::Sv,
        memberships: Vec::new(),
    })
}

#[tokio::test]
async fn what_was_written_at_the_desk_is_never_touched_by_an_import() {
    let fyr = Fixture::new().await;
    fyr.write("sv/sign-in/a.md", &article("A", "Se [b](b.md) och [c](../other/c.md)."));
    fyr.write("sv/sign-in/b.md", &article("B", "Text."));
    fyr.import().await;
    let account = rows::Account {
        id: fyr.backend.clock.id(),
        email: "astrid@exempel.se".into(),
        name: "Astrid".into(),
        role: Role::Admin,
        level: 3,
        lang: "sv".into(),
        password_hash: None,
        email_confirmed_at: None,
    };
    let mut tx = fyr.backend.begin().await.expect("a transaction");
    rows::upsert(&mut tx, &account, fyr.backend.clock.now()).await.expect("stored");
    tx.commit().await.expect("committed");
    let actor = editor(account.id);

    let id = articles::find_page(&fyr.backend, &Actor::ANONYMOUS, "a", Lang::Sv)
        .await
        .expect("an article")
        .article
        .id;
    let text = TextRef { article: id, lang: Lang::Sv };
    let opened = articles::open_text(&fyr.backend, &actor, text).await.expect("opened");
    // links that were relative to the file lead on, and those to nothing stay as they were written
    assert!(
        opened.source.contains("[b](/articles/b)") && opened.source.contains("(../other/c.md)"),
        "{}",
        opened.source
    );
    assert!(opened.broken_links.is_empty());
    let entered = ArticleText::parse(|name| match name {
        "title" => "A från disken".into(),
        "source" => format!("{} Nytt.", opened.source),
        _ => String::new(),
    })
    .expect("valid");
    let now = Publication { size: None, at: None };
    articles::publish(&fyr.backend, &actor, text, opened.seen, &entered, now).await.expect("published");

    fyr.write("sv/sign-in/a.md", &article("A från filen", "Annat."));
    fyr.write("sv/sign-in/b.md", &article("B", "Se [a](a.md)."));
    let report = fyr.import().await;
    assert_eq!(report.kept, [("/articles/a".to_owned(), "sign-in/a".to_owned())]);
    assert!(report.to_string().contains("changed at the desk: 1"), "{report}");
    let shown = articles::find_page(&fyr.backend, &Actor::ANONYMOUS, "a", Lang::Sv)
        .await
        .expect("an article")
        .article;
    assert_eq!(shown.title, "A från disken");
    assert!(shown.html.contains("href=\"/articles/b\"") && shown.html.contains("Nytt."), "{}", shown.html);
    let linking = articles::find_page(&fyr.backend, &Actor::ANONYMOUS, "b", Lang::Sv)
        .await
        .expect("an article")
        .article;
    assert!(
        linking.html.contains("href=\"/articles/a\""),
        "others link to it all the same: {}",
        linking.html
    );

    // a file that is gone takes nothing of the desk with it, and what was archived stays so
    std::fs::remove_file(fyr.content().join("sv/sign-in/a.md")).expect("removed");
    assert!(fyr.import().await.unpublished.is_empty());
    articles::archive(&fyr.backend, &actor, id, "/articles/b").await.expect("archived");
    fyr.write("sv/sign-in/a.md", &article("A", "Text."));
    fyr.import().await;
    assert!(articles::find_page(&fyr.backend, &Actor::ANONYMOUS, "a", Lang::Sv).await.is_err());
    let to = articles::find_redirect(&fyr.backend, &Actor::ANONYMOUS, "a").await.expect("read");
    assert_eq!(to.as_deref(), Some("/articles/b"));
}

#[tokio::test]
async fn front_matter_says_what_an_article_is_and_who_reads_it() {
    let fyr = Fixture::new().await;
    let file = |extra: &str| format!("---\ntitle: Titel\n{extra}\n---\n\nText.\n");
    fyr.write("sv/a/internal.md", &file("audience: staff"));
    fyr.write("sv/a/known.md", &file("kind: known-error\nerror_state: workaround"));
    fyr.write("sv/a/plain.md", &file("lastmod: 2026-01-01"));
    for (name, wrong) in [("x1", "audience: nobody"), ("x2", "kind: poem"), ("x3", "organisation: nowhere")] {
        fyr.write(&format!("sv/a/{name}.md"), &file(wrong));
    }
    let report = fyr.import().await;
    assert_eq!(report.counts_for("articles"), NEW(3));
    let skipped: Vec<_> = report.skipped.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(skipped, ["sv/a/x1.md", "sv/a/x2.md", "sv/a/x3.md"], "rather nobody than everyone");
    let find = async |slug: &str| articles::find_page(&fyr.backend, &Actor::ANONYMOUS, slug, Lang::Sv).await;
    assert!(find("internal").await.is_err());
    let known = find("known").await.expect("an article").article;
    assert_eq!((known.kind, known.error_state()), (ArticleKind::KnownError, Some(ErrorState::Workaround)));
    // what a file does not say stays
    fyr.write("sv/a/known.md", &file("lastmod: 2026-01-01"));
    fyr.import().await;
    assert_eq!(find("known").await.expect("an article").article.kind, ArticleKind::KnownError);
}

#[tokio::test]
async fn what_is_exported_imports_to_the_same() {
    let fyr = Fixture::new().await;
    fyr.write("sv/a/one.md", "---\ntitle: \"Nej: \\\"ja\\\" # 0123\"\nkeywords: [0123, nej]\n---\n\n## Rubrik\n\nSe [två](two.md).\n");
    fyr.write("en/a/one.md", &article("No", "Text."));
    fyr.write("sv/b/two.md", "---\ntitle: Två\naudience: staff\nkind: guide\n---\n\n1. Ett.\n2. Två.\n");
    fyr.import().await;
    let out = tempfile::tempdir().expect("a folder");
    let dir = out.path().join("articles");
    assert_eq!(import::export_articles(&fyr.backend, &dir).await.expect("written"), 3);
    assert!(import::export_articles(&fyr.backend, &dir).await.is_err(), "nothing is written over");
    let other = Fixture::new().await;
    let imported =
        import::articles(&other.backend, &dir, MissingArticles::Unpublish).await.expect("imported");
    assert_eq!((imported.counts_for("articles"), imported.skipped.len()), (NEW(2), 0));
    let again = out.path().join("again");
    import::export_articles(&other.backend, &again).await.expect("written");
    for path in ["categories.toml", "sv/a/one.md", "en/a/one.md", "sv/b/two.md"] {
        let read = |dir: &Path| std::fs::read_to_string(dir.join(path)).expect("a file");
        assert_eq!(read(&dir), read(&again), "{path}");
    }
    let read =
        articles::find_page(&other.backend, &Actor::ANONYMOUS, "one", Lang::Sv).await.expect("an article");
    assert_eq!(read.article.title, "Nej: \"ja\" # 0123");
    assert!(articles::find_page(&other.backend, &Actor::ANONYMOUS, "two", Lang::Sv).await.is_err());
}
