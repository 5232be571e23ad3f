//! Importing folders of Markdown files.

#![expect(clippy::unwrap_used, reason = "a failed assumption fails the test")]

use std::{fs, path::Path};

use chrono::NaiveDate;
use fyr_content::{
    Import, SourceArticle,
    import::{FormatProblem, SkipReason, read_dir},
    markdown,
};
use fyr_domain::Lang;

fn import(files: &[(&str, &str)]) -> Import {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        write(folder.path(), path, text.as_bytes());
    }
    read_dir(folder.path())
}

fn write(folder: &Path, path: &str, bytes: &[u8]) {
    let file = folder.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, bytes).unwrap();
}

fn article(path: &str, text: &str) -> SourceArticle {
    let import = import(&[(path, text)]);
    import.articles.into_iter().next().unwrap_or_else(|| panic!("skipped: {:?}", import.skipped))
}

fn body(path: &str, text: &str) -> String {
    article(path, text).body
}

fn reason(path: &str, text: &str) -> SkipReason {
    import(&[(path, text)]).skipped.remove(0).reason
}

#[test]
fn translations_share_key_slug_and_category() {
    let import = import(&[
        ("nb-en/nav/nb/x.md", "# A\n\ntext"),
        ("nb-en/nav/en/x.md", "# B\n\ntext"),
        ("sv/nav/x.md", "# C\n\ntext"),
    ]);
    let found: Vec<_> = import
        .articles
        .iter()
        .map(|a| (a.key.as_str(), a.slug.as_str(), a.category_key.as_str(), a.lang))
        .collect();
    assert_eq!(
        found,
        [("nav/x", "x", "nav", Lang::En), ("nav/x", "x", "nav", Lang::Nb), ("nav/x", "x", "nav", Lang::Sv)]
    );
}

#[test]
fn the_demo_folder_gives_categories() {
    let found = article("sv/sign-in/forgot-password.md", "# Glömt lösenordet?\n\ntext");
    assert_eq!((found.category_key.as_str(), found.slug.as_str()), ("sign-in", "forgot-password"));
    assert_eq!(article("sv/x.md", "# A\n\ntext").category_key, "other");
}

#[test]
fn front_matter_names_the_language_only_where_the_path_does_not() {
    let text = "---\ntitle: T\nms.contentlocale: nb-no\n---\ntext";
    assert_eq!(article("sv/a/x.md", text).lang, Lang::Sv);
    assert_eq!(article("a/x.md", text).lang, Lang::Nb);
    assert_eq!(reason("a/x.md", "# T\n\ntext"), SkipReason::NoLanguage);
}

#[test]
fn a_folder_named_after_a_language_is_in_that_language() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "en/a/x.md", b"# T\n\ntext");
    assert_eq!(read_dir(&folder.path().join("en")).articles[0].lang, Lang::En);
}

#[test]
fn the_front_matter_of_an_article_is_read() {
    let found = article(
        "sv/nav/x.md",
        "\u{feff}---\r\ntitle: \"Spåra paket\"\r\ndescription: \"Följ en leverans.\"\r\nms.search.keywords: rfq, spårning\r\n\
         ms.date: 08/23/2017\r\nms.translationtype: MT\r\n\r\n---\r\n# <a name=\"track\"></a>Spåra paket\r\nEn rad.\r\n",
    );
    assert_eq!((found.title.as_str(), found.summary.as_str()), ("Spåra paket", "Följ en leverans."));
    assert_eq!(found.keywords, ["rfq", "spårning"]);
    assert_eq!(found.updated, NaiveDate::from_ymd_opt(2017, 8, 23));
    assert!(found.machine_translated);
    assert_eq!(found.body, "En rad.");
}

#[test]
fn missing_title_and_summary_are_taken_from_the_text() {
    let found = article("sv/a/x.md", "# En *rubrik*\n\nFörsta stycket med [länk](y.md).\n\nAndra.");
    assert_eq!((found.title.as_str(), found.summary.as_str()), ("En rubrik", "Första stycket med länk."));
    assert!(found.keywords.is_empty() && found.updated.is_none() && !found.machine_translated);
    let long = article("sv/a/x.md", &format!("# T\n\n{}", "ord ".repeat(200)));
    assert!(long.summary.chars().count() <= 302 && long.summary.ends_with("ord …"), "{}", long.summary);
}

#[test]
fn invalid_front_matter_is_parsed_line_by_line() {
    let import = import(&[("sv/a/x.md", "---\ntitle: Så: här [gör\ntags: {\n---\ntext")]);
    assert_eq!(import.articles[0].title, "Så: här [gör");
    assert_eq!(import.warnings[0].problem, FormatProblem::FrontMatter);
}

#[test]
fn keys_may_be_written_in_any_case_and_keywords_in_any_field() {
    let found = article("sv/a/x.md", "---\nTitle: T\nSummary: S\nTags:\n- a\n---\ntext");
    assert_eq!(
        (found.title.as_str(), found.summary.as_str(), found.keywords.as_slice()),
        ("T", "S", &["a".to_owned()][..])
    );
    assert_eq!(article("sv/a/x.md", "---\ntitle: T\nsearch_terms: a, b\n---\nx").keywords, ["a", "b"]);
}

