//! Any input results in safe output, and in reasonable time.

use std::{fs, time::Instant};

use fyr_content::{import, markdown};

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

/// A pseudo-random generator (xorshift) with a fixed seed: the same inputs in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit
    }

    fn markup(&mut self) -> String {
        (0..self.below(40)).map(|_| PIECES[self.below(PIECES.len())]).collect()
    }

    fn bytes(&mut self) -> Vec<u8> {
        (0..self.below(300)).map(|_| u8::try_from(self.below(256)).unwrap_or(0)).collect()
    }
}

/// Checks the tags only: text may contain anything.
fn assert_safe(html: &str) {
    for tag in html.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
        let name = tag.split(' ').next().unwrap_or_default();
        assert!(!matches!(name, "script" | "h1" | "img" | "style" | "iframe"), "{tag} in {html}");
        for forbidden in [" on", "href=\"javascript", " style=", " name="] {
            assert!(!tag.contains(forbidden), "{tag} in {html}");
        }
    }
}

#[test]
fn any_markup_renders_to_safe_html() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for _ in 0..1500 {
        let source = random.markup();
        let rendered = markdown::render(&source, &|_| None);
        assert_safe(&rendered.html);
        let mut ids: Vec<&str> = rendered.toc.iter().map(|heading| heading.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), rendered.toc.len(), "{source:?}");
    }
}

#[test]
fn any_files_are_imported_or_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let mut random = Random(42);
    fs::create_dir(folder.path().join("includes")).unwrap();
    fs::write(folder.path().join("includes/y.md"), "Y [!INCLUDE[y](y.md)] [!INCLUDE[y](y.md)]").unwrap();
    for number in 0..600 {
        let extension = ["md", "mdx"][number % 2];
        let text = match number % 3 {
            0 => random.bytes(),
            1 => random.markup().into_bytes(),
            _ => format!("---\ntitle: {}\nx: {}\n---\n{}", random.markup(), random.markup(), random.markup())
                .into_bytes(),
        };
        fs::write(folder.path().join(format!("{number}.sv.{extension}")), text).unwrap();
    }
    let import = import::read_dir(folder.path());
    assert_eq!(import.articles.len() + import.skipped.len(), 601);
    let links = import.links();
    for article in &import.articles {
        assert!(!article.slug.is_empty() && !article.title.contains('\n'), "{article:?}");
        assert_safe(&markdown::render(&article.body, &links.for_article(article)).html);
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
