//! Rendering Markdown.

use fyr_content::{Heading, Rendered, Renderer, markdown};
use fyr_domain::Lang;

fn nowhere(_: &str) -> Option<String> {
    None
}

fn render(source: &str) -> Rendered {
    markdown::render(source, &nowhere)
}

fn html(source: &str) -> String {
    render(source).html
}

#[test]
fn github_flavoured_markdown_is_supported() {
    assert_eq!(html("~~a~~ **b** `c`"), "<p><del>a</del> <strong>b</strong> <code>c</code></p>");
    assert_eq!(
        html("www.fyr.se"),
        "<p><a href=\"http://www.fyr.se\" rel=\"noopener noreferrer\">www.fyr.se</a></p>"
    );
    assert_eq!(html("```rust\nlet a;\n```"), "<pre tabindex=\"0\"><code>let a;\n</code></pre>");
}

#[test]
fn task_list_items_are_labelled_images_not_form_controls() {
    let html = Renderer::new(&nowhere).in_language(Lang::En).render("- [x] a\n- [ ] b").html;
    assert!(html.contains("<span class=\"task\" role=\"img\" aria-label=\"Done\">☑</span> a"), "{html}");
    assert!(html.contains("aria-label=\"Not done\">☐</span> b") && !html.contains("<input"), "{html}");
}

#[test]
fn alert_titles_are_in_the_language_of_the_article() {
    let source = "> [!WARNING]\n> Akta";
    let sv = Renderer::new(&nowhere).in_language(Lang::Sv).render(source);
    assert_eq!(
        sv.html,
        "<div class=\"alert alert--warning\" role=\"note\">\n<p class=\"alert__title\">Varning</p>\n<p>Akta</p>\n</div>"
    );
    assert_eq!(sv.plain, "Akta");
    let kinds = ["NOTE", "TIP", "IMPORTANT", "CAUTION"].map(|kind| html(&format!("> [!{kind}]\n> x")));
    for (kind, html) in ["note", "tip", "important", "caution"].into_iter().zip(kinds) {
        assert!(html.contains(&format!("alert--{kind}")), "{html}");
    }
}

#[test]
fn footnotes_link_to_their_reference_and_back() {
    let html = Renderer::new(&nowhere).in_language(Lang::Nb).render("A[^å]\n\n[^å]: B").html;
    assert!(html.contains("<a id=\"fnref-a\" href=\"#fn-a\">1</a>"), "{html}");
    assert!(html.contains("<li id=\"fn-a\">"), "{html}");
    assert!(
        html.contains("href=\"#fnref-a\" class=\"footnote-backref\" aria-label=\"Tilbake til teksten\""),
        "{html}"
    );
}

#[test]
fn active_content_is_removed() {
    for source in [
        "<script>alert(1)</script>a",
        "<style>p{}</style>a",
        "<iframe src=\"https://x.se\">b</iframe>a",
        "<svg onload=alert(1)><text>b</text></svg>a",
        "<p onclick=\"x()\" style=\"color:red\" class=\"evil\" id=\"main\">a</p>",
        "<a href=\"javascript:alert(1)\">a</a>",
        "[a](javascript:alert(1))",
        "[a](JaVa&#10;script:alert(1))",
        "[a](data:text/html,x)",
        "[a](vbscript:x)",
        "<form action=\"/x\"><button formaction=\"javascript:x\">a</button></form>",
        "<object data=\"x\">b</object>a",
        "a<!-- c -->",
    ] {
        let html = html(source);
        let bare = html.replace("<p>", "").replace("</p>", "");
        assert_eq!(bare.trim(), "a", "{source} gave {html}");
    }
}

#[test]
fn quotes_in_attributes_stay_inside_them() {
    let html =
        html("[a](https://x.se/\"onmouseover=\"alert(1)) <abbr title='\"><script>x</script>'>b</abbr>");
    assert!(!html.contains("<script") && !html.contains("\"onmouseover"), "{html}");
}

#[test]
fn headings_start_at_two_and_skip_no_level() {
    let levels =
        |source: &str| render(source).toc.into_iter().map(|heading| heading.level).collect::<Vec<_>>();
    assert_eq!(levels("# a\n\n#### b\n\n## c\n\n# d"), [2, 3, 3, 2]);
    assert_eq!(levels("### a\n\n## b\n\n###### c"), [2, 2, 3]);
    assert!(!html("<h1>a</h1>").contains("h1"));
}

#[test]
fn heading_ids_are_ascii_unique_and_not_reserved() {
    let rendered =
        render("## Så här gör du\n\n## Ærlig øl\n\n## Så här gör du\n\n## 日本\n\n## Main\n\n##\n");
    let ids: Vec<&str> = rendered.toc.iter().map(|heading| heading.id.as_str()).collect();
    assert_eq!(ids, ["sa-har-gor-du", "aerlig-ol", "sa-har-gor-du-2", "section", "main-2"]);
    assert!(rendered.html.starts_with("<h2 id=\"sa-har-gor-du\">Så här gör du</h2>"), "{}", rendered.html);
}