#[test]
fn files_that_are_not_articles_are_skipped_with_the_reason() {
    assert_eq!(reason("sv/a/x.md", "---\ntitle: T\npublished: false\n---\ntext"), SkipReason::NotPublished);
    assert_eq!(reason("sv/a/includes/x.md", "text"), SkipReason::IncludedByOthers);
    assert_eq!(reason("sv/a/x.md", "bara text"), SkipReason::NoTitle);
    assert_eq!(reason("sv/a/x.md", " \r\n"), SkipReason::Empty);
    assert_eq!(reason("sv/a/x.md", "---\ntitle: T\n---\n{% include x.html %}\n"), SkipReason::Empty);
    assert_eq!(reason("sv/a/x.md", &"a".repeat(1024 * 1024 + 1)), SkipReason::TooLarge);
    assert!(matches!(read_dir(Path::new("/nowhere/at/all")).skipped[0].reason, SkipReason::Unreadable(_)));
}

#[test]
fn licences_and_images_are_ignored() {
    let import = import(&[("sv/a/LICENSE.txt", "MIT"), ("sv/a/x.png", "x"), (".git/sv/x.md", "# T\n\ntext")]);
    assert!(import.articles.is_empty() && import.skipped.is_empty());
}

#[test]
fn the_second_of_two_files_for_one_article_is_skipped() {
    let import = import(&[("en/a/x.md", "# T\n\ntext"), ("nb-en/a/en/x.md", "# T\n\ntext")]);
    assert_eq!(import.articles.len(), 1);
    assert_eq!(import.skipped[0].reason, SkipReason::Duplicate("en/a/x.md".to_owned()));
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "sv/a/x.md", b"# T\n\ntext");
    std::os::unix::fs::symlink(folder.path(), folder.path().join("sv/loop")).unwrap();
    let import = read_dir(folder.path());
    assert_eq!((import.articles.len(), &import.skipped[0].reason), (1, &SkipReason::SymbolicLink));
}

#[test]
fn old_encodings_are_read_and_reported() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "sv/a/x.md", b"# H\xe4r\n\n\xc3\xa5 och \xe5\x07");
    let import = read_dir(folder.path());
    assert_eq!((import.articles[0].title.as_str(), import.articles[0].body.as_str()), ("Här", "å och å"));
    assert_eq!(import.warnings[0].problem, FormatProblem::Encoding);
}

#[test]
fn includes_are_expanded_and_missing_ones_leave_their_name() {
    let import = import(&[
        (
            "sv/a/x.md",
            "---\ntitle: Om [!INCLUDE[p](includes/p.md)]\n---\n[!INCLUDE[p](includes/p.md)] och [!include [borta](includes/no.md)]\n\n`[!INCLUDE[q](../../../etc/passwd)]`",
        ),
        ("sv/a/includes/p.md", "\u{feff}---\ntitle: x\n---\nDynamics **[!INCLUDE[n](n.md)]**\r\n"),
        ("sv/a/includes/n.md", "NAV"),
    ]);
    let article = &import.articles[0];
    assert_eq!(article.title, "Om Dynamics NAV");
    assert_eq!(article.body, "Dynamics **NAV** och borta\n\n`q`");
    assert_eq!(
        import.skipped.iter().filter(|skipped| skipped.reason == SkipReason::IncludedByOthers).count(),
        2
    );
}

#[test]
fn recursive_includes_terminate() {
    let import = import(&[
        ("sv/a/x.md", "# T\n\n[!INCLUDE[p](includes/p.md)]"),
        ("sv/a/includes/p.md", "a [!INCLUDE[p](p.md)] [!INCLUDE[p](p.md)]"),
    ]);
    assert!(!import.articles[0].body.contains("INCLUDE"));
}

#[test]
fn shortcodes_of_other_tools_are_removed_and_their_content_stays() {
    let clean = |text: &str| body("sv/a/x.md", &format!("---\ntitle: T\n---\n{text}"));
    assert_eq!(clean("a {{< x \"y\" >}}b{{< /x >}} {{% z %}}c"), "a b c");
    assert_eq!(
        clean("{% capture x %}\na\n{% endcapture %} {{ site.url }}b {% comment %}c{% endcomment %}"),
        "a\n b"
    );
    assert_eq!(clean("[a](b){:class=\"x\"}\n\n{: .list}\n1. c"), "[a](b)\n\n\n1. c");
    assert_eq!(clean("[image a.jpg \"b\"]a\n\n[toc]\n\n! {.wide}\n!!! b"), "a\n\nb");
    assert_eq!(clean("{{< callout type=\"warning\" >}}\na\nb\n{{< /callout >}}"), "> [!WARNING]\n> a\n> b");
    assert_eq!(clean("{{< card title=\"A\" subtitle=\"B\" link=\"c/\" >}}"), "- [A](c/): B");
}

