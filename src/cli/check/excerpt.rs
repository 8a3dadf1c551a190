//! A mistake as it is shown: place, text, the line of the file, what to do.

use foramen_protocol::{File, Mistake};
use std::fmt;

pub(super) struct Excerpt<'a> {
    /// The folder that paths start at.
    pub root: &'a str,
    /// Its files.
    pub files: &'a [File],
    /// What is shown.
    pub mistake: &'a Mistake,
}

impl Excerpt<'_> {
    /// The line, and how many of its characters are meant.
    fn source(&self) -> Option<(&str, usize)> {
        let Mistake {
            path,
            line,
            column,
            span,
            ..
        } = self.mistake;
        let text = &self.files.iter().find(|file| file.path == *path)?.text;
        let source = text.lines().nth(line - 1)?;
        let meant = text
            .get(span.clone())
            .map_or(0, |meant| meant.chars().take_while(|c| *c != '\n').count());
        let rest = source.chars().count().saturating_sub(column - 1);
        (!span.is_empty()).then_some((source, meant.min(rest).max(1)))
    }
}

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mistake = self.mistake;
        writeln!(f, "{}/{mistake}", self.root)?;
        if let Some((source, meant)) = self.source() {
            let number = mistake.line.to_string();
            let margin = " ".repeat(number.len());
            // Tabs stay, so that the mark stands below what it marks.
            let indent: String = source
                .chars()
                .take(mistake.column - 1)
                .map(|c| if c == '\t' { '\t' } else { ' ' })
                .collect();
            writeln!(
                f,
                "  {number} | {source}\n  {margin} | {indent}{}",
                "^".repeat(meant)
            )?;
        }
        mistake
            .help
            .as_ref()
            .map_or(Ok(()), |help| writeln!(f, "  help: {help}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_stands_below_what_it_marks() {
        let files = [File {
            path: "sources.toml".to_owned(),
            text: "[acr-lbp]\n\tjahr = 2021 # ärgerlich\n".to_owned(),
        }];
        let help = Some("accepted: title, year".to_owned());
        let mistake = Mistake {
            path: "sources.toml".to_owned(),
            line: 2,
            column: 2,
            span: 11..15,
            text: "unknown key".to_owned(),
            help,
        };
        let excerpt = Excerpt {
            root: "hooks",
            files: &files,
            mistake: &mistake,
        };
        insta::assert_snapshot!(excerpt, @"
        hooks/sources.toml:2:2  unknown key
          2 | 	jahr = 2021 # ärgerlich
            | 	^^^^
          help: accepted: title, year
        ");
    }

    #[test]
    fn a_file_as_a_whole_has_no_excerpt() {
        let mistake = Mistake {
            path: "catalogue.toml".to_owned(),
            line: 1,
            column: 1,
            span: 0..0,
            text: "missing".to_owned(),
            help: None,
        };
        let excerpt = Excerpt {
            root: "hooks",
            files: &[],
            mistake: &mistake,
        };
        assert_eq!(excerpt.to_string(), "hooks/catalogue.toml:1:1  missing\n");
    }
}
