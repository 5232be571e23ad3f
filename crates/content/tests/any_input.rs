//! Any input results in safe output, and in reasonable time.

use std::{collections::HashSet, fs, time::Instant};

use fyr_content::{import, markdown};
use proptest::{collection, prelude::*, sample};

/// Fragments that are combined at random.
const PIECES: &[&str] = &[
    "# ",
    "## ",
    "\n",
    "\n\n",
    "    ",
    "\t",
    "- ",
    "1. ",
    "> ",
    "> [!NOTE]\n",
    "```",
    "~~~\n",
    "`",
    "``",
    "|",
    "|---|\n",
    "[a](b.md)",
    "[!INCLUDE[x](includes/y.md)]",
    "[!INCLUDE[",
    "![i](j.png)",
    "](",
    "[^1]",
    "[^1]: ",
    "<a name=\"x\"></a>",
    "<table><tr><td>",
    "</td>",
    "</table>",
    "<h1>",
    "</h1>",
    "<img src=x onerror=y>",
    "<script>",
    "</script>",
    "<div>",
    "</div>",
    "<Card a={b}>",
    "</Card>",
    "<>",
    "{",
    "}",
    "{/*",
    "*/}",
    "{{< x >}}",
    "{{<",
    ">}}",
    "{% x %}",
    "{%",
    "{{",
    "}}",
    "{: .a}",
    "{#id}",
    "[image a.jpg b]",
    "[toc]",
    "! {.x}",
    "---\n",
    "title: x\n",
    "import a from 'b'\n",
    "export const x = {\n",
    "å",
    "日",
    "\u{0}",
    "\u{202e}",
    "\r\n",
    "\u{feff}",
    "&amp;",
    "&#x41;",
    "\\",
    "<",
    ">",
    "\"",
    "'",
    "=",
    "**",
    "_",
    "–or",
    "***",
    "javascript:x",
    "https://a.se",
    "</",
    "<!--",
    "-->",
    "<![CDATA[",
    "===\n",
    "\u{a0}",
    "%C3",
    "#",
    "+ ",
    "* ",
];

fn markup() -> impl Strategy<Value = String> {
    collection::vec(sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

/// Name and content of a file to import.
fn file() -> impl Strategy<Value = (&'static str, Vec<u8>)> {
    let front_matter = (markup(), markup(), markup())
        .prop_map(|(title, x, body)| format!("---\ntitle: {title}\nx: {x}\n---\n{body}").into_bytes());
    let content = prop_oneof![
        collection::vec(any::<u8>(), 0..300),
        markup().prop_map(String::into_bytes),
        front_matter,
    ];
    (sample::select(&["md", "mdx"]), content)
}

/// Checks the tags only: text, and the quoted values of attributes, may contain anything but a link that runs a script.
fn assert_safe(html: &str) {
    for tag in html.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
        let name = tag.split(' ').next().unwrap_or_default();
        assert!(!matches!(name, "script" | "h1" | "img" | "style" | "iframe"), "{tag} in {html}");
        assert!(!tag.contains("href=\"javascript"), "{tag} in {html}");
        let without_values: String = tag.split('"').step_by(2).collect();
        for forbidden in [" on", " style=", " name="] {
            assert!(!without_values.contains(forbidden), "{tag} in {html}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn any_markup_renders_to_safe_html(source in markup()) {
        let rendered = markdown::render(&source, &|_| None);
        assert_safe(&rendered.html);
        let ids: HashSet<&str> = rendered.toc.iter().map(|heading| heading.id.as_str()).collect();
        prop_assert_eq!(ids.len(), rendered.toc.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]

    #[test]
    fn any_files_are_imported_or_skipped(files in collection::vec(file(), 1..40)) {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("includes")).unwrap();
        fs::write(folder.path().join("includes/y.md"), "Y [!INCLUDE[y](y.md)] [!INCLUDE[y](y.md)]").unwrap();
        for (number, (extension, content)) in files.iter().enumerate() {
            fs::write(folder.path().join(format!("{number}.sv.{extension}")), content).unwrap();
        }
        let import = import::read_dir(folder.path());
        prop_assert_eq!(import.articles.len() + import.skipped.len(), files.len() + 1);
        let links = import.links();
        for article in &import.articles {
            prop_assert!(!article.slug.is_empty() && !article.title.contains('\n'), "{article:?}");
            assert_safe(&markdown::render(&article.body, &links.for_article(article)).html);
        }
    }
}

#[test]
fn hostile_files_take_seconds_not_hours() {
    for piece in [
        "> ",
        "<b>",
        "[",
        "*a ",
        "{",
        "<a {",
        "# a\n",
        "[^a]",
        "`a",
        "- ",
        "<td>",
        "[!INCLUDE[",
        "<div>\n",
        "|",
        "{{",
        "[a](#a)",
    ] {
        let started = Instant::now();
        let source = piece.repeat(20_000 / piece.len());
        assert_safe(&markdown::render(&source, &|_| None).html);
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.en.mdx"), format!("# T\n\n{source}")).unwrap();
        fs::write(folder.path().join("b.en.md"), format!("# T\n\n{source}")).unwrap();
        import::read_dir(folder.path());
        assert!(started.elapsed().as_secs() < 20, "{piece:?} took too long");
    }
}