#[test]
fn shortcodes_in_code_stay() {
    let text = "Skriv `{{ x }}` eller:\n\n    [toc]\n\n```\n{% x %}\n{: .a}\n```";
    assert_eq!(body("sv/a/x.md", &format!("# T\n\n{text}")), text);
}

#[test]
fn alerts_are_normalised_and_separated() {
    assert_eq!(
        body("sv/a/x.md", "# T\n\n>[!Note]\n>  a\n>\n> [!Tip]  \n> b"),
        "> [!NOTE]\n>  a\n>\n\n> [!TIP]\n> b"
    );
}

#[test]
fn anchors_are_removed_and_links_to_them_are_rewritten() {
    let text =
        "# T\n\n[a](#set-up) [b](#admin)\n\n## <a name=\"set-up\"></a>Ställ in\n\n## Roller ## {#admin}\n";
    assert_eq!(body("sv/a/x.md", text), "[a](#stall-in) [b](#roller)\n\n## Ställ in\n\n## Roller");
}

#[test]
fn mdx_becomes_markdown() {
    let text = "---\ntitle: T\n---\nimport { A } from 'a';\n\n<Card data-x={1}>\n  Hej **du**\n</Card>\n\n<Image src=\"/a.png\" alt=\"En bild\" />\nMer [text](x.md)";
    let article = article("no/a/x.mdx", text);
    let html = markdown::render(&article.body, &|_| None).html;
    assert_eq!(html, "<p>Hej <strong>du</strong></p>\n<p>En bild</p>\n<p>Mer text</p>");
}

#[test]
fn html_blocks_do_not_turn_into_code() {
    let body = body("en/a/x.md", "# T\n\n<div class=\"x\">\n  <div>\n\n    <p>a</p>\n\n  </div>\n</div>");
    let html = markdown::render(&body, &|_| None).html;
    assert!(html.contains("<p>a</p>") && !html.contains("<pre"), "{html}");
}

#[test]
fn a_single_top_heading_is_the_title_and_several_are_sections() {
    assert_eq!(body("sv/a/x.md", "---\ntitle: Spåra\n---\n# Så här spårar du\n\na\n\n## b"), "a\n\n## b");
    assert_eq!(body("sv/a/x.md", "---\ntitle: Spåra\n---\nSpåra\n=====\n\na\n\n# b"), "a\n\n# b");
    assert_eq!(body("sv/a/x.md", "---\ntitle: T\n---\n# a\n\nb\n\n# c"), "# a\n\nb\n\n# c");
}

#[test]
fn links_between_articles_lead_to_their_addresses() {
    let text = "# T\n\ntext";
    let import = import(&[
        ("sv/nav/a.md", text),
        ("sv/nav/deep/b.md", text),
        ("nb/nav/only-norwegian.md", text),
        ("en/help/_faq/c._en.md", "---\ntitle: T\npermalink: /help/questions/\n---\ntext"),
        ("sv/handbook/sv/lists/licences.md", text),
        ("sv/handbook/sv/lists/_index.md", text),
        ("sv/handbook/sv/page.md", text),
    ]);
    let links = import.links();
    let resolve = |from: &str, href: &str| {
        let from = import.articles.iter().find(|article| article.path.ends_with(from)).unwrap();
        links.for_article(from)(href)
    };
    assert_eq!(resolve("a.md", "deep/b.md#Så-här").as_deref(), Some("/articles/b#sa-har"));
    assert_eq!(resolve("b.md", "../A.md?x=1").as_deref(), Some("/articles/a"));
    assert_eq!(resolve("a.md", "only-norwegian.md").as_deref(), Some("/articles/only-norwegian"));
    assert_eq!(resolve("a.md", "missing.md"), None);
    assert_eq!(resolve("a.md", "../../../../etc/passwd"), None);
    assert_eq!(resolve("c._en.md", "/help/questions").as_deref(), Some("/articles/c"));
    assert_eq!(resolve("c._en.md", "/_faq/c._en.md").as_deref(), Some("/articles/c"));
    assert_eq!(resolve("page.md", "/lists/licences/").as_deref(), Some("/articles/licences"));
    assert_eq!(resolve("page.md", "../lists/licences/").as_deref(), Some("/articles/licences"));
    assert_eq!(resolve("page.md", "lists/").as_deref(), Some("/articles/lists"));
}

#[test]
fn the_same_folder_gives_the_same_import() {
    let files = [("sv/a/x.md", "# T\n\ntext"), ("sv/b/x.md", "# T\n\ntext"), ("nb/b/x.md", "# T\n\ntext")];
    let (first, second) = (import(&files), import(&files));
    assert_eq!(first.articles, second.articles);
    let slugs: Vec<&str> = first.articles.iter().map(|article| article.slug.as_str()).collect();
    assert_eq!(slugs, ["b-x", "a-x", "b-x"]);
}