#[test]
fn a_heading_that_repeats_the_title_is_removed() {
    let with = |title: &'static str| {
        Renderer::new(&nowhere).under_title(title).render("# Byt *lösenord*!\n\ntext\n\n## Mer")
    };
    assert_eq!(with("Byt lösenord").html, "<p>text</p>\n<h2 id=\"mer\">Mer</h2>");
    assert_eq!(with("Annat").toc.iter().map(|heading| heading.level).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn anchors_are_removed_from_headings() {
    let rendered = render("## <a name=\"set-up\"></a>Kom `i gång` & mer\n\n<a name=\"x\"></a>text");
    assert_eq!(
        rendered.toc,
        [Heading { level: 2, id: "kom-i-gang-mer".into(), text: "Kom i gång & mer".into() }]
    );
    assert!(!rendered.html.contains("<a"), "{}", rendered.html);
}

#[test]
fn links_are_resolved_or_replaced_by_their_text() {
    let links = |href: &str| match href {
        "other.md#x" => Some("/articles/other#x".to_owned()),
        "evil.md" => Some("//evil.se".to_owned()),
        "worse.md" => Some("javascript:x".to_owned()),
        _ => None,
    };
    let html = |source: &str| markdown::render(source, &links).html;
    assert_eq!(html("[a](other.md#x)"), "<p><a href=\"/articles/other#x\">a</a></p>");
    assert_eq!(html("[a *b*](missing.md)"), "<p>a <em>b</em></p>");
    assert_eq!(html("[a](worse.md)"), "<p>a</p>");
    assert_eq!(html("[a](evil.md)"), "<p><a href=\"https://evil.se\" rel=\"noopener noreferrer\">a</a></p>");
    assert_eq!(html("[a](mailto:a@b.se)"), "<p><a href=\"mailto:a@b.se\">a</a></p>");
    assert_eq!(html("[a]()"), "<p>a</p>");
    assert_eq!(html("[](https://a.se)"), "");
}

#[test]
fn fragment_links_find_headings_in_any_spelling() {
    let html =
        html("[a](#så-här-gör-du) [b](#S%C3%A5%20h%C3%A4r%20g%C3%B6r%20du) [c](#nix)\n\n## Så här gör du");
    assert!(
        html.starts_with("<p><a href=\"#sa-har-gor-du\">a</a> <a href=\"#sa-har-gor-du\">b</a> c</p>"),
        "{html}"
    );
}

#[test]
fn images_make_no_external_requests() {
    let links = |href: &str| (href == "known.png").then(|| "/files/known.png".to_owned());
    let html = |source: &str| markdown::render(source, &links).html;
    assert_eq!(html("![en bild](missing.png)"), "<p>en bild</p>");
    assert_eq!(html("![](missing.png)"), "");
    assert_eq!(
        html("![en bild](https://a.se/b.png)"),
        "<p><a href=\"https://a.se/b.png\" rel=\"noopener noreferrer\">en bild</a></p>"
    );
    assert_eq!(
        html("[![en bild](https://a.se/b.png)](https://c.se)"),
        "<p><a href=\"https://c.se\" rel=\"noopener noreferrer\">en bild</a></p>"
    );
    assert_eq!(
        html("<img src=\"known.png\" alt=\"x\" width=\"10\" height=\"9%\">"),
        "<img src=\"/files/known.png\" alt=\"x\" loading=\"lazy\" width=\"10\">"
    );
    assert_eq!(html("![x](data:image/png;base64,AA)"), "<p>x</p>");
}

#[test]
fn tables_are_in_labelled_scroll_regions() {
    let html = html("## Priser\n\n| a | |\n|--:|---|\n| 1 | 2 |\n\n| c |\n|---|\n| 3 |");
    let frame = "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=";
    assert!(html.contains(&format!("{frame}\"Tabell: Priser\"><table>")), "{html}");
    assert!(html.contains(&format!("{frame}\"Tabell: Priser (2)\"><table>")), "{html}");
    assert!(html.contains("<th class=\"align-right\" scope=\"col\">a</th>"), "{html}");
    assert!(html.contains("<td></td>\n</tr>\n</thead>"), "{html}");
    assert_eq!(html.matches("</table></div>").count(), 2, "{html}");
}

#[test]
fn a_caption_names_a_table_and_lone_paragraphs_in_cells_are_unwrapped() {
    let html = html("<table><caption>Öppet</caption><tr><td>\n\nmån **8**\n\n</td></tr></table>");
    assert!(html.contains("aria-label=\"Öppet\""), "{html}");
    assert!(html.contains("<td>mån <strong>8</strong></td>"), "{html}");
}

#[test]
fn plain_text_has_no_markup() {
    let rendered = render(
        "## Rubrik\n\n> citat\n\nEtt *par*\nrader  \ntill &amp; slut[^1]\n\n- a\n- b\n\n```\nkod  x\n```\n\n[^1]: Not",
    );
    assert_eq!(rendered.plain, "Rubrik\ncitat\nEtt par rader till & slut\na\nb\nkod x\nNot");
    assert_eq!(rendered.first_paragraph, "Ett par rader till & slut");
    assert_eq!(render("- bara\n- en lista").first_paragraph, "bara");
    assert_eq!(render(" \n").first_paragraph, "");
}

#[test]
fn a_table_row_is_one_line_of_plain_text() {
    let rendered = render("| Vem | Ser |\n|---|---|\n| Du | ja |\n| Din handledare | |\n\nSlut.");
    assert_eq!(rendered.plain, "Vem · Ser\nDu · ja\nDin handledare\nSlut.");
    let nested = "<table><tr><td><p>ett</p><p>två</p></td><td>tre<br>fyra</td></tr></table>";
    assert_eq!(render(nested).plain, "ett två · tre fyra");
}
