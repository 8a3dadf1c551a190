//! How an explanation reads in a terminal.

use super::{Explanation, FactLine, FateLine, RuleLine, StepLine};
use std::fmt;

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "Evaluated on {} for {} with profile {}, catalogue {:.12}",
            self.today, self.tenant, self.profile, self.catalog
        )?;
        writeln!(
            f,
            "Regions: {}",
            if self.regions.is_empty() {
                "none named".to_owned()
            } else {
                self.regions.join(", ")
            }
        )?;
        section(
            f,
            "Not used",
            self.skipped
                .iter()
                .map(|line| format!("{}: {}", line.path, line.why)),
        )?;
        section(f, "Not seen", self.gaps.iter().cloned())?;
        section(f, "Facts", self.facts.iter().map(ToString::to_string))?;
        section(
            f,
            "Set aside",
            self.set_aside.iter().map(ToString::to_string),
        )?;
        writeln!(f, "\nRules")?;
        for rule in &self.rules {
            write!(f, "{rule}")?;
        }
        section(
            f,
            "What became of the rules that fire",
            self.settled.iter().map(ToString::to_string),
        )?;
        writeln!(f, "\nCards")?;
        if self.cards.is_empty() {
            writeln!(f, "  none")?;
        }
        for card in &self.cards {
            writeln!(f, "  {} {}: {}", card.rule, card.indicator, card.summary)?;
            for suggestion in &card.suggestions {
                writeln!(f, "    > {suggestion}")?;
            }
            for line in card.detail.lines().filter(|line| !line.is_empty()) {
                writeln!(f, "    {line}")?;
            }
        }
        Ok(())
    }
}

fn section(
    f: &mut fmt::Formatter<'_>,
    heading: &str,
    lines: impl Iterator<Item = String>,
) -> fmt::Result {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        writeln!(f, "\n{heading}")?;
    }
    lines.try_for_each(|line| writeln!(f, "  {line}"))
}

impl fmt::Display for FactLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.finding, self.state, self.confidence)?;
        if let Some(value) = &self.value {
            write!(f, " = {value}")?;
        }
        for (name, text) in [("in", &self.regions), ("with", &self.attributes)] {
            if !text.is_empty() {
                write!(f, " {name} {text}")?;
            }
        }
        if let Some(onset) = &self.onset {
            write!(f, " since {onset}")?;
        }
        if let Some(stated) = &self.stated {
            write!(f, " stated {stated}")?;
        }
        write!(f, " <- {}", self.sources.join("; "))?;
        self.set_aside
            .map_or(Ok(()), |reason| write!(f, " ({reason})"))
    }
}

impl fmt::Display for RuleLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let branch = self
            .branch
            .as_ref()
            .map(|branch| format!(", branch {branch}"))
            .unwrap_or_default();
        writeln!(
            f,
            "  {} {} ({}): {}{branch}",
            self.rule, self.title, self.frame, self.result
        )?;
        write_step(f, &self.conditions, 2)?;
        if !self.not_known.is_empty() {
            writeln!(f, "    not known: {}", self.not_known.join(", "))?;
        }
        Ok(())
    }
}

fn write_step(f: &mut fmt::Formatter<'_>, step: &StepLine, depth: usize) -> fmt::Result {
    let because = if step.because.is_empty() {
        String::new()
    } else {
        format!(" <- {}", step.because.join("; "))
    };
    writeln!(
        f,
        "{:width$}{:<7} {}{because}",
        "",
        step.truth,
        step.text,
        width = depth * 2
    )?;
    step.parts
        .iter()
        .try_for_each(|part| write_step(f, part, depth + 1))
}

impl fmt::Display for FateLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.rule, self.region, self.fate)
    }
}
